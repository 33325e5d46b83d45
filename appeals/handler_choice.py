"""Chooses who in a unit handles an appeal, and why: the enterprise's specialist, or the one with least open work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from people.model import Post, Role
from people.stand_ins import substitute


class ChoiceReason(StrEnum):
    """Why a specialist was chosen; counts mentioned here are in ``Choice.count``."""

    OWN = "own"  # listed in the directory as the enterprise's specialist
    TOWNSHIP = "township"  # of its township's handlers, the one with the fewest enterprises (``count``)
    SUBSTITUTE = "substitute"  # named as substitute by the specialist who is away
    LEAST = "least"  # has the least open work (``count`` appeals)
    REACHABLE = "reachable"  # has more open work (``count`` appeals), but those with less have no chat
    NO_HANDLER = "no handler"  # the chief, because the unit has no handler
    HANDLERS_AWAY = "handlers away"  # the chief, because every handler is on leave
    ALL_AWAY = "all away"  # everybody is on leave, but somebody has to handle it


@dataclass(frozen=True, slots=True)
class Team:
    """The specialists of a unit in directory order, and the figures to choose by; the mappings are keyed by post id."""

    posts: Sequence[Post]
    work: Mapping[int, int] = field(default_factory=dict)  # number of open appeals
    own: int | None = None  # post of the enterprise's own specialist, in whichever unit
    served: Mapping[int, int] | None = None  # enterprise counts, only if the unit is the township and ``own`` is None

    def having(self, role: Role) -> list[Post]:
        return [post for post in self.posts if post.role is role]


@dataclass(frozen=True, slots=True)
class Choice:
    """Who handles the appeal. ``away`` is the enterprise's own specialist, if passed over because of leave."""

    post: Post
    why: ChoiceReason
    count: int = 0
    away: Post | None = None

    def to_json(self) -> dict[str, Any]:
        """Posts are stored by id."""
        return {"post": self.post.id, "why": str(self.why), "count": self.count, "away": self.away and self.away.id}


def choose(team: Team, day: date) -> Choice | None:
    """Who gets an appeal on ``day``; None if the unit has no specialist."""
    own = _own(team)
    if own is None:
        return _by_work(team, day)
    if not own.post.is_away(day):
        return own
    instead = substitute(own.post, team.posts, day)
    if instead is not None:
        return Choice(instead, ChoiceReason.SUBSTITUTE, away=own.post)
    found = _by_work(team, day)
    return found and replace(found, away=own.post)


def _own(team: Team) -> Choice | None:
    assigned = next((post for post in team.posts if post.id == team.own), None)
    if assigned is not None:
        return Choice(assigned, ChoiceReason.OWN)
    handlers = team.having(Role.HANDLER)
    if team.served is None or not handlers:
        return None
    served = team.served
    fewest = min(handlers, key=lambda post: (served.get(post.id, 0), *_by_ease(post, team)))
    return Choice(fewest, ChoiceReason.TOWNSHIP, served.get(fewest.id, 0))


def _by_work(team: Team, day: date) -> Choice | None:
    handlers, chiefs = team.having(Role.HANDLER), team.having(Role.CHIEF)
    if present := [post for post in handlers if not post.is_away(day)]:
        return _least(present, team)
    if present := [post for post in chiefs if not post.is_away(day)]:
        return Choice(_easiest(present, team), ChoiceReason.HANDLERS_AWAY if handlers else ChoiceReason.NO_HANDLER)
    anybody = chiefs or handlers
    return Choice(_easiest(anybody, team), ChoiceReason.ALL_AWAY) if anybody else None


def _least(present: list[Post], team: Team) -> Choice:
    chosen = _easiest(present, team)
    count = team.work.get(chosen.id, 0)
    is_least = count == min(team.work.get(post.id, 0) for post in present)
    return Choice(chosen, ChoiceReason.LEAST if is_least else ChoiceReason.REACHABLE, count)


def _easiest(posts: list[Post], team: Team) -> Post:
    return min(posts, key=lambda post: _by_ease(post, team))


def _by_ease(post: Post, team: Team) -> tuple[bool, int]:
    """Sort key: posts with a chat first, then those with less open work; ``min`` takes the first of equals."""
    return post.person is None, team.work.get(post.id, 0)
