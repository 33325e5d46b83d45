"""Finds units and people by whatever was typed: names, short forms, duties, telephone digits. Pure and fast."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from rapidfuzz import fuzz, process

from directory import words
from directory.duties import known
from directory.model import Directory, Official, Unit
from directory.phones import digits
from directory.plain import LONGEST_QUERY, core, plain, query

FEWEST_DIGITS = 4
CANDIDATES = 60  # keys that are looked at for their likeness
SURE, MARGIN, LIKELY = 0.60, 0.08, 0.50


@dataclass(frozen=True, slots=True)
class Match:
    """A unit, or a person of it, that the query may mean. ``score`` is 0 to 1."""

    unit: Unit
    person: Official | None
    score: float
    why: str

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.unit.name


@dataclass(frozen=True, slots=True)
class _Key:
    """One way to say something, and how much it counts: same, contained, like."""

    text: str
    unit: Unit
    person: Official | None
    worth: float
    why: Callable[[], str]


@dataclass(frozen=True, slots=True)
class _Index:
    keys: tuple[_Key, ...]
    texts: tuple[str, ...]
    phones: tuple[tuple[str, Unit, Official | None], ...]


def find(directory: Directory, typed: str, top: int = 5) -> list[Match]:
    """At most ``top`` matches, best first, the weak ones too: ``decide`` says whether to show them."""
    index = _index(directory)
    found = [*_by_words(index, {query(typed), plain(typed)}), *_by_phone(index, digits(typed[:LONGEST_QUERY]))]
    best: dict[tuple[str, str, str], Match] = {}
    for score, unit, person, why in sorted(found, key=lambda one: -one[0]):
        place = (unit.name, person.name if person else "", person.role if person else "")
        if place not in best:
            best[place] = Match(unit, person, round(score, 3), why())
        if len(best) >= top:
            break
    return list(best.values())


def decide(matches: list[Match]) -> str:
    """«answer» if the first is clear, «ask» if several are near, «none» if nothing is likely."""
    if not matches or matches[0].score < LIKELY:
        return "none"
    others = [match.score for match in matches[1:] if match.unit.name != matches[0].unit.name]
    clear = not others or matches[0].score - others[0] >= MARGIN
    return "answer" if clear and matches[0].score >= SURE else "ask"


_Scored = tuple[float, Unit, Official | None, Callable[[], str]]


def _by_words(index: _Index, forms: set[str]) -> list[_Scored]:
    """The query with and without its filler words, since a name may hold one («事业单位登记局»)."""
    found: list[_Scored] = []
    for wanted in sorted(forms - {""}):
        near = process.extract(wanted, index.texts, scorer=fuzz.ratio, limit=CANDIDATES)
        places = {place for _, _, place in near}
        places.update(place for place, text in enumerate(index.texts) if wanted in text or text in wanted)
        scored = ((_score(wanted, index.keys[place].text), index.keys[place]) for place in sorted(places))
        found += [(score * key.worth, key.unit, key.person, key.why) for score, key in scored if score > 0]
    return found


def _score(wanted: str, text: str) -> float:
    if wanted == text:
        return 1.0
    share = min(len(wanted), len(text)) / max(len(wanted), len(text))
    if len(text) > 1 and text in wanted:
        return 0.78 + 0.2 * share
    if wanted in text:
        return (0.70 if len(wanted) > 1 else 0.45) + 0.25 * share
    return 0.9 * fuzz.ratio(wanted, text) / 100


def _by_phone(index: _Index, wanted: str) -> list[_Scored]:
    if len(wanted) < FEWEST_DIGITS:
        return []
    return [
        (0.7 + 0.3 * len(wanted) / len(number), unit, person, partial(words.why_phone, number))
        for number, unit, person in index.phones
        if wanted in number
    ]


@lru_cache(maxsize=4)
def _index(directory: Directory) -> _Index:
    keys = [key for unit in known(directory) for key in _unit_keys(unit) if key.text]
    keys += [key for person in directory.people if (key := _person_key(directory, person)).text]
    of_units = [(digits(phone), unit, None) for unit in directory.units for phone in unit.phone.split("、")]
    of_people = [(digits(person.phone), directory.by_name[person.unit], person) for person in directory.people]
    return _Index(tuple(keys), tuple(key.text for key in keys), (*of_units, *of_people))


def _unit_keys(unit: Unit) -> list[_Key]:
    own = dict.fromkeys((unit.name, core(unit.name)))
    names = [_Key(plain(name), unit, None, 1.0, partial(words.why_name, unit.name)) for name in own]
    aliases = [_Key(plain(alias), unit, None, 0.99, partial(words.why_alias, alias)) for alias in unit.aliases]
    duties = [_Key(plain(duty), unit, None, 0.93, partial(words.why_duty, duty)) for duty in unit.duties]
    return names + aliases + duties


def _person_key(directory: Directory, person: Official) -> _Key:
    why = partial(words.why_person, person.name, person.unit)
    return _Key(plain(person.name), directory.by_name[person.unit], person, 1.0, why)
