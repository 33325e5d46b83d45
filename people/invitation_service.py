"""One-time codes that bind a chat to a post of the directory. They expire in real time, in the demo too."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from people import audit_service, code_service, code_store, codes, post_store, store
from people.codes import Declined, digest
from people.model import Person, Post
from texts.speech import say

INVITATION_LIFETIME = timedelta(hours=72)


async def invite(session: AsyncSession, post: int, now: datetime, by: int | None = None) -> str:
    """A new code for ``post``, in its written form; earlier codes for it become invalid."""
    code = codes.new_code()
    await post_store.lock_post(session, post)
    await code_store.cancel_invitations(session, post)
    await code_store.add_invitation(session, digest(code), post, now, now + INVITATION_LIFETIME)
    await audit_service.record(session, by, "invited", "post", post, now)
    return code


async def redeem(session: AsyncSession, person: Person, code: str, now: datetime) -> Post | Declined:
    """Bind ``person`` to the post of ``code``. ``now`` is real time."""
    await code_service.require_tries_left(session, person, now)
    post = await code_store.use_invitation(session, digest(code), person.id, now)
    if post is None:
        return await _decline(session, person, code, now)
    return await _bind(session, person, post, now)


async def _bind(session: AsyncSession, person: Person, number: int, now: datetime) -> Post:
    before = await post_store.lock_post(session, number)
    await post_store.bind_post(session, number, person.id)
    await audit_service.record(session, person.id, "bound", "post", number, now, before=before.person)
    if not person.name:
        await store.change(session, person.id, name=before.name)
    return await post_store.post(session, number)


async def _decline(session: AsyncSession, person: Person, code: str, now: datetime) -> Declined:
    expired = await code_store.is_expired(session, digest(code), now)
    text = say("这个邀请码已过有效期（72 小时）。请联系营商办重新发一个。") if expired else codes.unknown()
    return await code_service.decline(session, person, "invitation", now, text)
