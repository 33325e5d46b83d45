"""What is known about the kinds of units that districts have: one TOML file each in ``knowledge/``."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "knowledge"
LISTS = ("short", "parts", "duties", "matters", "shared", "hints", "otherwise")
PLACE = "township"  # the kind of every township and street, whatever its name


@dataclass(frozen=True, slots=True)
class UnitKind:
    """A kind of unit, e.g. market supervision: recognised by ``pattern`` in an official name.

    ``matters`` are people's words for what they want from it, ``shared`` those that it handles in some districts only,
    ``hints`` words that only hint at it ("小区"); ``otherwise`` lists the kinds that do its work where a district has
    no such unit.
    """

    id: str
    name: str
    pattern: str
    short: tuple[str, ...]  # 简称
    parts: tuple[str, ...]  # 下属单位、窗口、热线
    duties: tuple[str, ...]  # 职责
    matters: tuple[str, ...]
    shared: tuple[str, ...]
    hints: tuple[str, ...]
    otherwise: tuple[str, ...]
    old: Mapping[str, str]  # 旧称 → what became of it


@cache
def kinds() -> Mapping[str, UnitKind]:
    """Kinds by id."""
    return {
        file.stem: _kind(file.stem, tomllib.loads(file.read_text("utf-8"))) for file in sorted(FOLDER.glob("*.toml"))
    }


@cache
def kinds_of(name: str, is_place: bool = False) -> tuple[UnitKind, ...]:
    """The kinds that an official name matches; a merged bureau (文化旅游体育局) is of several."""
    if is_place:
        return tuple(one for one in kinds().values() if one.id == PLACE)
    return tuple(one for one in kinds().values() if one.id != PLACE and re.search(one.pattern, name))


def _kind(identity: str, table: dict[str, Any]) -> UnitKind:
    lists = {key: tuple(table.get(key, ())) for key in LISTS}
    return UnitKind(identity, table["name"], table["pattern"], old=table["old"], **lists)
