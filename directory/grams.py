"""Which of many strings share the most telling pieces with a query: an index of single signs and pairs, in numpy."""

from array import array
from collections.abc import Sequence
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Shares = NDArray[np.float32]
READ = 4_000  # entries read for one query, beginning with the rarest piece


class Grams:
    """The rows of all pieces lie one after another in one array: one array for each piece would take ten times that."""

    def __init__(self, strings: Sequence[str]) -> None:
        self._count = len(strings)
        self._numbers: dict[str, int] = {}  # of the pieces
        rows, numbers = self._entries(strings)
        held = np.bincount(numbers)
        self._weights = [log(1 + self._count / count) for count in held.tolist()]
        self._ends = [0, *np.cumsum(held).tolist()]  # the rows of a piece lie between its own and the next
        self._rows: Rows = rows[np.argsort(numbers, kind="stable")]
        self._sums = np.bincount(rows, np.array(self._weights)[numbers], self._count).astype(np.float32)

    def _entries(self, strings: Sequence[str]) -> tuple[Rows, Rows]:
        """Which row holds which piece, row by row."""
        rows, numbers = array("i"), array("i")
        for row, string in enumerate(strings):
            for gram in _grams(string):
                rows.append(row)
                numbers.append(self._numbers.setdefault(gram, len(self._numbers)))
        return np.array(rows, np.int32), np.array(numbers, np.int32)

    def nearest(self, wanted: str, most: int) -> tuple[Rows, Shares]:
        """At most ``most`` rows: those that share most of the query, most of themselves, or most of both.

        With each comes what it shares with the query, 0 to 1, rare pieces counting more than common ones.
        """
        grams = _grams(wanted)
        weights = self._weights
        known = sorted((self._numbers[gram] for gram in grams if gram in self._numbers), key=lambda one: -weights[one])
        if not known:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        shared = np.zeros(self._count, np.float32)
        touched: list[Rows] = []
        left = READ
        for number in known:
            rows = self._rows[self._ends[number] : self._ends[number + 1]]
            if touched and len(rows) > left:
                break
            touched.append(rows[shared[rows] == 0])
            shared[rows] += weights[number]
            left -= len(rows)
        rows = np.concatenate(touched)
        unknown = log(1 + self._count)
        whole = sum(weights[number] for number in known) + unknown * (len(grams) - len(known))
        common, own = shared[rows], self._sums[rows]
        both = 2 * common / (whole + own)
        if len(rows) > most:
            chosen = np.argpartition(-(both + 0.3 * common / own), most)[:most]
            return rows[chosen], both[chosen]
        return rows, both


def _grams(string: str) -> set[str]:
    return {*string, *map("".join, pairwise(string))}
