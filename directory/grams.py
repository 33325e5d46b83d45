"""An index in numpy of which strings share the rarest grams (single characters and pairs) with a query."""

from array import array
from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Shares = NDArray[np.float32]
MAX_ENTRIES = 4_000  # entries read per query, starting with the rarest gram


class Grams:
    """``pieces`` in some order; the rows that hold the n-th are those in ``rows`` from ``ends[n]`` to ``ends[n + 1]``.

    One array for each piece would take ten times the memory. ``sums`` is the weight of all pieces of each row.
    """

    def __init__(self, pieces: list[str], rows: Rows, ends: NDArray[np.int64], sums: Shares) -> None:
        self.pieces = pieces
        self._count = len(sums)
        self._numbers = {piece: number for number, piece in enumerate(pieces)}
        self._rows, self._ends, self._sums = rows, ends.tolist(), sums
        self._weights = _weights(np.diff(ends), self._count)

    @classmethod
    def of(cls, strings: Sequence[str]) -> "Grams":
        pieces, rows, numbers = _entries(strings)
        held = np.bincount(numbers)
        weights = np.array(_weights(held, len(strings)))
        ends = np.concatenate(([0], np.cumsum(held)))
        sums = np.bincount(rows, weights[numbers], len(strings)).astype(np.float32)
        return cls(pieces, rows[np.argsort(numbers, kind="stable")], ends, sums)

    def arrays(self) -> dict[str, Any]:
        """What ``__init__`` takes beside the pieces."""
        return {"rows": self._rows, "ends": np.array(self._ends, np.int64), "sums": self._sums}

    def nearest(self, wanted: str, most: int) -> tuple[Rows, Shares]:
        """At most ``most`` rows: those that share most of the query, most of themselves, or most of both.

        Each comes with what it shares with the query, 0 to 1; rare grams count more than common ones.
        """
        grams = _grams(wanted)
        weights = self._weights
        known = sorted((self._numbers[gram] for gram in grams if gram in self._numbers), key=lambda one: -weights[one])
        if not known:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        entries, entry_weights = self._read(known)
        rows, common = _summed(entries, entry_weights, self._count)
        unknown = log(1 + self._count)
        whole = sum(weights[number] for number in known) + unknown * (len(grams) - len(known))
        own = self._sums[rows]
        both = 2 * common / (whole + own)
        if len(rows) > most:
            chosen = np.argpartition(-(both + 0.3 * common / own), most)[:most]
            return rows[chosen], both[chosen]
        return rows, both

    def _read(self, numbers: Sequence[int]) -> tuple[Rows, Shares]:
        """The rows of the first of these pieces that are not too many together, and for each the piece's weight."""
        taken: list[Rows] = []
        left = MAX_ENTRIES
        for number in numbers:
            rows = self._rows[self._ends[number] : self._ends[number + 1]]
            if taken and len(rows) > left:
                break
            taken.append(rows)
            left -= len(rows)
        weights = np.array([self._weights[number] for number in numbers[: len(taken)]], np.float32)
        return np.concatenate(taken), np.repeat(weights, [len(rows) for rows in taken])


def _summed(entries: Rows, weights: Shares, count: int) -> tuple[Rows, Shares]:
    """Each row of ``entries`` once, with the sum of its weights; takes no time for rows that are not among them."""
    places = np.arange(len(entries), dtype=np.int32)
    last = np.empty(count, np.int32)  # of each row among the entries, where it stands last
    last[entries] = places
    of_row = last[entries]
    once = of_row == places
    return entries[once], np.bincount(of_row, weights)[once].astype(np.float32)


def _grams(string: str) -> set[str]:
    return {*string, *map("".join, pairwise(string))}


def _entries(strings: Sequence[str]) -> tuple[list[str], Rows, Rows]:
    """The pieces, and which row holds which of them, row by row."""
    pieces: dict[str, int] = {}
    rows, numbers = array("i"), array("i")
    for row, string in enumerate(strings):
        for gram in _grams(string):
            rows.append(row)
            numbers.append(pieces.setdefault(gram, len(pieces)))
    return list(pieces), np.array(rows, np.int32), np.array(numbers, np.int32)


def _weights(held: NDArray[np.int64], count: int) -> list[float]:
    """Of each piece by how many rows hold it: rare ones tell more."""
    return [log(1 + count / rows) for rows in held.tolist()]
