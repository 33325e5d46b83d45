"""Finds where a text names units or their officials."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from directory.model import Directory, Unit
from directory.normalise import normalise
from directory.official import base
from directory.phrase_search import PhraseSearch
from directory.vocabulary import Vocabulary, vocabularies

MAX_DISTANCE_CHARS = 24  # characters on either side that show what a mention means
BODY = re.compile("(?:局|委|办|院|所|站|中心|队|会|部|部门|公司|处|署|府|厅|联|校|馆|厂|社|窗口|大厅|热线)$|^[0-9]+$")

SHORT_NUMBER = re.compile("[0-9]{1,4}")  # 110 is searched for, but "110平米" is not a mention


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a clause: the units it may mean, and the text around it."""

    word: str
    units: tuple[Unit, ...]
    before: str
    after: str
    of_person: bool = False

    @property
    def of_place(self) -> bool:
        return not self.of_person and all(unit.is_place for unit in self.units)

    @property
    def of_body(self) -> bool:
        """Whether it names an office ("教育局", "教育部门"), as opposed to a field ("教育")."""
        return self.of_person or bool(BODY.search(self.word)) or self.after.startswith(("局", "部门"))


class Names:
    """Every name by which the directory's units and officials can be mentioned."""

    def __init__(self, directory: Directory) -> None:
        self._units: dict[str, dict[str, Unit]] = {}
        self._people: dict[str, list[Unit]] = {}
        self._instead: set[tuple[str, str]] = set()
        every = vocabularies(directory)
        common = _common(every)
        for one in every:
            for saying in one.names:
                name = saying.normalised
                if _names_somebody(name, one.unit, common):
                    self._units.setdefault(name, {})[one.unit.name] = one.unit
                    if saying.instead:
                        self._instead.add((name, one.unit.name))
        for person in directory.people:
            if len(name := normalise(person.name)) > 1 and name not in self._units:
                self._people.setdefault(name, []).append(directory.by_name[person.unit])
        self._phrases = PhraseSearch((*self._units, *self._people))

    def is_instead(self, word: str, unit: str) -> bool:
        """Whether the word names a unit that the district lacks and whose work this unit does."""
        return (word, unit) in self._instead

    def mentions(self, clause: str) -> Iterator[Mention]:
        for start, word in self._phrases.longest(clause):
            end = start + len(word)
            units = tuple(self._units[word].values() if word in self._units else self._people[word])
            before, after = clause[max(0, start - MAX_DISTANCE_CHARS) : start], clause[end : end + MAX_DISTANCE_CHARS]
            yield Mention(word, units, before, after, word not in self._units)


def _common(every: tuple[Vocabulary, ...]) -> str:
    """All words for what departments do, to tell that "建设" does not name a street."""
    return "|".join(saying.text for one in every if not one.unit.is_place for saying in one.sayings)


def _names_somebody(name: str, unit: Unit, common: str) -> bool:
    """False for a township's bare name that is also a common word, and for a number that may be a count."""
    if len(name) < 2 or SHORT_NUMBER.fullmatch(name):
        return False
    return not (unit.is_place and name == normalise(base(unit.name)) and name in common)
