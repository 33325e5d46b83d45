"""Who receives a message: the handler, the chiefs of the lead unit, the office, the discipline commission."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from people import post_store
from people.access import Operation, Protected, is_accused, may
from people.audience import Audience
from people.model import SPECIALISTS, Person, Post, Recipient, Role, ToPost
from people.stand_ins import stand_ins, substitute


@dataclass(frozen=True, slots=True)
class Matter:
    """What a message is about. Only those who are permitted to ``sees`` it receive it: the access rules apply to
    messages, too."""

    subject: Protected
    sees: Operation
    handler: Post | None  # the post of ``subject.handler``
    day: date  # today, in district time

    def absent(self, told: Sequence[Recipient]) -> Post | None:
        """The handler, if ``told`` receive the message in the handler's place."""
        return None if self.handler is None or ToPost(self.handler.id) in told else self.handler


async def recipients(session: AsyncSession, audience: Audience, matter: Matter) -> list[Recipient]:
    match audience:
        case Audience.HANDLER:
            return await _handler(session, matter)
        case Audience.CHIEF:
            return await _chiefs(session, matter)
        case Audience.OFFICE:
            return await _office(session, matter)
        case Audience.DISCIPLINE:
            return await _discipline(session, matter)


async def _handler(session: AsyncSession, matter: Matter) -> list[Recipient]:
    """The handling specialist; while away, the stand-in who may know about it. Both see it in their list of tasks."""
    post = matter.handler
    if post is None or not post.is_away(matter.day):
        return await _permitted(session, matter, [post] if post else [])
    team = await post_store.posts(session, *SPECIALISTS, unit=post.unit)
    for group in stand_ins(post, team, matter.day):
        if known := await _permitted(session, matter, group):
            return known
    return []


async def _chiefs(session: AsyncSession, matter: Matter) -> list[Recipient]:
    """The lead unit's chiefs except the one who handles it; the substitute, if any, of a chief who is away."""
    if matter.subject.unit is None:
        return []
    team = await post_store.posts(session, *SPECIALISTS, unit=matter.subject.unit)
    told = [
        (substitute(post, team, matter.day) or post) if post.is_away(matter.day) else post
        for post in team
        if post.role is Role.CHIEF and (matter.handler is None or post.id != matter.handler.id)
    ]
    return list(dict.fromkeys(await _permitted(session, matter, told)))


async def _office(session: AsyncSession, matter: Matter) -> list[Recipient]:
    """The people of the office; if the office itself is complained about, those of the commission."""
    return await _permitted(session, matter, await post_store.posts(session, Role.OFFICE)) or await _discipline(
        session, matter
    )


async def _discipline(session: AsyncSession, matter: Matter) -> list[Recipient]:
    return await _permitted(session, matter, await post_store.posts(session, Role.DISCIPLINE))


async def _permitted(session: AsyncSession, matter: Matter, posts: Sequence[Post]) -> list[Recipient]:
    """The posts whose holder may know about it. Whoever also holds a post in an accused unit may not."""
    persons = [one.person for one in posts if one.person is not None] if matter.subject.accused else []
    held = await post_store.held_by(session, persons)
    return [ToPost(one.id) for one in posts if _may_know(matter, one, held.get(one.person or 0, ()))]


def _may_know(matter: Matter, post: Post, held: Sequence[Post]) -> bool:
    """By this post, and despite all posts of its holder."""
    by_post = may(Person(0, posts=(post,)), matter.sees, matter.subject)
    return by_post and not is_accused(Person(0, posts=tuple(held)), matter.subject)
