"""Where a text names units or their officials."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directory.duties import known
from directory.model import PLACE_NAME, Directory, Unit
from directory.plain import core, plain

PLACE_ENDING = re.compile(r"(?<=街道)(?:办事处|办)$|(?<=[镇乡])(?:人民政府|政府)$")
AROUND = 24  # characters on either side that tell what a mention means


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a clause: the units it may mean, and what stands around it."""

    word: str
    units: tuple[Unit, ...]
    before: str
    after: str
    of_person: bool = False

    @property
    def of_place(self) -> bool:
        return not self.of_person and all(unit.is_place for unit in self.units)


class Names:
    """Every name by which the directory's units and officials can be mentioned."""

    def __init__(self, directory: Directory) -> None:
        self._units: dict[str, list[Unit]] = {}
        self._people: dict[str, list[Unit]] = {}
        for unit in known(directory):
            for form in _forms(unit):
                self._units.setdefault(form, []).append(unit)
        for person in directory.people:
            if len(name := plain(person.name)) > 1 and name not in self._units:
                self._people.setdefault(name, []).append(directory.by_name[person.unit])
        forms = sorted((*self._units, *self._people), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, forms)) or r"(?!)")

    def mentions(self, clause: str) -> Iterator[Mention]:
        for found in self._pattern.finditer(clause):
            word, (start, end) = found[0], found.span()
            units = tuple(self._units.get(word) or self._people[word])
            yield Mention(
                word, units, clause[max(0, start - AROUND) : start], clause[end : end + AROUND], word not in self._units
            )


def _forms(unit: Unit) -> set[str]:
    forms = {unit.name, core(unit.name), *unit.aliases}
    if PLACE_NAME.search(unit.name):
        forms.add(PLACE_ENDING.sub("", core(unit.name)))
    return {form for form in map(plain, forms) if len(form) > 1}
