"""What common kinds of units do, so that a directory of official names alone finds and routes as well.

The table is ``duties.toml``; a directory's own duties come on top of it.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from directory.model import Directory, Unit

TABLE = Path(__file__).parent / "duties.toml"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of unit, known by a pattern in its official name; its short and old names, and words of its matters."""

    pattern: str
    names: tuple[str, ...]
    words: tuple[str, ...]


@cache
def kinds() -> tuple[Kind, ...]:
    entries = _table()["kind"]
    return tuple(Kind(one["pattern"], tuple(one["names"]), tuple(one["words"])) for one in entries)


@cache
def place_words() -> tuple[str, ...]:
    """Words of matters that are a township's or street's business, wherever it is."""
    return tuple(_table()["place_words"])


@cache
def kind_of(name: str) -> Kind | None:
    return next((kind for kind in kinds() if re.search(kind.pattern, name)), None)


def known(directory: Directory) -> tuple[Unit, ...]:
    """The units with the names and words of their kinds added. A name that would be ambiguous is given to none."""
    known_kinds = {unit.name: kind_of(unit.name) for unit in directory.units if not unit.is_place}
    owners = _owners(directory, known_kinds)
    return tuple(_enriched(unit, known_kinds.get(unit.name), owners) for unit in directory.units)


def _owners(directory: Directory, known_kinds: dict[str, Kind | None]) -> dict[str, str]:
    """Whose each name is: the unit's that says so itself, else that bears it, else the only one's of the kind."""
    own = {alias: unit.name for unit in reversed(directory.units) for alias in (unit.name, *unit.aliases)}
    claims: dict[str, list[str]] = {}
    for unit, kind in known_kinds.items():
        for name in kind.names if kind else ():
            claims.setdefault(name, []).append(unit)
    for name, units in claims.items():
        bearing = [unit for unit in units if name in unit] or units
        if len(bearing) == 1:
            own.setdefault(name, bearing[0])
    return own


def _enriched(unit: Unit, kind: Kind | None, owners: dict[str, str]) -> Unit:
    if kind is None:
        return unit
    names = (name for name in kind.names if owners.get(name) == unit.name != name)
    return replace(
        unit,
        aliases=tuple(dict.fromkeys((*unit.aliases, *names))),
        duties=tuple(dict.fromkeys((*unit.duties, *kind.words))),
    )


@cache
def _table() -> dict[str, Any]:
    with TABLE.open("rb") as source:
        return tomllib.load(source)
