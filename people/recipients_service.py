"""Who is told of something: its handler, the chiefs of the lead unit, the office, the discipline commission."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from people import post_store
from people.access import Operation, Protected, may
from people.audience import Audience
from people.model import SPECIALISTS, Person, Post, Recipient, Role, ToPost
from people.stand_ins import stand_ins, substitute


@dataclass(frozen=True, slots=True)
class Matter:
    """What people are told of. Only those are told who are permitted to ``sees`` it: the access rules come before
    every message, too."""

    subject: Protected
    sees: Operation
    handler: Post | None  # the post of ``subject.handler``
    day: date  # today, in the district

    def may_know(self, posts: Sequence[Post]) -> list[Recipient]:
        return [ToPost(one.id) for one in posts if may(Person(0, posts=(one,)), self.sees, self.subject)]

    def absent(self, told: Sequence[Recipient]) -> Post | None:
        """The handler, where ``told`` are told in the handler's place."""
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
    """The handling specialist; while away, whoever stands in and may know of it. The list of tasks shows it to both."""
    post = matter.handler
    if post is None or not post.is_away(matter.day):
        return matter.may_know([post] if post else [])
    team = await post_store.posts(session, *SPECIALISTS, unit=post.unit)
    known = (matter.may_know(group) for group in stand_ins(post, team, matter.day))
    return next((group for group in known if group), [])


async def _chiefs(session: AsyncSession, matter: Matter) -> list[Recipient]:
    """The lead unit's chiefs beside the one who handles it; for one who is away the substitute, if there is one."""
    if matter.subject.unit is None:
        return []
    team = await post_store.posts(session, *SPECIALISTS, unit=matter.subject.unit)
    told = [
        (substitute(post, team, matter.day) or post) if post.is_away(matter.day) else post
        for post in team
        if post.role is Role.CHIEF and (matter.handler is None or post.id != matter.handler.id)
    ]
    return list(dict.fromkeys(matter.may_know(told)))


async def _office(session: AsyncSession, matter: Matter) -> list[Recipient]:
    """The office's people; where the office itself is complained about, the commission's instead."""
    return matter.may_know(await post_store.posts(session, Role.OFFICE)) or await _discipline(session, matter)


async def _discipline(session: AsyncSession, matter: Matter) -> list[Recipient]:
    return matter.may_know(await post_store.posts(session, Role.DISCIPLINE))
