"""Several chats of one person: calls ``account_service``, supplying what it cannot know and notifying other chats."""

from appeals import store as appeals
from bot.dialogs.context import Context
from bot.dialogs.people.security_notices import channel_of, in_words, tell_chats, when_and_whom_to_ask
from chats import store as chats
from directory import enterprise_service
from people import account_service
from people import service as people
from people import store as people_store
from people.account_service import LinkOffer
from people.codes import Declined
from people.model import Person
from texts.speech import say


async def make_link_code(ctx: Context) -> str:
    return await account_service.make_link_code(ctx.session, ctx.person, ctx.real_now)


async def check_link_code(ctx: Context, code: str) -> LinkOffer | Declined:
    """The person whose chat this would become by ``code``; changes nothing yet."""
    return await account_service.check_link_code(
        ctx.session, ctx.person, code, ctx.real_now, has_own=await _has_own(ctx)
    )


async def link(ctx: Context, looked_at: str) -> Person | Declined:
    """Link this chat to the maker of the code with that digest; returns that person and notifies their other chats."""
    has_own = await _has_own(ctx)
    linked = await account_service.link(
        ctx.session, ctx.person, ctx.chat, looked_at, ctx.real_now, mark=ctx.mark, has_own=has_own
    )
    if isinstance(linked, Declined):
        return linked
    person = await people.welcome(ctx.session, ctx.chat, ctx.person.language, ctx.now)
    channel = await channel_of(ctx, ctx.chat)
    await tell_chats(ctx, "account-bound", person.id, linked.others, lambda: _linked_text(ctx, channel))
    return person


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


async def _has_own(ctx: Context) -> bool:
    return bool(await appeals.filed_by(ctx.session, ctx.person.id, 1)) or bool(
        await enterprise_service.represented(ctx.session, ctx.person.id)
    )


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
