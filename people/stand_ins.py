"""Who stands in for a specialist who is away."""

from collections.abc import Sequence
from datetime import date

from people.model import Post, Role
from people.name_key import name_key


def substitute(post: Post, team: Sequence[Post], day: date) -> Post | None:
    """The substitute named for ``post``, unless away too."""
    wanted, own = name_key(post.substitute), name_key(post.name)
    named = (one for one in team if wanted and name_key(one.name) == wanted != own)
    return next((one for one in named if not one.is_away(day)), None)


def stand_ins(post: Post, team: Sequence[Post], day: date) -> tuple[list[Post], ...]:
    """The groups who may be notified in place of an absent specialist; the first that may know about it is used: the
    substitute, else the chiefs; if there are neither, the absent one."""
    named = substitute(post, team, day)
    chiefs = [one for one in team if one.role is Role.CHIEF and not one.is_away(day)]
    return [named] if named else [], chiefs, [post]
