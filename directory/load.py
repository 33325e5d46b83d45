"""Reads a directory from a csv file with one row per person, and reports all complaints together."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from directory.load_leave import OF_LEAVE, leave_of, wrong_substitutes
from directory.model import Category, Directory, Unit
from directory.phones import is_phone
from directory.sheet import Complaint, LoadError, Row, read
from directory.staffing import understaffed
from people.model import SPECIALISTS, Official, Role
from people.name_key import name_key

SAMPLE = Path(__file__).parent / "sample" / "directory.csv"
OF_UNIT = ("单位", "类别", "简称", "职责", "地址", "办公时间", "单位电话")
OF_PERSON = ("姓名", "角色", "职务", "科室", "电话", *OF_LEAVE)
ROLES = {
    "首席专员": Role.CHIEF,
    "具办专员": Role.HANDLER,
    "会谈专员": Role.DESK,
    "营商办": Role.OFFICE,
    "纪委": Role.DISCIPLINE,
    "领导": Role.LEADER,
}
BAD_PHONE = "{phone} 不是有效的电话号码，应为 11 位手机号或带区号的固话"


@dataclass(frozen=True, slots=True)
class Loaded:
    """A usable directory, and warnings for the office."""

    directory: Directory
    warnings: tuple[Complaint, ...] = ()


def load(file: Path = SAMPLE) -> Loaded:
    """The directory in ``file``. Raises LoadError with all complaints if it cannot be used."""
    rows, complaints = read(file, OF_UNIT + OF_PERSON, ("单位", "类别"))
    reading = _Reading(complaints)
    for row in rows:
        reading.take(row)
    complaints += wrong_substitutes(reading.people)
    if not rows:
        complaints.append(Complaint("表头下面没有任何单位"))
    if complaints:
        raise LoadError(file, sorted(complaints, key=lambda one: one.row or 0))
    directory = Directory(tuple(reading.units.values()), tuple(person for _, person in reading.people))
    return Loaded(directory, (*reading.warnings, *understaffed(directory)))


@dataclass(slots=True)
class _Reading:
    """What has been read so far, row by row."""

    complaints: list[Complaint]
    warnings: list[Complaint] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)  # by key, as all that follows
    people: list[tuple[int, Official]] = field(default_factory=list)  # with their row numbers
    first_rows: dict[str, int] = field(default_factory=dict)
    seen: dict[tuple[str, str, Role], int] = field(default_factory=dict)
    spelled: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)  # people of a unit: name, row
    named: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def take(self, row: Row) -> None:
        if not name_key(row["单位"]):
            self._complain(row, "单位", "没有填写单位名称；每一行都要写明单位，请勿合并单元格")
        elif name_key(row["单位"]) in self.units:
            self._compare_unit(row)
        else:
            self._add_unit(row)
        if row["姓名"]:
            self._add_person(row)
            return
        for column in filter(row.__getitem__, OF_PERSON):
            self._complain(row, column, "填写了内容，但同一行没有「姓名」")

    def _add_unit(self, row: Row) -> None:
        phones = split(row["单位电话"])
        for phone in phones:
            if not is_phone(phone):
                self._complain(row, "单位电话", BAD_PHONE.format(phone=phone))
        key = name_key(row["单位"])
        self.first_rows[key] = row.number
        self.units[key] = Unit(
            row["单位"],
            self._category(row),
            split(row["简称"]),
            split(row["职责"]),
            row["地址"],
            row["办公时间"],
            "、".join(phones),
        )

    def _category(self, row: Row) -> Category:
        if not row["类别"]:
            self._complain(row, "类别", f"没有填写类别，应为{' / '.join(Category)}之一")
            return Category.OTHER
        category = category_of(row["类别"], row["单位"])
        if category is None:
            self.warnings.append(Complaint(f"不认识的类别“{row['类别']}”，按“其他”处理", row.number, "类别"))
        return category or Category.OTHER

    def _compare_unit(self, row: Row) -> None:
        key = name_key(row["单位"])
        unit, first = self.units[key], self.first_rows[key]
        if unit.name != row["单位"]:
            text = f"与第 {first} 行的“{unit.name}”是同一个单位，写法不同，请改成一样"
            self._complain(row, "单位", text)
        if row["类别"] and category_of(row["类别"], row["单位"]) not in (unit.category, None):
            self._complain(row, "类别", f"与第 {first} 行同一单位的类别“{unit.category}”不一致")
        if not row["姓名"]:
            self.warnings.append(
                Complaint(f"{unit.name} 在第 {first} 行已经出现，这一行没有新内容", row.number, "单位")
            )

    def _add_person(self, row: Row) -> None:
        role = ROLES.get(row["角色"])
        if role is None:
            given = f"不认识的角色“{row['角色']}”" if row["角色"] else "没有填写角色"
            self._complain(row, "角色", f"{given}，应为{' / '.join(ROLES)}之一")
        if row["电话"] and not is_phone(row["电话"]):
            self._complain(row, "电话", BAD_PHONE.format(phone=row["电话"]))
        if role is not None and row["单位"] and self._is_one_name(row) and self._is_new(row, role):
            person = Official(
                row["单位"],
                row["姓名"],
                role,
                row["职务"],
                row["科室"],
                row["电话"],
                leave=leave_of(row, role, self.complaints),
                substitute=row["代办人"] if role in SPECIALISTS else "",
            )
            self.people.append((row.number, person))

    def _is_one_name(self, row: Row) -> bool:
        if len(split(row["姓名"].replace("，", "、").replace(",", "、"))) > 1:
            self._complain(row, "姓名", "一格里写了几个人，请分成几行，一行一个人")
        elif not name_key(row["姓名"]):
            self._complain(row, "姓名", f"“{row['姓名']}”不像姓名，请填写姓名")
        else:
            return True
        return False

    def _is_new(self, row: Row, role: Role) -> bool:
        unit, name, key = row["单位"], row["姓名"], (name_key(row["单位"]), name_key(row["姓名"]))
        earlier = self.seen.setdefault((*key, role), row.number)
        if earlier != row.number:
            self._complain(row, "姓名", f"{name} 与第 {earlier} 行的单位、角色都相同；若是两个人，请在姓名后加以区分")
            return False
        self._compare_spelling(row, key)
        elsewhere = self.named[key[1]] - {unit}
        if elsewhere:
            text = f"{name} 也出现在{'、'.join(sorted(elsewhere))}，请确认不是重复登记"
            self.warnings.append(Complaint(text, row.number, "姓名"))
        self.named[key[1]].add(unit)
        return True

    def _compare_spelling(self, row: Row, key: tuple[str, str]) -> None:
        spelling, first = self.spelled.setdefault(key, (row["姓名"], row.number))
        if spelling != row["姓名"]:
            self._complain(row, "姓名", f"与第 {first} 行的“{spelling}”是同一个人，写法不同，请改成一样")

    def _complain(self, row: Row, column: str, text: str) -> None:
        self.complaints.append(Complaint(text, row.number, column))


def category_of(text: str, unit: str) -> Category | None:
    """The category meant by ``text``; ambiguous words ("乡镇街道") are resolved by the unit's own name."""
    if text in set(Category):
        return Category(text)
    if any(word in text for word in ("乡", "镇", "街")):
        return Category.STREET if "街道" in (unit if "镇" in text or "乡" in text else text) else Category.TOWNSHIP
    if any(word in text for word in ("部门", "委办局", "单位", "机关")):
        return Category.DEPARTMENT
    return None


def split(cell: str) -> tuple[str, ...]:
    """The distinct parts of a list inside a cell, in order."""
    return tuple(dict.fromkeys(part.strip() for part in re.split("[、；;]", cell) if part.strip()))
