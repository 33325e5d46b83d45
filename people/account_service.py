"""The chats of a person: a one-time code links another one, each can be unlinked, one receives notifications.

A code is checked first; the new chat asks to be linked, and the chat that made the code agrees. Both confirm that they
are one person's: otherwise somebody tricked into opening a stranger's code would file appeals as that stranger, and
whoever reads a code over a shoulder would see its maker's. Codes expire in real time, in the demo too.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from people import audit_service, code_service, code_store, codes, return_store, store
from people.code_store import LinkCodeRow
from people.codes import Declined, digest
from people.model import Account, Person, RightsChange
from texts.refused import Refused
from texts.speech import say

LINK_CODE_MINUTES = 10
LINK_CODE_LIFETIME = timedelta(minutes=LINK_CODE_MINUTES)


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """A code that is valid now, by its digest; it can make a chat one of ``maker``'s."""

    digest: str
    maker: Person


@dataclass(frozen=True, slots=True)
class Linked:
    """The chat now belongs to ``person``; ``others`` already did."""

    person: int
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LinkRequest:
    """A chat wants to become one of ``maker``'s, which ``made_in`` is asked about; None: all chats of the maker."""

    maker: int
    made_in: int | None


async def make_link_code(session: AsyncSession, person: Person, chat: int, now: datetime) -> str:
    """A code, in its written form, that links one more chat to the person; earlier codes become invalid. It is made in
    ``chat``, which will be asked whether to link."""
    code = codes.new_code()
    await store.lock_person(session, person.id)
    await code_store.put_link_code(session, digest(code), person.id, chat, now + LINK_CODE_LIFETIME)
    await audit_service.record(session, person.id, "account_code_made", "person", person.id, now)
    return code


async def is_link_code(session: AsyncSession, code: str) -> bool:
    """Whether it is, or recently was, a link code; any other code may be an invitation."""
    return await code_store.link_code(session, digest(code)) is not None


async def check_link_code(
    session: AsyncSession, person: Person, code: str, now: datetime, *, has_own: bool
) -> LinkOffer | Declined:
    """Whose chat the chat of ``person`` would become. The code is not used up.

    ``has_own``: the person has appeals or enterprises, which would be left without a chat.
    """
    found = await _good(session, person, digest(code), now, codes.unknown(), has_own=has_own)
    if isinstance(found, Declined):
        return found
    return LinkOffer(found.digest, await store.get(session, found.person))


async def ask_to_link(
    session: AsyncSession, person: Person, chat: int, looked_at: str, now: datetime, *, mark: str, has_own: bool
) -> LinkRequest | Declined:
    """``chat``, so far ``person``'s, asks the maker of the code with this digest. Time has passed since it was checked,
    so everything is checked again. ``mark``: the update in which the person asks."""
    found = await _good(session, person, looked_at, now, _no_longer(), has_own=has_own)
    if isinstance(found, Declined):
        return found
    await store.lock_person(session, found.person)
    if not await code_store.ask_to_link(session, found.digest, chat, mark, now + LINK_CODE_LIFETIME):
        return await code_service.decline(session, person, "account_code", now, _asked_elsewhere())
    return LinkRequest(found.person, found.made_in)


async def stop_asking(session: AsyncSession, chat: int) -> None:
    """``chat`` no longer wants to be linked."""
    await code_store.stop_asking(session, chat)


async def link(
    session: AsyncSession, maker: Person, chat: int, now: datetime, *, has_own: Callable[[int], Awaitable[bool]]
) -> Linked:
    """The maker of a code agrees that ``chat``, which asked with it, becomes one of theirs. ``has_own``: whether the
    person of that number has appeals or enterprises; the chat may have got some since it asked."""
    await store.lock_person(session, maker.id)
    asked, person = await code_store.code_asked_with(session, maker.id, chat), await store.of_chat(session, chat)
    if asked is None or person is None or asked.used_at is not None:
        raise Refused(_no_request())
    if asked.expires_at <= now:
        raise Refused(_too_late())
    if person.posts or await has_own(person.id):
        raise Refused(say("那个聊天已经有自己的诉求、企业或职务，没法合并。需要合并的话，请联系营商办。"))
    await code_store.use_link_code(session, asked.digest, now)
    return await _move(session, person, chat, maker.id, asked.asked_mark, now)


