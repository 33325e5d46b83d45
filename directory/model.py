"""The directory of the district: units, the officials listed under them, enterprises."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from people.model import Official, Role
from people.name_key import name_key


class Category(StrEnum):
    """The category of a unit (单位类别); the values are the words used in the csv."""

    DEPARTMENT = "部门"
    TOWNSHIP = "乡镇"
    STREET = "街道"
    OFFICE = "营商办"
    OTHER = "其他"


PLACES = (Category.TOWNSHIP, Category.STREET)
PLACE_NAME = re.compile(r"(?:街道|镇|乡)(?:办事处|办|人民政府|政府)?$")


@dataclass(frozen=True, slots=True)
class Unit:
    """A department, township, street or office (单位). ``id`` is None until it is stored."""

    name: str
    category: Category
    aliases: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    address: str = ""
    hours: str = ""
    phone: str = ""
    id: int | None = None

    @property
    def is_place(self) -> bool:
        """Whether it is a township or street (乡镇街道), by its category or, if that does not say, by its name."""
        return self.category in PLACES or bool(PLACE_NAME.search(self.name))


@dataclass(frozen=True, slots=True)
class Enterprise:
    """A company or sole trader (市场主体). Sole traders may have no credit code."""

    name: str
    credit_code: str = ""
    township: str = ""
    industry: str = ""
    size: str = ""
    phone: str = ""
    id: int | None = None
    specialist: str = ""  # 专员: its own, by name; the database stores that person's post


@dataclass(frozen=True, eq=False)
class Directory:
    """The whole directory at one moment. Compared by identity, so that what is computed from it can be cached."""

    units: tuple[Unit, ...] = ()
    people: tuple[Official, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()

    @cached_property
    def published(self) -> "Directory":
        """What anybody may read: the units, and only the specialists among their people."""
        return Directory(self.units, tuple(one for one in self.people if one.is_specialist))

    @cached_property
    def by_name(self) -> dict[str, Unit]:
        return {unit.name: unit for unit in self.units}

    @cached_property
    def by_id(self) -> dict[int, Unit]:
        return {unit.id: unit for unit in self.units if unit.id is not None}

    def of(self, unit: str, *roles: Role) -> tuple[Official, ...]:
        """The officials of a unit in the directory's order, restricted to ``roles`` if any are given."""
        return tuple(one for one in self._people_by_unit.get(unit, ()) if not roles or one.role in roles)

    def specialists_named(self, name: str) -> tuple[Official, ...]:
        """By whatever spelling of the name."""
        return tuple(self._specialists_by_name.get(name_key(name), ()))

    def unit_named(self, name: str) -> Unit | None:
        """By whatever spelling of the name."""
        return self._by_key.get(name_key(name))

    @cached_property
    def _specialists_by_name(self) -> dict[str, list[Official]]:
        grouped: dict[str, list[Official]] = {}
        for one in self.people:
            if one.is_specialist:
                grouped.setdefault(name_key(one.name), []).append(one)
        return grouped

    @cached_property
    def _by_key(self) -> dict[str, Unit]:
        return {name_key(unit.name): unit for unit in reversed(self.units)}

    @cached_property
    def _people_by_unit(self) -> dict[str, list[Official]]:
        grouped: dict[str, list[Official]] = {}
        for one in self.people:
            grouped.setdefault(one.unit, []).append(one)
        return grouped
