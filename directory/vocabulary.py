"""What is known about a directory's units: their own words, and those that their kinds (``knowledge/``) add."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache

from rapidfuzz import fuzz

from directory.kinds import PLACE, UnitKind, kinds, kinds_of
from directory.model import Directory, Unit
from directory.normalise import normalise
from directory.official import core, forms

SUBSTITUTE_SHARES = (0.95, 0.6, 0.5)  # shares of an absent kind's work: of the likeliest kind, the next, the third
OTHERS_NAME_SHARE = 0.4  # share of a name that fits another unit of the same kind better
BRANCH_SHARE = 0.9  # share of a kind whose main unit is another unit of the directory


class How(StrEnum):
    """In what way a text refers to a unit."""

    NAME = "name"  # 名称
    SHORT = "short"  # 简称
    OLD = "old"  # 旧称
    PART = "part"  # 下属
    DUTY = "duty"  # 职责
    MATTER = "matter"  # 事项
    SHARED = "shared"  # 有的地方归它
    HINT = "hint"  # only hints at it
    PLACE = "place"  # 辖区内的地名


NAMES = (How.NAME, How.SHORT, How.OLD, How.PART)


@dataclass(frozen=True, slots=True)
class Saying:
    """Words that refer to a unit; ``share`` (0 to 1) is lower if the unit is only possibly meant."""

    text: str
    how: How
    share: float = 1.0
    note: str = ""  # what became of an old name
    instead: bool = False  # of a kind that the district has no unit for, and whose work this unit does
    normalised: str = field(init=False, compare=False)  # ``text`` normalised for comparison

    def __post_init__(self) -> None:
        object.__setattr__(self, "normalised", normalise(self.text))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    unit: Unit
    sayings: tuple[Saying, ...]

    @property
    def names(self) -> Iterator[Saying]:
        return (one for one in self.sayings if one.how in NAMES)

    @property
    def words(self) -> Iterator[Saying]:
        return (one for one in self.sayings if one.how not in NAMES)


def vocabularies(directory: Directory) -> tuple[Vocabulary, ...]:
    """One per unit, in the directory's order."""
    return _vocabularies_of(directory.units)


@lru_cache(maxsize=1)
def _vocabularies_of(units: tuple[Unit, ...]) -> tuple[Vocabulary, ...]:
    """Cached by content: search and routing have Directory objects of their own, but the same vocabularies."""
    directory = Directory(units)
    shares = holders(directory)
    bearers = _Bearers(directory, shares)
    return tuple(Vocabulary(unit, _once(_own(unit), _of_kinds(unit, shares[unit.name], bearers))) for unit in units)


def holders(directory: Directory) -> dict[str, dict[str, float]]:
    """For each unit, its share of the kinds that it is of, or whose work it does because the district lacks them."""
    units: dict[str, list[str]] = {}
    for one in directory.units:
        for kind in kinds_of(one.name, one.is_place):
            units.setdefault(kind.id, []).append(one.name)
    shares: dict[str, dict[str, float]] = {one.name: {} for one in directory.units}
    for identity, kind in kinds().items():
        if identity in units:
            main = max(units[identity], key=lambda unit: fuzz.ratio(core(unit), kind.name))
            for unit in units[identity]:
                shares[unit][identity] = 1.0 if unit == main or identity == PLACE else BRANCH_SHARE
        else:
            present = [other for other in kind.otherwise if other in units]
            for share, other in zip(SUBSTITUTE_SHARES, present, strict=False):
                main = max(units[other], key=lambda unit: fuzz.ratio(core(unit), kinds()[other].name))
                shares[main][identity] = share
    return shares


def _own(unit: Unit) -> Iterator[Saying]:
    yield from (Saying(form, How.NAME) for form in forms(unit))
    yield from (Saying(alias, How.SHORT) for alias in unit.aliases)
    yield from (Saying(duty, How.PLACE if unit.is_place else How.DUTY) for duty in unit.duties)


def _of_kinds(unit: Unit, shares: dict[str, float], bearers: "_Bearers") -> Iterator[Saying]:
    """All sayings of the unit's kinds, except names that belong to another unit."""
    own = {kind.id for kind in kinds_of(unit.name, unit.is_place)}
    for identity, share in sorted(shares.items(), key=lambda one: -one[1]):
        if identity != PLACE:
            instead = identity not in own
            for saying in _sayings(kinds()[identity], share):
                if saying.how not in NAMES:
                    yield saying
                elif part := bearers.part(unit, identity, saying.text):
                    yield replace(saying, share=share * part, instead=instead)


class _Bearers:
    """Decides which units may use a name that the knowledge of a kind offers to all units of that kind."""

    def __init__(self, directory: Directory, shares: dict[str, dict[str, float]]) -> None:
        self._owners = {form: unit.name for unit in reversed(directory.units) for form in (*unit.aliases, *forms(unit))}
        self._of_kind: dict[str, list[str]] = {}
        for name, held in shares.items():
            for identity in held:
                self._of_kind.setdefault(identity, []).append(name)

    def part(self, unit: Unit, identity: str, name: str) -> float:
        """0 if another unit has the name, less than 1 if it abbreviates another's name better ("编办", "组织部")."""
        if self._owners.get(name, unit.name) != unit.name:
            return 0.0
        better = [one for one in self._of_kind[identity] if _abbreviates(name.rstrip("局委办部"), one)]
        return OTHERS_NAME_SHARE if better and unit.name not in better else 1.0


def _abbreviates(short: str, name: str) -> bool:
    """Whether all characters occur in the name in this order ("侨联" in "归国华侨联合会")."""
    left = iter(name)
    return all(sign in left for sign in short)


def _sayings(kind: UnitKind, share: float) -> Iterator[Saying]:
    yield from (Saying(text, How.SHORT, share) for text in (kind.name, *kind.short))
    yield from (Saying(text, How.OLD, share, note) for text, note in kind.old.items())
    yield from (Saying(text, How.PART, share) for text in kind.parts)
    yield from (Saying(text, How.DUTY, share) for text in kind.duties)
    yield from (Saying(text, How.MATTER, share) for text in kind.matters)
    yield from (Saying(text, How.SHARED, share) for text in kind.shared)
    yield from (Saying(text, How.HINT, share) for text in kind.hints)


def _once(*sources: Iterator[Saying]) -> tuple[Saying, ...]:
    """Each text once, from the first source that has it: a unit's own words come before those of its kinds.

    An alias that the knowledge lists as an old name or a sub-unit becomes one.
    """
    first: dict[str, Saying] = {}
    for source in sources:
        for saying in source:
            known_as = first.setdefault(saying.text, saying)
            if known_as.how is How.SHORT and saying.how in (How.OLD, How.PART) and not saying.instead:
                first[saying.text] = replace(known_as, how=saying.how, note=saying.note)
    return tuple(first.values())
