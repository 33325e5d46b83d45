"""A post given by an invitation: calls ``invitation_service``, and notifies everybody whom it concerns."""

from bot.dialogs.context import Context
from bot.dialogs.people.security_notices import channel_of, in_words, tell_chats, tell_office, when_and_whom_to_ask
from people import invitation_service
from people import store as people
from people.codes import Declined
from people.invitation_service import Bound, PostOffer
from people.model import Post
from people.words import ROLE_NAMES
from texts.speech import Markup, say, translated


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
        await tell_office(ctx, "post-moved", bound.post.id, lambda: _moved_text(ctx, post))
    return bound


async def in_full(ctx: Context, post: Post) -> tuple[str, str, str]:
    """The post's name, unit and role, for ``post_in_words``; without a unit it is the office's own."""
    return post.name, await ctx.unit_name(post.unit), ROLE_NAMES[post.role]


def post_in_words(post: tuple[str, str, str]) -> Markup:
    """For example "张示例（区税务局 · 具办专员）", in the reader's language."""
    name, unit, role = post
    place = " · ".join(part for part in (unit, translated(role)) if part)
    return Markup(say("{name}（{place}）", name=name, place=place))


def _given_text(ctx: Context, post: tuple[str, str, str], channel: str) -> str:
    return say(
        "<b>安全提醒</b>\n{when}，您在另一个聊天（{channel}）绑定了{post}。\n"
        "如果不是您本人绑定的，请马上打{office}电话 {phone}。",
        post=post_in_words(post),
        channel=in_words(channel),
        **when_and_whom_to_ask(ctx),
    )


def _taken_text(ctx: Context, post: tuple[str, str, str]) -> str:
    return say(
        "<b>安全提醒</b>\n{when}，{post}已凭新的邀请码转到别的聊天，您这边不再看到和办理它的事。\n"
        "如果不是您本人办的，请马上打{office}电话 {phone}。",
        post=post_in_words(post),
        **when_and_whom_to_ask(ctx),
    )


def _moved_text(ctx: Context, post: tuple[str, str, str]) -> str:
    return say(
        "<b>安全提醒</b>\n{when}，{post}已凭新的邀请码转到新的聊天，原来那边不能再办。\n"
        "如果不是安排好的，请尽快核实，再发一个新的邀请码。",
        post=post_in_words(post),
        **when_and_whom_to_ask(ctx),
    )
