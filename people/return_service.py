"""Coming back without the first device: the code of a receipt and the last four digits of the telephone open it.

Whoever found a receipt has the code but not the digits: five wrong tries, and the person's codes rest for a day. Using
one replaces them all. Whoever holds a post has none, as a post is given by an invitation only.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from people import audit_service, code_service, codes, return_store, store
from people.codes import Declined, digest
from people.contact_details import last_digits
from people.model import Person, RightsChange
from texts.refused import Refused
from texts.speech import say

MAX_WRONG_DIGITS = 5
PAUSE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReturnOffer:
    """A code by its digest, which with the right digits makes a chat one of ``owner``'s."""

    digest: str
    owner: Person


@dataclass(frozen=True, slots=True)
class Returned:
    """The chat now belongs to ``person``; ``others`` already did. ``code`` replaces the one that was used."""

    person: int
    others: tuple[int, ...]
    code: str


async def make_code(session: AsyncSession, person: Person, now: datetime) -> str:
    """One more code in its written form; "" for those who hold a post or have given no telephone."""
    if person.posts or not last_digits(person.phone):
        return ""
    code = codes.new_code()
    await return_store.add(session, digest(code), person.id, now)
    return code


async def is_return_code(session: AsyncSession, code: str) -> bool:
    return await return_store.person_of(session, digest(code)) is not None


async def check(
    session: AsyncSession, person: Person, code: str, now: datetime, *, has_own: bool
) -> ReturnOffer | Declined:
    """Whose chat the chat of ``person`` would become. ``has_own``: the person has appeals or enterprises."""
    await code_service.require_tries_left(session, person, now)
    return await _good(session, person, digest(code), now, has_own=has_own)


async def try_digits(session: AsyncSession, person: Person, offer: ReturnOffer, digits: str, now: datetime) -> bool:
    """Whether these are the last digits of the owner's telephone; a wrong try counts for the owner."""
    await store.lock_person(session, offer.owner.id)
    await _require_no_pause(session, offer.owner.id, now)
    if digits in last_digits(offer.owner.phone):
        return True
    await audit_service.record(session, person.id, "return_declined", "person", offer.owner.id, now)
    return False


async def take(
    session: AsyncSession, person: Person, chat: int, code_digest: str, now: datetime, *, mark: str, has_own: bool
) -> Returned | Declined:
    """``chat``, so far ``person``'s, becomes one of the owner's, whose digits ``person`` has given.

    ``mark``: the update in which the person confirmed it."""
    offer = await _good(session, person, code_digest, now, has_own=has_own)
    if isinstance(offer, Declined):
        return offer
    owner = offer.owner
    await store.lock_person(session, owner.id)
    if await return_store.person_of(session, code_digest) is None:
        return Declined(codes.unknown())
    others = tuple(await store.chats_of(session, owner.id))
    await store.move_account(session, chat, owner.id, RightsChange.LINKED, mark)
    await store.change(session, owner.id, notifications_to=None)  # the chosen chat may be on the lost device
    await store.forget_if_gone(session, person.id)
    await return_store.drop_all(session, owner.id)
    await audit_service.record(session, owner.id, "returned", "chat", chat, now, before=person.id)
    return Returned(owner.id, others, await make_code(session, owner, now))


async def _good(
    session: AsyncSession, person: Person, code_digest: str, now: datetime, *, has_own: bool
) -> ReturnOffer | Declined:
    """The code with this digest, if ``person`` may use it now."""
    owner = await return_store.person_of(session, code_digest)
    if owner is None:
        return await code_service.decline(session, person, "return_code", now, codes.unknown())
    if owner == person.id:
        return Declined(say("这里本来就是您自己的聊天，诉求都在「我的诉求」里。"))
    found = await store.get(session, owner)
    if found.posts or not last_digits(found.phone):
        return Declined(codes.unknown())
    if has_own or person.posts:
        return Declined(say("这个聊天已经有自己的诉求、企业或职务，没法合并。需要合并的话，请联系营商办。"))
    await _require_no_pause(session, owner, now)
    return ReturnOffer(code_digest, found)


async def _require_no_pause(session: AsyncSession, owner: int, now: datetime) -> None:
    if await store.count_audit_about(session, "return_declined", "person", owner, now - PAUSE) >= MAX_WRONG_DIGITS:
        raise Refused(say("后四位输错的次数太多，为了安全，回执码要过 24 小时才能再用。着急的话，请联系营商办。"))
