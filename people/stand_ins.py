"""Who stands in for a specialist who is away."""

from collections.abc import Sequence
from datetime import date

from people.model import Post, Role


def substitute(post: Post, team: Sequence[Post], day: date) -> Post | None:
    """Who stands in for ``post``, unless away too."""
    named = (one for one in team if one.name == post.substitute and one.name != post.name)
    return next((one for one in named if not one.is_away(day)), None)


def stand_ins(post: Post, team: Sequence[Post], day: date) -> tuple[list[Post], ...]:
    """Who is told in place of one who is away, the first group that may hear it: the substitute, else the chiefs;
    where there is neither, the one who is away."""
    named = substitute(post, team, day)
    chiefs = [one for one in team if one.role is Role.CHIEF and not one.is_away(day)]
    return [named] if named else [], chiefs, [post]
