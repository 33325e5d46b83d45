"""Who talks to the bot: a person, the posts that person holds, and the role that each post gives."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    ENTREPRENEUR = "entrepreneur"  # 企业用户
    HANDLER = "handler"  # 具办专员
    CHIEF = "chief"  # 首席专员
    DESK = "desk"  # 会谈专员
    OFFICE = "office"  # 营商办
    DISCIPLINE = "discipline"  # 纪委监委
    LEADER = "leader"  # 领导
    ADMIN = "admin"  # 管理员


SPECIALISTS = (Role.HANDLER, Role.CHIEF)


class RightsChange(StrEnum):
    """Why a chat's rights changed: whose chat it is, or what posts its person holds."""

    LINKED = "linked"  # the chat became another person's
    UNLINKED = "unlinked"  # the chat no longer belongs to the person
    POST_GIVEN = "post_given"
    POST_TAKEN = "post_taken"  # somebody else took the post with a newer code
    POST_LISTED = "post_listed"  # an import of the directory ended the post or brought it back


@dataclass(frozen=True, slots=True)
class Leave:
    """The days on which a specialist is away (休假), both ends included, in district time."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Official:
    """A post as the directory lists it, with its unit by name, whoever holds it. One row of the sheet."""

    unit: str
    name: str
    role: Role
    title: str = ""
    section: str = ""
    phone: str = ""
    leave: Leave | None = None
    substitute: str = ""  # 代办人: the name of another specialist of the unit

    @property
    def is_specialist(self) -> bool:
        return self.role in SPECIALISTS


@dataclass(frozen=True, slots=True)
class Post:
    """A position in the directory that a person may hold; ``person`` is None until a chat has been bound to it."""

    id: int
    unit: int | None
    role: Role
    name: str
    title: str = ""
    section: str = ""
    phone: str = ""
    person: int | None = None
    leave: Leave | None = None
    substitute: str = ""  # 代办人: the name of another specialist of the unit

    def is_away(self, day: date) -> bool:
        return self.leave is not None and self.leave.first <= day <= self.leave.last


@dataclass(frozen=True, slots=True)
class Person:
    """A human who has a chat here. Name, telephone and hours are empty until they are given."""

    id: int
    name: str = ""
    phone: str = ""
    hours: str = ""
    language: str = "zh"
    consented_at: datetime | None = None
    posts: tuple[Post, ...] = ()
    withholds_phone: bool = False

    @property
    def is_introduced(self) -> bool:
        """Has consented, given a name, and either given a telephone or declined to."""
        return self.consented_at is not None and bool(self.name) and (bool(self.phone) or self.withholds_phone)

    @property
    def roles(self) -> frozenset[Role]:
        """Every person may file appeals; posts add to that."""
        return frozenset({Role.ENTREPRENEUR, *(post.role for post in self.posts)})

    def post_in(self, unit: int | None, *roles: Role) -> Post | None:
        return next((post for post in self.posts if post.unit == unit and (not roles or post.role in roles)), None)

    def has(self, role: Role) -> bool:
        return role in self.roles


@dataclass(frozen=True, slots=True)
class Account:
    """A chat of a person: when its use was last recorded, and whether it was chosen for notifications."""

    chat: int
    used_at: datetime
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class ToPerson:
    """The recipient of a message: a person who has a chat; ``chat`` selects one of them if it matters which."""

    id: int
    chat: int | None = None


@dataclass(frozen=True, slots=True)
class ToPost:
    """The recipient of a message: whoever holds the post now, or will when it is bound."""

    id: int


Recipient = ToPerson | ToPost
