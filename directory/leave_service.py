"""Leave as a specialist enters it in chat: from when to when, who substitutes, and its end."""

from sqlalchemy.ext.asyncio import AsyncSession

from directory import store
from people import post_store
from people import store as people
from people.model import SPECIALISTS, Leave, Person, Post
from people.name_key import name_key


async def colleagues(session: AsyncSession, person: Person) -> list[Post]:
    """The other specialists of the person's units, each of whom may substitute."""
    found = [one for unit in _units(person) for one in await post_store.posts(session, *SPECIALISTS, unit=unit)]
    own = {name_key(post.name) for post in person.posts}
    return [one for one in found if one.person != person.id and name_key(one.name) not in own]


async def take(session: AsyncSession, person: Person, leave: Leave, substitute: int | None) -> Person:
    """The person is on leave from all specialist posts; the substitute stands in at the unit they share."""
    instead = next((one for one in await colleagues(session, person) if one.id == substitute), None)
    await store.renew_version(session)
    await post_store.put_leave(session, [post.id for post in specialists_posts(person)], leave)
    for post in specialists_posts(person):
        shared = instead is not None and instead.unit == post.unit
        await post_store.put_substitute(session, [post.id], instead.name if instead and shared else "")
    return await people.get(session, person.id)


async def end(session: AsyncSession, person: Person) -> Person:
    """The person is back; the substitute stays on record for the next leave."""
    await store.renew_version(session)
    await post_store.put_leave(session, [post.id for post in specialists_posts(person)], None)
    return await people.get(session, person.id)


def specialists_posts(person: Person) -> list[Post]:
    return [post for post in person.posts if post.role in SPECIALISTS]


def _units(person: Person) -> list[int]:
    return list(dict.fromkeys(post.unit for post in specialists_posts(person) if post.unit is not None))