async def refuse_link(session: AsyncSession, maker: Person, chat: int, now: datetime) -> None:
    """It was not the maker who asked: the code becomes unknown."""
    await store.lock_person(session, maker.id)
    asked = await code_store.code_asked_with(session, maker.id, chat)
    if asked is None or asked.used_at is not None:
        raise Refused(_no_request())
    await code_store.drop_link_codes(session, maker.id)
    await audit_service.record(session, maker.id, "account_code_refused", "chat", chat, now)


async def choose_chat(session: AsyncSession, person: Person, chat: int | None) -> None:
    """Send notifications to ``chat`` from now on; None: to the one used last."""
    if chat is not None:
        await _require_own(session, person, chat)
    await store.change(session, person.id, notifications_to=chat)


async def unlink(session: AsyncSession, person: Person, chat: int, now: datetime, *, mark: str) -> Person:
    """``chat`` no longer belongs to the person; its next user is somebody new. Returns that new person."""
    await store.lock_person(session, person.id)
    if len(await _require_own(session, person, chat)) == 1:
        raise Refused(say("这是您唯一的聊天，解除了就找不回您的诉求了，所以不能解除。"))
    fresh = await store.move_account_to_nobody(session, chat, person.language, now, RightsChange.UNLINKED, mark)
    await return_store.drop_all(session, person.id)  # whoever was shut out may know them
    await audit_service.record(session, person.id, "account_let_go", "chat", chat, now, after=fresh.id)
    return fresh


async def _good(
    session: AsyncSession, person: Person, looked_for: str, now: datetime, unknown: str, *, has_own: bool
) -> LinkCodeRow | Declined:
    """The code with this digest, if it is valid for ``person`` now."""
    await code_service.require_tries_left(session, person, now)
    known = await code_store.link_code(session, looked_for)
    if known is not None and known.person == person.id:
        return _is_own_already(used=known.used_at is not None)
    if known is None or known.used_at is not None:
        return await code_service.decline(session, person, "account_code", now, unknown)
    if known.expires_at <= now:
        return await code_service.decline(session, person, "account_code", now, _too_late())
    if has_own or person.posts:
        return Declined(
            say("这个聊天已经有自己的诉求、企业或职务，没法合并，绑定码也还没有用掉。需要合并的话，请联系营商办。")
        )
    return known


async def _move(session: AsyncSession, before: Person, chat: int, person: int, mark: str, now: datetime) -> Linked:
    others = tuple(await store.chats_of(session, person))
    await store.move_account(session, chat, person, RightsChange.LINKED, mark)
    await store.forget_if_gone(session, before.id)
    await audit_service.record(session, person, "account_joined", "chat", chat, now, before=before.id)
    return Linked(person, others)


def _no_request() -> str:
    return say("这次请求已经处理过，或者已经失效。需要的话，请在那边用新的码再试。")


def _asked_elsewhere() -> str:
    return say("这个绑定码正在另一个聊天里等着同意。如果那不是您，请在原来的聊天里点「不是我」，再取一个新的码。")


def _too_late() -> str:
    return say("这个绑定码已过有效期（{minutes} 分钟）。请在原来的聊天里重新取一个。", minutes=LINK_CODE_MINUTES)


def _no_longer() -> str:
    """For somebody who has checked the code before, so knows that it was valid."""
    return say("这个绑定码刚刚失效了：已经在别处用掉，或者又取了新的。请在原来的聊天里重新取一个。")


def _is_own_already(*, used: bool) -> Declined:
    if used:
        return Declined(say("这里已经绑定好了，直接用就行。"))
    return Declined(say("这里本来就是您自己的聊天，不用绑定。请到另一个聊天里输入这个码。"))


async def _require_own(session: AsyncSession, person: Person, chat: int) -> list[Account]:
    own = await store.accounts(session, person.id)
    if chat not in {one.chat for one in own}:
        raise Refused(say("这个聊天已经不在您名下了。"))
    return own
