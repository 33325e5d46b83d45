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
class MessageTopic:
    """What a message is about. Only those who are permitted to ``sees`` it receive it: the access rules apply to
    messages, too."""

    subject: Protected
    required: Operation
    handler: Post | None  # the post of ``subject.handler``
    day: date  # today, in district time

    def absent(self, told: Sequence[Recipient]) -> Post | None:
        """The handler, if ``told`` receive the message in the handler's place."""
        return None if self.handler is None or ToPost(self.handler.id) in told else self.handler


async def recipients(session: AsyncSession, audience: Audience, topic: MessageTopic) -> list[Recipient]:
    match audience:
        case Audience.HANDLER:
            return await _handler(session, topic)
        case Audience.CHIEF:
            return await _chiefs(session, topic)
        case Audience.OFFICE:
            return await _office(session, topic)
        case Audience.DISCIPLINE:
            return await _discipline(session, topic)


async def _handler(session: AsyncSession, topic: MessageTopic) -> list[Recipient]:
    """The handling specialist; while away, the stand-in who may know about it. Both see it in their list of tasks."""
    post = topic.handler
    if post is None or not post.is_away(topic.day):
        return await _permitted(session, topic, [post] if post else [])
    team = await post_store.posts(session, *SPECIALISTS, unit=post.unit)
    for group in stand_ins(post, team, topic.day):
        if known := await _permitted(session, topic, group):
            return known
    return []


async def _chiefs(session: AsyncSession, topic: MessageTopic) -> list[Recipient]:
    """The lead unit's chiefs except the one who handles it; the substitute, if any, of a chief who is away."""
    if topic.subject.unit is None:
        return []
    team = await post_store.posts(session, *SPECIALISTS, unit=topic.subject.unit)
    told = [
        (substitute(post, team, topic.day) or post) if post.is_away(topic.day) else post
        for post in team
        if post.role is Role.CHIEF and (topic.handler is None or post.id != topic.handler.id)
    ]
    return list(dict.fromkeys(await _permitted(session, topic, told)))


async def _office(session: AsyncSession, topic: MessageTopic) -> list[Recipient]:
    """The people of the office; if the office itself is complained about, those of the commission."""
    return await _permitted(session, topic, await post_store.posts(session, Role.OFFICE)) or await _discipline(
        session, topic
    )


async def _discipline(session: AsyncSession, topic: MessageTopic) -> list[Recipient]:
    return await _permitted(session, topic, await post_store.posts(session, Role.DISCIPLINE))


async def _permitted(session: AsyncSession, topic: MessageTopic, posts: Sequence[Post]) -> list[Recipient]:
    """The posts whose holder may know about it. Whoever also holds a post in an accused unit may not."""
    persons = [one.person for one in posts if one.person is not None] if topic.subject.accused else []
    held = await post_store.held_by(session, persons)
    return [ToPost(one.id) for one in posts if _may_know(topic, one, held.get(one.person or 0, ()))]


def _may_know(topic: MessageTopic, post: Post, held: Sequence[Post]) -> bool:
    """By this post, and despite all posts of its holder."""
    by_post = may(Person(0, posts=(post,)), topic.required, topic.subject)
    return by_post and not is_accused(Person(0, posts=tuple(held)), topic.subject)
