"""Warnings about a directory that is usable: units with fewer specialists than the rule demands."""

from collections.abc import Iterator

from directory.model import PLACES, Category, Directory, Unit
from directory.sheet import Complaint
from people.model import Role

MIN_HANDLERS = 2


def understaffed(directory: Directory) -> Iterator[Complaint]:
    """The rule is one chief and at least two handling specialists per unit."""
    if any(person.is_specialist for person in directory.people):
        for unit in directory.units:
            if unit.category in (Category.DEPARTMENT, *PLACES) and (lack := lacking(directory, unit)):
                yield Complaint(f"{unit.name} {lack}")


def lacking(directory: Directory, unit: Unit) -> str:
    """What the unit lacks, in words; "" if it meets the rule."""
    chiefs = len(directory.of(unit.name, Role.CHIEF))
    handlers = len(directory.of(unit.name, Role.HANDLER))
    parts = []
    if chiefs != 1:
        parts.append(f"应有 1 名首席专员，现有 {chiefs} 名")
    if handlers < MIN_HANDLERS:
        parts.append(f"应至少有 {MIN_HANDLERS} 名具办专员，现有 {handlers} 名")
    return "；".join(parts)
