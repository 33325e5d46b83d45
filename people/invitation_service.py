"""One-time codes that bind a chat to a post of the directory. They expire in real time, in the demo too.

A code is checked first and used only after the person confirms: whoever merely opens its link binds nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from people import audit_service, code_service, code_store, codes, post_store, store
from people.codes import Declined, digest
from people.model import Person, Post, RightsChange
from texts.speech import say

INVITATION_LIFETIME = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class PostOffer:
    """An invitation that is valid now, by its digest, and the post that it gives."""

    digest: str
    post: Post


@dataclass(frozen=True, slots=True)
class Bound:
    """The post that the person holds now, and who held it before, if somebody else did."""

    post: Post
    before: int | None


async def invite(session: AsyncSession, post: int, now: datetime, by: int | None = None) -> str:
    """A new code for ``post``, in its written form; earlier codes for it become invalid."""
    code = codes.new_code()
    await post_store.lock_post(session, post)
    await code_store.cancel_invitations(session, post)
    await code_store.add_invitation(session, digest(code), post, now, now + INVITATION_LIFETIME)
    await audit_service.record(session, by, "invited", "post", post, now)
    return code


async def is_invitation(session: AsyncSession, code: str, now: datetime) -> bool:
    """Whether it is one that can be used."""
    return await code_store.invited_to(session, digest(code), now) is not None


async def check(session: AsyncSession, person: Person, code: str, now: datetime) -> PostOffer | Declined:
    """The post that ``code`` would give. The code is not used up. ``now`` is real time."""
    await code_service.require_tries_left(session, person, now)
    post = await code_store.invited_to(session, digest(code), now)
    if post is None:
        return await _decline(session, person, digest(code), now, codes.unknown())
    return PostOffer(digest(code), await post_store.post(session, post))


async def accept(
    session: AsyncSession, person: Person, looked_at: str, now: datetime, *, mark: str
) -> Bound | Declined:
    """Bind ``person`` to the post of the code with this digest, which may have been used since it was checked.
    ``mark``: the update in which the person confirmed it."""
    await code_service.require_tries_left(session, person, now)
    post = await code_store.use_invitation(session, looked_at, person.id, now)
    if post is None:
        return await _decline(session, person, looked_at, now, _no_longer())
    return await _bind(session, person, post, now, mark)


async def _bind(session: AsyncSession, person: Person, number: int, now: datetime, mark: str) -> Bound:
    post = await post_store.lock_post(session, number)
    before = post.person if post.person != person.id else None
    await post_store.bind_post(session, number, person.id)
    await audit_service.record(session, person.id, "bound", "post", number, now, before=post.person)
    await store.change_rights(session, [person.id], RightsChange.POST_GIVEN, mark)
    if before is not None:
        await store.change_rights(session, [before], RightsChange.POST_TAKEN, mark)
    if not person.name:
        await store.change(session, person.id, name=post.name)
    return Bound(await post_store.post(session, number), before)


async def _decline(session: AsyncSession, person: Person, looked_at: str, now: datetime, text: str) -> Declined:
    if await code_store.is_expired(session, looked_at, now):
        text = say("这个邀请码已过有效期（72 小时）。请联系营商办重新发一个。")
    return await code_service.decline(session, person, "invitation", now, text)


def _no_longer() -> str:
    """For somebody who has checked the code before, so knows that it was valid."""
    return say("这个邀请码刚刚失效了：已经在别处用掉，或者又发了新的。请联系营商办重新发一个。")
