"""A post given by an invitation: calls ``invitation_service``, and notifies everybody whom it concerns."""

from collections.abc import Sequence

from bot.dialogs.context import Context
from bot.dialogs.people.security_notices import channel_of, in_words, tell_chats, tell_office, when_and_whom_to_ask
from people import invitation_service, post_store
from people import store as people
from people.codes import Declined
from people.invitation_service import Bound, PostOffer
from people.model import Post
from people.words import needs_invitation, post_in_words
from texts.lines import joined
from texts.speech import say


async def check(ctx: Context, code: str) -> PostOffer | Declined:
    """The post that the code would give; changes nothing yet."""
    return await invitation_service.check(ctx.session, ctx.person, code, ctx.real_now)


async def accept(ctx: Context, looked_at: str) -> Bound | Declined:
    """Give the person the post of the code with that digest; notifies their other chats, and if somebody else held it
    until now, that person and the office."""
    bound = await invitation_service.accept(ctx.session, ctx.person, looked_at, ctx.real_now, mark=ctx.mark)
    if isinstance(bound, Declined):
        return bound
    post, channel = await in_full(ctx, bound.post), await channel_of(ctx, ctx.chat)
    others = [one for one in await people.chats_of(ctx.session, ctx.person.id) if one != ctx.chat]
    await tell_chats(ctx, "post-given", ctx.person.id, others, lambda: _given_text(ctx, post, channel))
    if bound.before is not None:
        former = await people.chats_of(ctx.session, bound.before)
        await tell_chats(ctx, "post-taken", bound.before, former, lambda: _taken_text(ctx, post))
        held = await post_store.held_by(ctx.session, [bound.before])
        kept = [await in_full(ctx, one) for one in held[bound.before]]
        await tell_office(ctx, "post-moved", bound.post.id, lambda: _moved_text(ctx, post, kept))
    return bound


async def in_full(ctx: Context, post: Post) -> tuple[Post, str]:
    """The post with its unit's name, for ``post_in_words``."""
    return post, await ctx.unit_name(post.unit)


def _given_text(ctx: Context, post: tuple[Post, str], channel: str) -> str:
    return say(
        "<b>安全提醒</b>\n{when}，您在另一个聊天（{channel}）绑定了{post}。\n"
        "如果不是您本人绑定的，请马上打{office}电话 {phone}。",
        post=post_in_words(*post),
        channel=in_words(channel),
        **when_and_whom_to_ask(ctx),
    )


def _taken_text(ctx: Context, post: tuple[Post, str]) -> str:
    return say(
        "<b>安全提醒</b>\n{when}，{post}已凭新的邀请码转到别的聊天，您这边不再看到和办理它的事。\n"
        "如果不是您本人办的，请马上打{office}电话 {phone}。",
        post=post_in_words(*post),
        **when_and_whom_to_ask(ctx),
    )


def _moved_text(ctx: Context, post: tuple[Post, str], kept: Sequence[tuple[Post, str]]) -> str:
    moved = say(
        "<b>安全提醒</b>\n{when}，{post}已凭新的邀请码转到新的聊天，原来那边不能再办。\n"
        "如果不是安排好的，请尽快核实，再发一个新的邀请码。",
        post=post_in_words(*post),
        **when_and_whom_to_ask(ctx),
    )
    return joined(moved, needs_invitation(kept))
