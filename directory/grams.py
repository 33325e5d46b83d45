"""Which of many strings share the most telling pieces with a query: an index of single signs and pairs, in numpy."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Shares = NDArray[np.float32]
READ = 4_000  # entries read for one query, beginning with the rarest piece


class Grams:
    def __init__(self, strings: Sequence[str]) -> None:
        self._count = len(strings)
        places: dict[str, list[int]] = defaultdict(list)
        pieces = [_grams(string) for string in strings]
        for row, grams in enumerate(pieces):
            for gram in grams:
                places[gram].append(row)
        self._places: dict[str, Rows] = {gram: np.array(rows, np.int32) for gram, rows in places.items()}
        self._weights = {gram: log(1 + self._count / len(rows)) for gram, rows in places.items()}
        weight = self._weights.__getitem__
        self._sums = np.fromiter((sum(map(weight, grams)) for grams in pieces), np.float32, self._count)

    def nearest(self, wanted: str, most: int) -> tuple[Rows, Shares]:
        """At most ``most`` rows: those that share most of the query, most of themselves, or most of both.

        With each comes what it shares with the query, 0 to 1, rare pieces counting more than common ones.
        """
        grams = _grams(wanted)
        known = sorted((gram for gram in grams if gram in self._places), key=lambda gram: -self._weights[gram])
        if not known:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        shared = np.zeros(self._count, np.float32)
        touched: list[Rows] = []
        left = READ
        for gram in known:
            rows = self._places[gram]
            if touched and len(rows) > left:
                break
            touched.append(rows[shared[rows] == 0])
            shared[rows] += self._weights[gram]
            left -= len(rows)
        rows = np.concatenate(touched)
        unknown = log(1 + self._count)
        whole = sum(self._weights.get(gram, unknown) for gram in grams)
        common, own = shared[rows], self._sums[rows]
        both = 2 * common / (whole + own)
        if len(rows) > most:
            chosen = np.argpartition(-(both + 0.3 * common / own), most)[:most]
            return rows[chosen], both[chosen]
        return rows, both


def _grams(string: str) -> set[str]:
    return {*string, *map("".join, pairwise(string))}
