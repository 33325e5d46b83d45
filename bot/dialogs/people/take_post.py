"""An invitation opened: whose post it is, and nothing is bound before the person confirms."""

from typing import Any

from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button

from bot.dialogs import ways
from bot.dialogs.context import context, set_person, start_value
from bot.dialogs.listening import listening
from bot.dialogs.people import offers, taking_post
from bot.dialogs.people.states import TakePost
from bot.dialogs.rights import GIVES_RIGHTS
from bot.dialogs.widgets import Label, Say
from people import post_store
from people import store as people
from people.codes import Declined
from people.words import post_in_words
from texts.speech import sentence


async def _open(_: Any, manager: DialogManager) -> None:
    manager.dialog_data.update({key: start_value(manager, key) for key in ("digest", "post")})


async def _offered_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx = context(dialog_manager)
    post = await post_store.post(ctx.session, dialog_manager.dialog_data["post"])
    shown = post_in_words(*await taking_post.in_full(ctx, post))
    return {"post": shown, "held": post.person not in (None, ctx.person.id)}


async def _bound_getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    ctx, data = context(dialog_manager), dialog_manager.dialog_data
    post = await post_store.post(ctx.session, data["post"])
    return {"name": post.name, "unit": await ctx.unit_name(post.unit), "moved": data["moved"]}


async def _accept(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """Stays in this dialog instead of opening home, so that a second tap of the button still finds it."""
    ctx = context(manager)
    bound = await taking_post.accept(ctx, manager.dialog_data["digest"])
    if isinstance(bound, Declined):
        await offers.decline(manager, bound, TakePost.declined)
        return
    set_person(manager, await people.get(ctx.session, ctx.person.id))
    manager.dialog_data["moved"] = bound.before is not None
    await manager.switch_to(TakePost.bound)


def dialog() -> Dialog:
    return Dialog(
        Window(
            Say(
                "这是给{post}的邀请码。\n\n您将以这个身份使用「亲清」，任务和提醒都会发到这里。<b>确认是您本人吗？</b>"
            ),
            Say(
                "\n这个岗位正在另一个聊天里使用，也可能是您原来的手机。您确认以后，那边就不能再用，那边和营商办都会收到通知。",
                when="held",
            ),
            Say("\n不是发给您的，请点「不是我，取消」。"),
            Button(Label("是我，确认"), id=GIVES_RIGHTS, on_click=_accept),
            offers.not_me(sentence("好的，没有绑定，邀请码还没有用掉。")),
            listening(),
            state=TakePost.offered,
            getter=_offered_getter,
        ),
        offers.lapsed_window(TakePost.declined),
        Window(
            Say("绑定好了，{name}：{unit}。以后有新任务和提醒，都会发到这里。"),
            Say("\n这个岗位原来所在的聊天和营商办都收到了通知。", when="moved"),
            ways.home(),
            listening(),
            state=TakePost.bound,
            getter=_bound_getter,
        ),
        on_start=_open,
    )
