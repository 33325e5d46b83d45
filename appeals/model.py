"""An appeal: who filed it, and the facts that have happened to it since."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from directory.reason import Reason
from workdays.deadline_rules import DISTRICT_TIME

SUBJECT = "appeal"
"""The kind of subject in messages about appeals; stored, so it must never change."""


class Stage(StrEnum):
    """The four stages of the 1231 rule, and what the office owes after a second handling."""

    ASSIGN = "assign"  # 交办
    CONTACT = "contact"  # 对接
    PATH = "path"  # 反馈解决路径
    RESOLVE = "resolve"  # 办结
    ANSWER = "answer"  # 营商办答复: no stage of the 1231, owed where the second handling did not solve it either


class FactKind(StrEnum):
    """What can happen to an appeal."""

    FILED = "filed"  # 受理
    ASSIGNED = "assigned"  # 交办
    HANDED_OVER = "handed_over"  # 单位内转办
    CONTACTED = "contacted"  # 已对接
    PATH_GIVEN = "path_given"  # 已反馈解决路径
    RESOLVED = "resolved"  # 已办结
    CONFIRMED = "confirmed"  # 企业确认已解决
    REOPENED = "reopened"  # 未解决，二次办理
    RATED = "rated"  # 满意度评价
    RETURNED = "returned"  # 退回
    PAUSED = "paused"  # 暂停计时，待企业补充材料
    RESUMED = "resumed"  # 恢复计时
    EXTENDED = "extended"  # 延期
    WITHDRAWN = "withdrawn"  # 企业撤回
    SUPPLEMENTED = "supplemented"  # 企业补充
    CONTACT_DENIED = "contact_denied"  # 企业反映没有人联系
    STILL_UNSOLVED = "still_unsolved"  # 二次办理后仍未解决，待营商办答复
    CONCLUDED = "concluded"  # 营商办答复并结案
    MESSAGED = "messaged"  # 承办单位给企业留言


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The due dates in force after a fact; each ends at closing time of its day."""

    effective: date
    assign: date
    contact: date
    path: date
    resolve: date
    first_resolve: date
    """The resolve date before the first extension; kept on record."""
    month: date
    """The result of the month rule for the current handling, before it moves to a workday; a pause shifts this date."""
    provisional: bool
    version: str
    """The calendar and settings that the dates were computed with."""
    unit_contact: date | None = None
    """The contact date for a newly assigned unit; None while the unit is held to ``contact``."""
    unit_path: date | None = None
    second_resolve: date | None = None
    """The resolve date of the second handling (二次办理)."""
    answer: date | None = None
    """When the office owes its answer, where the second handling did not solve the matter either."""

    def to_json(self) -> dict[str, str | bool | None]:
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Deadlines":
        return cls(**{field.name: _from_json(field.name, stored.get(field.name)) for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to an appeal; never changed or deleted. ``by`` is a person; None means the software."""

    kind: FactKind
    at: datetime
    by: int | None = None
    unit: int | None = None
    handler: int | None = None
    """The post of the handling specialist."""
    note: int | None = None
    """The row of its text: facts contain no free text themselves."""
    days: int | None = None
    """Workdays granted by an extension."""
    score: int | None = None
    until: date | None = None
    """The date promised with the path."""
    deadlines: Deadlines | None = None
    """The due dates after this fact, as announced."""
    files: tuple[str, ...] = ()
    """Photos and documents that came with it, by file id."""


@dataclass(frozen=True, slots=True)
class ProposedUnit:
    """A unit that may be responsible for the text, by its name at that time, and why."""

    unit: int
    name: str
    reason: Reason

    def to_json(self) -> list[Any]:
        return [self.unit, self.name, self.reason.to_json()]

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> "ProposedUnit":
        unit, name, reason = stored
        return cls(int(unit), str(name), Reason.from_json(reason))


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal (诉求); ``facts`` are in chronological order and begin with FILED."""

    id: int
    filer: int
    enterprise: int | None
    enterprise_name: str
    category: str
    place: str
    source: str
    text: int
    suggested: int | None
    accused: tuple[int, ...]
    confidential: bool
    facts: tuple[Fact, ...]
    proposed: tuple[ProposedUnit, ...] = ()
    """The units that may be responsible, most likely first, as determined when the appeal was filed."""
    urgent: bool = False
    """It said when filed that something will happen on a certain day: it goes first in the lists."""

    @property
    def number(self) -> str:
        """For example "SQ-2026-00012"; the year is that of receipt."""
        return number_of(self.id, self.facts[0].at)


def number_of(appeal: int, received: datetime) -> str:
    return f"SQ-{received.astimezone(DISTRICT_TIME).year}-{appeal:05d}"


def _from_json(name: str, value: str | bool | None) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) and name != "version" else value
