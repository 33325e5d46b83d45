"""A text with what every reader asks about it, computed once."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from directory.match import find
from directory.mentions import Mention
from directory.model import Directory
from directory.route import Route
from texts.folding import folded
from understanding import answers, numbers, which_appeal
from understanding.cues import Found, Span, covered, groups
from understanding.model import Context, Kind
from understanding.named import named

MAX_CHARS = 6_000
CONTENT = re.compile(r"\w")
LIKELY = 0.3


@dataclass
class Said:
    """``judge`` routes a text; it is only called where the matter of the text counts."""

    original: str
    context: Context
    directory: Directory
    judge: Callable[[str], Route]
    _found: dict[str, Found] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """Folded: one width, one case, one script."""
        return folded(self.original, MAX_CHARS)

    @cached_property
    def bare(self) -> str:
        return answers.bare(self.text)

    @cached_property
    def content(self) -> list[int]:
        """The places of letters, characters and digits."""
        return [place for place, sign in enumerate(self.text) if CONTENT.match(sign)]

    @cached_property
    def named(self) -> tuple[str, ...]:
        """The appeals that are named by number."""
        return numbers.appeals_named(self.text, self.context)

    @cached_property
    def references(self) -> list[Span]:
        return which_appeal.references(self.text, self.context)

    @cached_property
    def _neutral(self) -> list[bool]:
        return covered([*self.found("neutral").spans, *self.references], len(self.text))

    @cached_property
    def route(self) -> Route:
        return self.judge(self.original)

    @cached_property
    def likeliest(self) -> float:
        """How likely the likeliest unit is, from 0 to 1."""
        ranked = self.route.ranked
        return ranked[0].probability if ranked and ranked[0].reasons else 0.0

    @cached_property
    def _of_likely_unit(self) -> frozenset[str]:
        """The open appeals that are with the unit which is likely to be responsible for the text."""
        ranked = self.route.ranked
        if not ranked or ranked[0].probability < LIKELY:
            return frozenset()
        return self._open_with({ranked[0].unit.name})

    @cached_property
    def mentions(self) -> list[Mention]:
        """The units and officials that it names."""
        return named(self.directory, self.bare)

    @cached_property
    def of_named_units(self) -> frozenset[str]:
        """The open appeals whose unit it names."""
        return self._open_with({unit.name for one in self.mentions for unit in one.units})

    def _open_with(self, units: Collection[str]) -> frozenset[str]:
        """The open appeals that are with one of these units of the directory."""
        with_unit = [one for one in self.context.open if units and one.unit]
        return frozenset(one.number for one in with_unit if _unit(self.directory, one.unit) in units)

    @property
    def is_of_open_unit(self) -> bool:
        """Whether the unit that is likely to be responsible already has one of the open appeals."""
        return bool(self._of_likely_unit)

    def is_of_unit_of_another(self, number: str | None) -> bool:
        """Whether it has one of them, but not this one."""
        return number not in self.named and bool(self._of_likely_unit) and number not in self._of_likely_unit

    @property
    def length(self) -> int:
        return len(self.content)

    @property
    def has_appeals(self) -> bool:
        context = self.context
        return bool(context.open or context.showing or context.spoken_of or context.replied_to or self.named)

    def found(self, kind: str, value: str = "") -> Found:
        key = f"{kind}:{value}"
        if key not in self._found:
            self._found[key] = groups(kind)[value].found(self.text)
        return self._found[key]

    def explained(self, found: Found, *, introduces: bool = False) -> float:
        """The share of the text that the found words and those that say nothing make up. Words that introduce what
        follows explain it too."""
        if not self.content:
            return 0.0
        marks = covered(found.spans, len(self.text))
        whole = sum(marks[place] or self._neutral[place] for place in self.content) / self.length
        if introduces and found.spans and found.spans[0][0] <= max(8, len(self.text) // 4):
            return max(whole, 0.85)
        return whole

    def strength(self, kind: Kind | str, value: str = "", *, introduces: bool = False) -> float:
        found = self.found(str(kind), value)
        return found.weight * (0.35 + 0.65 * self.explained(found, introduces=introduces)) if found.weight else 0.0


def _unit(directory: Directory, written: str) -> str:
    """The directory's name of a unit."""
    known = _units_found(directory)
    if written not in known:
        found = find(directory, written, 1)
        known[written] = found[0].unit.name if found else written
    return known[written]


@lru_cache(maxsize=1)
def _units_found(_: Directory) -> dict[str, str]:
    """What was found in this directory, by what is written."""
    return {}
