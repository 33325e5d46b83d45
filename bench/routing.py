"""Routing letters by knowledge alone: how often the right unit is first or among three; how good probabilities are.

``python -m bench routing`` scores the half of the invented letters that nothing was fitted to. ``python -m
bench.routing PATH`` scores a csv file with the columns title, text or query, and accepted_units (several separated by
"|"), against a directory of the units that the file names.
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench import right
from bench.report import Promise, Report
from directory.load import load
from directory.match import find
from directory.mentions import Names
from directory.model import Category, Directory, Unit
from directory.normalise import clauses
from directory.route import Route, route

BANDS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.01)
TEXTS = ("title", "text", "query")


@dataclass(frozen=True, slots=True)
class Tried:
    """A text, the names of the right units, and the result."""

    text: str
    right: frozenset[str]
    names: Sequence[str]
    found: Route | None = None


def measure() -> Report:
    directory = load().directory
    letters = [(one, right.right_units(directory, one)) for one in right.labelled("letters.jsonl", "text")[1::2]]
    tried = [_routed(directory, one.text, units) for one, units in letters if units]
    mentions = _counting(directory)
    counted = [Tried(one.text, one.right, mentions(one.text)) for one in tried]
    english = [_routed(directory, one["text"], frozenset(one["units"])) for one in right.objects("english.jsonl")]
    assigned = [one for one in tried if one.found and one.found.decision == "assign"]
    return Report(
        title="Routing letters by knowledge alone",
        columns=("who", "letters", "first", "among three"),
        rows=[
            _row("qinqing", tried),
            _row("counting the units that a letter names", counted),
            _row("qinqing, appeals in English", english),
        ],
        promises=[
            Promise("letters that are assigned at once", len(assigned) / len(tried), "", 0.3, at_least=True),
            Promise("of these rightly", _first(assigned), "", 0.85, at_least=True),
            Promise("probabilities are off by", _error(tried), "", 0.1),
            Promise("appeals in English: right unit first", _first(english), "", 0.7, at_least=True),
        ],
        notes=[
            "Invented letters, written apart from the knowledge; the other half of them found the thresholds. Those in "
            "English are by somebody who had seen neither the knowledge nor the list of English words.",
            "Of the letters whose first unit is so likely, so many are that unit's: " + "; ".join(_bands(tried)) + ".",
        ],
    )


def _routed(directory: Directory, text: str, units: frozenset[str]) -> Tried:
    found = route(directory, text, len(directory.units))
    return Tried(text, units, [one.unit.name for one in found.ranked], found)


def _counting(directory: Directory) -> Callable[[str], list[str]]:
    """A simple keyword filter: the units named most often."""
    names = Names(directory)

    def ranked(text: str) -> list[str]:
        found = [unit.name for clause in clauses(text) for one in names.mentions(clause) for unit in one.units]
        return sorted(set(found), key=lambda name: -found.count(name))

    return ranked


def _row(who: str, tried: Sequence[Tried]) -> tuple[str, ...]:
    return who, f"{len(tried)}", f"{_first(tried):.3f}", f"{_among(tried):.3f}"


def _first(tried: Sequence[Tried]) -> float:
    return sum(bool(one.names) and one.names[0] in one.right for one in tried) / max(1, len(tried))


def _among(tried: Sequence[Tried]) -> float:
    return sum(not one.right.isdisjoint(one.names[:3]) for one in tried) / max(1, len(tried))


def _in_bands(tried: Sequence[Tried]) -> Iterator[tuple[list[Tried], float]]:
    """The letters of each band of probability that has any, with their mean probability."""
    for low, high in pairwise(BANDS):
        inside = [one for one in tried if one.found and low <= one.found.ranked[0].probability < high]
        if inside:
            yield inside, sum(one.found.ranked[0].probability for one in inside if one.found) / len(inside)


def _error(tried: Sequence[Tried]) -> float:
    """The expected calibration error: how far probabilities are from observed shares, band by band."""
    return sum(abs(_first(inside) - mean) * len(inside) for inside, mean in _in_bands(tried)) / len(tried)


def _bands(tried: Sequence[Tried]) -> Iterator[str]:
    for inside, mean in _in_bands(tried):
        yield f"{mean:.2f} likely, {_first(inside):.2f} right ({len(inside)})"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.routing", description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--misses", action="store_true", help="print every text whose right unit is not first")
    args = parser.parse_args()
    with args.path.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    column = next(name for name in TEXTS if name in rows[0])
    accepted = [frozenset(row["accepted_units"].split("|")) for row in rows]
    directory = Directory(tuple(Unit(name, Category.DEPARTMENT) for name in sorted(frozenset().union(*accepted))))
    tried = [_tried(directory, column, row[column], units) for row, units in zip(rows, accepted, strict=True)]
    print(
        f"{len(tried)} texts, {len(directory.units)} units: first {_first(tried):.3f}, among three {_among(tried):.3f}"
    )
    for one in tried:
        if args.misses and one.names[:1] and one.names[0] not in one.right:
            print(f"{one.text}: {'|'.join(sorted(one.right))}, not {'、'.join(one.names[:3])}")


def _tried(directory: Directory, column: str, text: str, units: frozenset[str]) -> Tried:
    if column == "query":
        return Tried(text, units, [match.unit.name for match in find(directory, text)])
    return _routed(directory, text, units)


if __name__ == "__main__":
    main()
