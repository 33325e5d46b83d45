"""The units of a directory that are right for a kind of unit: those of the kind, else those that do its work."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from directory.model import Directory
from directory.vocabulary import holders

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An invented text and the kinds of units that handle it."""

    text: str
    kinds: tuple[str, ...]
    place: str = ""


def labelled(name: str, field: str) -> list[Labelled]:
    """The texts of a file in ``bench/data``."""
    return [Labelled(one[field], tuple(one["kinds"]), one.get("place", "")) for one in objects(name)]


def junk() -> list[str]:
    return [str(one["query"]) for one in objects("junk.jsonl")]


def right_units(directory: Directory, one: Labelled) -> frozenset[str]:
    """Names of units; empty if the directory has no unit for any of the kinds."""
    shares = holders(directory)
    return frozenset(name for kind in one.kinds for name in _holding(shares, kind, one.place))


def _holding(shares: dict[str, dict[str, float]], kind: str, place: str) -> Iterable[str]:
    if kind == "township":
        return [place] if place in shares else []
    held = {name: own[kind] for name, own in shares.items() if kind in own}
    return [name for name, share in held.items() if share == max(held.values())]


def objects(name: str) -> Iterator[dict[str, Any]]:
    for line in (DATA / name).read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
