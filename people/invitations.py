"""One-time codes by which a chat is bound to a post of the directory. They expire by real time, in the demo too."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from people import audit, store
from people.model import Person, Post
from texts.refused import Refused
from texts.speech import say

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U, which are misread or spell words
LENGTH = 8
LASTS = timedelta(hours=72)
WRONG_TRIES = 5
WRONG_WITHIN = timedelta(hours=1)

_READ_AS = str.maketrans("ILO", "110")


@dataclass(frozen=True, slots=True)
class Declined:
    """A code that binds nothing, and the sentence that says so."""

    text: str


async def invite(session: AsyncSession, post: int, now: datetime, by: int | None = None) -> str:
    """A new code for ``post``, as it is written down; codes made for it before bind no more."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    await store.lock_post(session, post)
    await store.cancel_invitations(session, post)
    await store.add_invitation(session, digest(code), post, now, now + LASTS)
    await audit.record(session, by, "invited", "post", post, now)
    return f"{code[:4]}-{code[4:]}"


async def redeem(session: AsyncSession, person: Person, code: str, now: datetime) -> Post | Declined:
    """Bind ``person`` to the post that ``code`` was made for. ``now`` is real time.

    A wrong code is answered with ``Declined`` instead of ``Refused``: a refusal would undo the transaction, and with
    it the record by which wrong tries are counted.
    """
    since = now - WRONG_WITHIN
    if await store.count_audit(session, person.id, "code_declined", since) >= WRONG_TRIES:
        raise Refused(say("邀请码试错的次数有点多，请一小时后再试，或请营商办重新发一个。"))
    post = await store.use_invitation(session, digest(code), person.id, now)
    if post is None:
        return await _decline(session, person, code, now)
    return await _bind(session, person, post, now)


def digest(code: str) -> str:
    """The stored form of a code however it was typed: small letters, spaces, dashes, O for 0, I or L for 1."""
    typed = unicodedata.normalize("NFKC", code).upper()
    plain = "".join(sign for sign in typed if sign.isascii() and sign.isalnum()).translate(_READ_AS)
    return sha256(plain.encode()).hexdigest()


async def _bind(session: AsyncSession, person: Person, number: int, now: datetime) -> Post:
    before = await store.lock_post(session, number)
    await store.bind_post(session, number, person.id)
    await audit.record(session, person.id, "bound", "post", number, now, before=before.person)
    if not person.name:
        await store.change(session, person.id, name=before.name)
    return await store.post(session, number)


async def _decline(session: AsyncSession, person: Person, code: str, now: datetime) -> Declined:
    await audit.record(session, person.id, "code_declined", "invitation", None, now)
    if await store.is_expired(session, digest(code), now):
        return Declined(say("这个邀请码已过有效期（72 小时）。请联系营商办重新发一个。"))
    # One text for codes that never were, were used or were replaced: it tells a guesser nothing.
    return Declined(say("这个邀请码无法使用。请核对是否输错；如已用过，请联系营商办重新发一个。"))
