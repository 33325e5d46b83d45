"""Finds units and people by typed text: names old and new, sounds, initials, needs, telephone digits."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from directory.index import Index
from directory.keys import Key, PhoneKey, keys, phone_keys
from directory.match_reasons import why, why_phone
from directory.model import Directory, Unit
from directory.normalise import MAX_QUERY_CHARS, normalise
from directory.phones import digits
from directory.question_words import query
from directory.reason import Reason
from people.model import Official

MAX_SCORE_GAP = 0.25
MIN_DIGITS = 3
FINDERS = 2  # of the whole directory and of what is published of it; each takes megabytes
DIGITS_SHARE = 0.6  # share of the typed text that must be digits for it to be a telephone number
# Found by `python -m bench.thresholds`, from queries that no benchmark uses.
THRESHOLDS = tomllib.loads((Path(__file__).parent / "thresholds.toml").read_text("utf-8"))["find"]
SURE, MARGIN, LIKELY = THRESHOLDS["sure"], THRESHOLDS["margin"], THRESHOLDS["likely"]


@dataclass(frozen=True, slots=True)
class Match:
    """A unit, or one of its people, that the query may mean. ``score`` is 0 to 1."""

    key: Key | PhoneKey
    score: float
    wanted: str
    whole: str

    @property
    def unit(self) -> Unit:
        return self.key.unit

    @property
    def person(self) -> Official | None:
        return self.key.person

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.unit.name

    @property
    def why(self) -> Reason:
        if isinstance(self.key, PhoneKey):
            return why_phone(self.key.number)
        return why(self.key, self.wanted, self.whole)


def find(directory: Directory, typed: str, top: int = 5) -> list[Match]:
    """At most ``top`` matches, best first, including weak ones: ``decide`` says whether to show them."""
    return _finder(directory).find(typed, top)


def worth_showing(matches: Sequence[Match]) -> list[Match]:
    """The likely matches that are not far behind the first."""
    return [one for one in matches if one.score >= max(LIKELY, matches[0].score - MAX_SCORE_GAP)]


def decide(matches: Sequence[Match]) -> str:
    """Returns "answer" if the first is clear, "ask" if several are close, "none" if nothing is likely."""
    if not matches or matches[0].score < LIKELY:
        return "none"
    return "answer" if ahead(matches) >= MARGIN and matches[0].score >= SURE else "ask"


def ahead(matches: Sequence[Match]) -> float:
    """How far the first match is ahead of the best one of another unit."""
    others = (match.score for match in matches[1:] if match.unit.name != matches[0].unit.name)
    return matches[0].score - next(others, 0.0)


class Finder:
    """Searches the given keys, whichever directory they are from."""

    def __init__(self, of_words: Sequence[Key], of_phones: Iterable[PhoneKey]) -> None:
        self._index = Index(of_words)
        self._phones = tuple(of_phones)

    def find(self, typed: str, top: int = 5) -> list[Match]:
        wanted, whole = query(typed), normalise(typed)
        found: list[tuple[float, Key | PhoneKey]] = [*self._by_phone(digits(typed[:MAX_QUERY_CHARS]), whole)]
        found += self._index.search(wanted, whole)
        best: dict[tuple[str, str, str], Match] = {}
        for score, key in sorted(found, key=lambda one: -one[0]):
            person = key.person
            place = (key.unit.name, person.name if person else "", person.role if person else "")
            if place not in best:
                best[place] = Match(key, round(score, 3), wanted, whole)
                if len(best) >= top:
                    break
        return list(best.values())

    def _by_phone(self, number: str, whole: str) -> list[tuple[float, PhoneKey]]:
        if len(number) < max(MIN_DIGITS, DIGITS_SHARE * len(whole)):
            return []
        return [(0.75 + 0.25 * len(number) / len(one.number), one) for one in self._phones if number in one.number]


@lru_cache(maxsize=FINDERS)
def _finder(directory: Directory) -> Finder:
    return _finder_of(directory.units, directory.people)


@lru_cache(maxsize=FINDERS)
def _finder_of(units: tuple[Unit, ...], people: tuple[Official, ...]) -> Finder:
    """Cached by content, so that an import without changes rebuilds nothing."""
    directory = Directory(units, people)
    return Finder(keys(directory), phone_keys(directory))
