"""The person's chats: a code to link another one, which chat gets notifications, and unlinking a chat."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from bot.dialogs import choices, ways
from bot.dialogs.channel_links import channel_in_words, channel_links
from bot.dialogs.context import Context, answer, context, set_person, start_value
from bot.dialogs.listening import listening
from bot.dialogs.people import linking, offers
from bot.dialogs.people.states import MyChats, start_my_chats, start_settings
from bot.dialogs.rights import GIVES_RIGHTS
from bot.dialogs.states import start_home
from bot.dialogs.widgets import Label, Say, Shown, plain
from chats import outbound_store
from chats import store as chats
from people import account_service, return_service
from people import store as people
from people.account_service import LINK_CODE_MINUTES
from people.codes import Declined
from people.model import Account
from people.words import masked_name
from texts.speech import Markup, say, sentence
from workdays.words import moment_in_words

LAST_USED_CHAT = 0  # not the number of any chat


async def open_code(manager: DialogManager, show: ShowMode = ShowMode.EDIT) -> None:
    """Show a new linking code, replacing any open dialog."""
    await start_my_chats(manager, MyChats.code, code=await linking.make_link_code(context(manager)), show=show)


async def _open(_: Any, manager: DialogManager) -> None:
    manager.dialog_data.update({key: start_value(manager, key) for key in ("code", "chat", "digest", "name")})


async def _code_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, code = context(dialog_manager), dialog_manager.dialog_data["code"]
    found = await channel_links(ctx.session, ctx.services.public_url, code)
    lines = [
        say('• {channel}：<a href="{link}">{link}</a>', channel=Markup(channel_in_words(one.channel)), link=one.link)
        for one in found
    ]
    return {
        "code": code,
        "minutes": LINK_CODE_MINUTES,
        "links": "\n".join(lines),
        "linked": bool(lines),
        "drawn": bool(lines) and ctx.channel == "web",
        "may_return": bool(ctx.person.phone) and not ctx.person.posts,
    }


async def _waiting_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    check = linking.check_number(dialog_manager.dialog_data["digest"], context(dialog_manager).chat)
    return {"minutes": LINK_CODE_MINUTES, "check": check}


async def _offered_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    return {"name": dialog_manager.dialog_data["name"]}


async def _where_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx = context(dialog_manager)
    own = await people.accounts(ctx.session, ctx.person.id)
    names = await _names(ctx, own)
    lost = await outbound_store.unreachable(ctx.session, [one.chat for one in own])
    lines = [
        say("• {chat}　暂时送不到", chat=Markup(names[chat])) if chat in lost else f"• {names[chat]}" for chat in names
    ]
    chosen = next((one.chat for one in own if one.chosen), LAST_USED_CHAT)
    labels = {LAST_USED_CHAT: say("最近用过的聊天"), **names}
    return {
        "chats": "\n".join(lines),
        "several": len(own) > 1,
        "places": [(chat, plain(f"✓ {label}" if chat == chosen else label)) for chat, label in labels.items()],
        "mine": [(chat, plain(label)) for chat, label in names.items()],
    }


async def _sure_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, chat = context(dialog_manager), dialog_manager.dialog_data["chat"]
    names = await _names(ctx, await people.accounts(ctx.session, ctx.person.id))
    return {"chat": Markup(names.get(chat, ""))}


async def _linked_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    return {"name": masked_name(context(dialog_manager).person.name)}


async def _names(ctx: Context, own: list[Account]) -> dict[int, str]:
    channels = await chats.channels(ctx.session, [one.chat for one in own])
    return {one.chat: _named(one, channels[one.chat], here=one.chat == ctx.chat) for one in own}


def _named(account: Account, channel: str, *, here: bool) -> str:
    name = Markup(channel_in_words(channel))
    if here:
        return say("{channel}（这里）", channel=name)
    return say("{channel}（{when}用过）", channel=name, when=moment_in_words(account.used_at))


async def _choose(callback: CallbackQuery, __: Any, manager: DialogManager, place: str) -> None:
    ctx = context(manager)
    await account_service.choose_chat(ctx.session, ctx.person, int(place) or None)
    await callback.answer(plain(say("好的，以后的消息就发到那里。")))


async def _ask(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """The chat that made the code decides. A second tap asks again, since it has renewed this chat's session."""
    refused = await linking.ask_to_link(context(manager), manager.dialog_data["digest"])
    if isinstance(refused, Declined):
        await offers.decline(manager, refused, MyChats.declined)
        return
    await manager.switch_to(MyChats.waiting)


