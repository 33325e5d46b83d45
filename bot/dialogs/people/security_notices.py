"""Security notices: telling a person's chats, and the office, who may use what from now on."""

from collections.abc import Callable, Sequence

from bot.dialogs.channel_links import channel_in_words
from bot.dialogs.context import Context
from chats import store as chats
from outbox.model import Buttons
from outbox.notify import notify
from people import post_store
from people.model import Role, ToPerson, ToPost
from texts.speech import Markup
from workdays.words import moment_in_words


async def tell_chats(
    ctx: Context,
    key: str,
    person: int,
    told: Sequence[int],
    text: Callable[[], str],
    buttons: Callable[[], Buttons] = tuple,
) -> None:
    """Notify only these chats of the person. The key includes the time, as it may happen to a chat again."""
    for chat in told:
        once = f"{key}:{chat}:{ctx.real_now.isoformat()}"
        await notify(ctx.session, None, once, [ToPerson(person, chat)], text, now=ctx.now, buttons=buttons)


async def tell_office(ctx: Context, key: str, about: int, text: Callable[[], str]) -> None:
    """Notify all posts of the office except the one that the notice is ``about``."""
    told = [ToPost(post.id) for post in await post_store.posts(ctx.session, Role.OFFICE) if post.id != about]
    await notify(ctx.session, None, f"{key}:{about}:{ctx.real_now.isoformat()}", told, text, now=ctx.now)


def when_and_whom_to_ask(ctx: Context) -> dict[str, str]:
    office = ctx.services.office
    return {"when": moment_in_words(ctx.now), "office": office.name, "phone": office.phone}


async def channel_of(ctx: Context, chat: int) -> str:
    """The chat's channel, not yet in words: each reader has a language."""
    return (await chats.channels(ctx.session, [chat]))[chat]


def in_words(channel: str) -> Markup:
    return Markup(channel_in_words(channel))
