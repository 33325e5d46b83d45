"""Who inside a unit handles an appeal, and why: the enterprise's own specialist, else who has the least open work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from people.model import Post, Role
from people.stand_ins import substitute


class ChoiceReason(StrEnum):
    """What decided; ``Choice.count`` is the number that goes with it."""

    OWN = "own"  # assigned to the enterprise by the directory
    TOWNSHIP = "township"  # of its township's handlers the one with the fewest enterprises: ``count``
    SUBSTITUTE = "substitute"  # named by the one who is away
    LEAST = "least"  # has the least open work: ``count``
    REACHABLE = "reachable"  # has more, ``count``, but those with less have no chat
    NO_HANDLER = "no handler"  # the chief, since the unit lists no handler
    HANDLERS_AWAY = "handlers away"  # the chief, since every handler is on leave
    ALL_AWAY = "all away"  # whoever comes first: somebody has to


@dataclass(frozen=True, slots=True)
class Team:
    """The specialists of a unit in the directory's order, and what speaks for each of them, by post."""

    posts: Sequence[Post]
    work: Mapping[int, int] = field(default_factory=dict)  # open appeals
    own: int | None = None  # the post of the enterprise's own specialist, whichever unit that is
    served: Mapping[int, int] | None = None  # enterprises; given where the unit is the township of one without ``own``

    def having(self, role: Role) -> list[Post]:
        return [post for post in self.posts if post.role is role]


@dataclass(frozen=True, slots=True)
class Choice:
    """Who handles it. ``away``: the enterprise's specialist, who would, were it not for a leave."""

    post: Post
    why: ChoiceReason
    count: int = 0
    away: Post | None = None

    def to_json(self) -> dict[str, Any]:
        """Posts by their numbers."""
        return {"post": self.post.id, "why": str(self.why), "count": self.count, "away": self.away and self.away.id}


def choose(team: Team, day: date) -> Choice | None:
    """Who gets an appeal on ``day``; None if the unit has no specialist (domain.md «1-to-N specialists»)."""
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
    """One who has a chat before one who has none, then who has less to do; of equals ``min`` takes the first."""
    return post.person is None, team.work.get(post.id, 0)