async def _return_code(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    ctx = context(manager)
    code = await return_service.make_code(ctx.session, ctx.person, ctx.real_now)
    await answer(manager, say("您的回执码：<b>{code}</b>。换了手机，发送它，再输入您电话的后四位。", code=code))
    manager.show_mode = ShowMode.DELETE_AND_SEND


async def _stop(callback: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await linking.stop_asking(context(manager))
    await callback.answer(plain(say("好的，没有接上，这里还是您自己的。")))
    await start_home(manager, ShowMode.EDIT)


async def _elsewhere(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_code(manager)


async def _which(_: CallbackQuery, __: Any, manager: DialogManager, chat: str) -> None:
    manager.dialog_data["chat"] = int(chat)
    await manager.switch_to(MyChats.sure)


async def _not_me(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    manager.dialog_data["chat"] = context(manager).chat
    await manager.switch_to(MyChats.sure)


async def _unlink(callback: CallbackQuery, __: Button, manager: DialogManager) -> None:
    ctx, chat = context(manager), manager.dialog_data["chat"]
    fresh = await linking.unlink(ctx, chat)
    await callback.answer(plain(say("已解除。")))
    if chat != ctx.chat:
        await manager.switch_to(MyChats.where)
        return
    set_person(manager, fresh)
    await start_home(manager, ShowMode.EDIT)


async def _settings(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await start_settings(manager, ShowMode.EDIT)


def _back_to_settings() -> Button:
    return Button(Label("返回"), id="settings", on_click=_settings)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say(
                "<b>在别处也用</b>\n绑定以后，您在哪边都能看到同样的诉求。\n\n您的绑定码：<b>{code}</b>\n"
                "{minutes} 分钟内有效，只能用一次。"
            ),
            Say(
                "\n在另一台设备上，或者在另一个软件里打开链接，点「是我，接上」；这里会再问您一次，您同意才接上：",
                when="linked",
            ),
            Shown("links", when="linked"),
            Say("• 也可以在那边的聊天里发送：/join {code}"),
            Say("• 也可以用手机扫下面的二维码", when="drawn"),
            Say("\n这个码只给您自己用，请不要发给别人。"),
            Button(Label("要一个回执码，换手机时用"), id="return_code", on_click=_return_code, when="may_return"),
            Row(_back_to_settings(), ways.home()),
            listening(),
            state=MyChats.code,
            getter=_code_getter,
        ),
        Window(
            Say("这个绑定码是 {name} 取的。", when="name"),
            Say("取这个绑定码的人还没有留下姓名。", when=lambda data, *_: not data["name"]),
            Say("\n接上以后，两边看到同样的诉求，提醒和进展发到您最近用过的聊天。<b>这是您自己的另一个聊天吗？</b>"),
            Say("\n码或链接要是别人发给您的，请点「不是我，取消」。"),
            Button(Label("是我，接上"), id=GIVES_RIGHTS, on_click=_ask),
            offers.not_me(sentence("好的，没有接上，这里还是您自己的。")),
            listening(),
            state=MyChats.offered,
            getter=_offered_getter,
        ),
        Window(
            Say(
                "还差一步：请回到取码的那个聊天，核对数字 <b>{check}</b>，点「是我，接上」。"
                "{minutes} 分钟内有效，接上以后我马上在这里告诉您。"
            ),
            Button(Label("再问一次"), id=GIVES_RIGHTS, on_click=_ask),
            Button(Label("取消"), id="stop", on_click=_stop),
            listening(),
            state=MyChats.waiting,
            getter=_waiting_getter,
        ),
        offers.lapsed_window(MyChats.declined),
        Window(
            Say("<b>消息发到哪里</b>"),
            Say("您现在在这些地方用「亲清」：", when="several"),
            Shown("chats", when="several"),
            Say("\n提醒和进展发到哪里？", when="several"),
            Say("您现在只有这一个聊天，提醒和进展都发到这里。", when=lambda data, *_: not data["several"]),
            choices.column("place", "places", _choose, when="several"),
            SwitchTo(Label("解除一个聊天"), id="which", state=MyChats.which, when="several"),
            Button(Label("在别处也用"), id="elsewhere", on_click=_elsewhere),
            Row(_back_to_settings(), ways.home()),
            listening(),
            state=MyChats.where,
            getter=_where_getter,
        ),
        Window(
            Say("要解除哪一个？"),
            choices.column("which", "mine", _which),
            ways.back(MyChats.where),
            state=MyChats.which,
            getter=_where_getter,
        ),
        Window(
            Say("解除以后，{chat}看不到您的诉求，也不再收到您的消息。确定解除吗？"),
            Button(Label("确定解除"), id="sure", on_click=_unlink),
            Row(ways.back(MyChats.where), ways.home()),
            state=MyChats.sure,
            getter=_sure_getter,
        ),
        Window(
            Say("绑定好了。", when=lambda data, *_: not data["name"]),
            Say("绑定好了，{name}。", when="name"),
            Say(
                "这里和您原来的聊天现在是同一个身份，在哪边都能接着办。提醒和进展发到您最近用过的聊天，"
                "发送 /me 可以改。\n\n如果绑定码不是您自己取的，请点「不是我，解除」。"
            ),
            ways.home(),
            Button(Label("不是我，解除"), id="not_me", on_click=_not_me),
            listening(),
            state=MyChats.joined,
            getter=_linked_getter,
        ),
        on_start=_open,
    )
