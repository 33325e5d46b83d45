"""Several chats of one person: calls ``account_service``, supplying what it cannot know and notifying other chats."""

from functools import partial
from hashlib import sha256

from appeals import store as appeals
from bot.dialogs.context import Context
from bot.dialogs.people import buttons
from bot.dialogs.people.security_notices import channel_of, in_words, tell_chats, when_and_whom_to_ask
from chats import store as chats
from chats.model import Lane
from directory import enterprise_service
from outbox.notify import notify
from people import account_service
from people import store as people_store
from people.account_service import LinkOffer
from people.codes import Declined
from people.model import Person, ToPerson
from people.words import masked_name
from texts.lines import joined
from texts.speech import say
from workdays.words import moment_in_words


async def make_link_code(ctx: Context) -> str:
    return await account_service.make_link_code(ctx.session, ctx.person, ctx.chat, ctx.real_now)


async def check_link_code(ctx: Context, code: str) -> LinkOffer | Declined:
    """The person whose chat this would become by ``code``; changes nothing yet."""
    return await account_service.check_link_code(
        ctx.session, ctx.person, code, ctx.real_now, has_own=await has_own(ctx, ctx.person.id)
    )


async def ask_to_link(ctx: Context, looked_at: str) -> Declined | None:
    """Asks the chat in which the code with that digest was made whether to link this chat; at most once a minute."""
    own = await has_own(ctx, ctx.person.id)
    asked = await account_service.ask_to_link(
        ctx.session, ctx.person, ctx.chat, looked_at, ctx.real_now, mark=ctx.mark, has_own=own
    )
    if isinstance(asked, Declined):
        return asked
    channel, key = await channel_of(ctx, ctx.chat), f"account-asked:{ctx.chat}:{looked_at[:16]}"
    to = [ToPerson(asked.maker, asked.made_in)]
    await notify(
        ctx.session,
        None,
        f"{key}:{ctx.real_now:%H%M}",
        to,
        lambda: _asked_text(ctx, channel, check_number(looked_at, ctx.chat)),
        now=ctx.now,
        lane=Lane.ANSWER,
        buttons=lambda: buttons.asked(ctx.chat),
    )
    return None


async def stop_asking(ctx: Context) -> None:
    await account_service.stop_asking(ctx.session, ctx.chat)


async def link(ctx: Context, chat: int) -> None:
    """Links ``chat``, which asked, to this person; notifies it and the person's other chats."""
    linked = await account_service.link(ctx.session, ctx.person, chat, ctx.real_now, has_own=partial(has_own, ctx))
    channel = await channel_of(ctx, chat)
    others = [one for one in linked.others if one != ctx.chat]
    await tell_chats(ctx, "account-bound", ctx.person.id, others, lambda: _linked_text(ctx, channel))
    await tell_chats(
        ctx, "account-welcome", ctx.person.id, [chat], lambda: _welcome_text(ctx), lambda: buttons.linked(chat)
    )


async def refuse(ctx: Context, chat: int) -> None:
    await account_service.refuse_link(ctx.session, ctx.person, chat, ctx.real_now)
    asking = await people_store.of_chat(ctx.session, chat)
    if asking is not None:
        await tell_chats(ctx, "account-refused", asking.id, [chat], _refused_text)


async def unlink(ctx: Context, chat: int) -> Person:
    """Unlink ``chat`` and drop its dialogs; that chat and the person's others are notified."""
    fresh = await account_service.unlink(ctx.session, ctx.person, chat, ctx.real_now, mark=ctx.mark)
    channel = await channel_of(ctx, chat)
    others = [one for one in await people_store.chats_of(ctx.session, ctx.person.id) if one != ctx.chat]
    await tell_chats(ctx, "account-let-go", ctx.person.id, others, lambda: _unlinked_text(ctx, channel))
    if chat != ctx.chat:
        begun = await chats.dialog_states(ctx.session, chat)
        await chats.drop_dialog_states(ctx.session, chat, list(begun))
        await tell_chats(ctx, "account-let-go", fresh.id, [chat], _let_go_text)
    return fresh


async def has_own(ctx: Context, person: int) -> bool:
    """Whether the person has what would be left without a chat."""
    return bool(await appeals.filed_by(ctx.session, person, 1)) or bool(
        await enterprise_service.represented(ctx.session, person)
    )


def check_number(looked_at: str, chat: int) -> int:
    """Two digits that both chats show, so that the first one can tell who asks."""
    return 10 + int(sha256(f"{looked_at}:{chat}".encode()).hexdigest(), 16) % 90


def _asked_text(ctx: Context, channel: str, check: int) -> str:
    return say(
        "{when}，有一个新的聊天（{channel}）用您的绑定码申请接上，核对数字 <b>{check}</b>。"
        "接上以后，那边能看到和办理您的事。\n"
        "<b>是您自己吗？</b>数字和那边的不一样，就点「不是我」，那边什么也看不到。",
        when=moment_in_words(ctx.now),
        channel=in_words(channel),
        check=check,
    )


def _welcome_text(ctx: Context) -> str:
    name = masked_name(ctx.person.name)
    return joined(
        say("接上了，{name}。", name=name) if name else say("接上了。"),
        say("这里和您原来的聊天现在是同一个身份，在哪边都能接着办。提醒和进展发到您最近用过的聊天，发送 /me 可以改。"),
    )


def _refused_text() -> str:
    return say("您原来那边没有同意，这里还是您自己的。需要的话，请在那边重新取一个码。")


def _linked_text(ctx: Context, channel: str) -> str:
    return say(
        "<b>安全提醒</b>\n{when}，您的身份绑定了一个新的聊天（{channel}），那边今后也能看到和办理您的事。\n"
        "如果不是您本人绑定的，请马上发送 /me，点「消息发到哪里」，再点「解除一个聊天」。"
        "有疑问请打{office}电话 {phone}。",
        **_about(ctx, channel),
    )


def _unlinked_text(ctx: Context, channel: str) -> str:
    return say(
        "<b>安全提醒</b>\n{when}，您的一个聊天（{channel}）已解除绑定，那边不再看到您的事，也不再收到您的消息。\n"
        "如果不是您本人解除的，请打{office}电话 {phone}。",
        **_about(ctx, channel),
    )


def _let_go_text() -> str:
    return say("这个聊天已与原来的身份解除。需要时可以重新开始，发送 /start 就行。")


def _about(ctx: Context, channel: str) -> dict[str, str]:
    return {"channel": in_words(channel), **when_and_whom_to_ask(ctx)}
