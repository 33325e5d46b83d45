"""What past assignments teach about which unit handles a text: counts of character pairs per unit, in numpy.

Only counts are kept: teaching adds, undoing subtracts, and leaves exactly what would be there without the lesson.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from directory.normalise import clauses

PairNumbers = NDArray[np.uint16]
SLOT_COUNT = 1 << 16
FIRST_UNIT_COUNT = 64  # columns at the first lesson, doubled when full; without lessons there is no memory
RULES_WEIGHT = 250  # lessons: with this many, and all of the text's pairs known, they weigh as much as the rules
MIN_NOBODY_PROBABILITY = 1e-3  # minimum probability that no unit is responsible, where the rules leave none
SMOOTHING_WEIGHT = 3.0  # lessons with a pair that are needed to believe half of what they say
PAIR_WEIGHT = 0.25  # pairs of a text overlap, so each says less than it would alone
FAMILIARITY_EXPONENT = 4  # a text with half of its pairs known is not half known: many pairs are in every text


def grams(text: str) -> PairNumbers:
    """The distinct character pairs of a text, as hashes from which the text cannot be recovered."""
    pairs = {one + other for clause in clauses(text) for one, other in pairwise(clause)}
    return np.array(sorted({crc32(pair.encode()) % SLOT_COUNT for pair in pairs}), np.uint16)


class Learned:
    """Units are identified by their ids."""

    def __init__(self) -> None:
        self._columns: dict[int, int] = {}
        self._counts = np.zeros((SLOT_COUNT, 0), np.float32)
        self._lessons = np.zeros(0, np.float32)

    @property
    def lessons(self) -> int:
        return int(self._lessons.sum())

    def teach(self, pairs: PairNumbers, unit: int, times: int = 1) -> None:
        """``times`` is 1, or -1 to undo."""
        column = self._column(unit)
        self._counts[pairs, column] += times
        self._lessons[column] += times

    def familiarity(self, pairs: PairNumbers) -> float:
        """How familiar a text is, 0 to 1, by how many of its pairs have been seen before."""
        return float((self._counts[pairs].sum(axis=1) > 0).mean()) ** FAMILIARITY_EXPONENT if len(pairs) else 0.0

    def blended(self, pairs: PairNumbers, by_rules: Mapping[int, float]) -> dict[int, float]:
        """Probabilities of the units by rules and lessons together: the rules weigh less as lessons grow.

        ``by_rules`` holds probabilities above 0; the remainder to 1 is the probability of no unit, about which lessons
        say nothing.
        """
        familiarity = self.familiarity(pairs)
        rules = RULES_WEIGHT / (RULES_WEIGHT + self.lessons * familiarity)
        units = list(by_rules)
        nobody = max(MIN_NOBODY_PROBABILITY, 1 - sum(by_rules.values()))
        logs = rules * np.log(np.array([*by_rules.values(), nobody]))
        logs[:-1] += familiarity * self._told(pairs, units)
        weights = np.exp(logs - logs.max())
        return dict(zip(units, (weights[:-1] / weights.sum()).tolist(), strict=True))

    def _told(self, pairs: PairNumbers, units: Sequence[int]) -> NDArray[np.float64]:
        """The evidence of the lessons for each unit, as a logarithm; 0 where there is none."""
        columns = [self._columns.get(unit, -1) for unit in units]
        lessons = np.append(self._lessons, 0)[columns]
        usual = (lessons + 1) / (self.lessons + len(units))
        counts = self._counts[pairs]
        every = counts.sum(axis=1, keepdims=True)
        own = np.hstack([counts, np.zeros((len(pairs), 1), np.float32)])[:, columns]
        ratio = np.log((own + SMOOTHING_WEIGHT * usual) / ((every + SMOOTHING_WEIGHT) * usual))
        told: NDArray[np.float64] = PAIR_WEIGHT * ratio.sum(axis=0)
        return told

    def _column(self, unit: int) -> int:
        if unit not in self._columns:
            self._columns[unit] = len(self._columns)
            if len(self._columns) > len(self._lessons):
                more = len(self._lessons) or FIRST_UNIT_COUNT
                self._counts = np.hstack([self._counts, np.zeros((SLOT_COUNT, more), np.float32)])
                self._lessons = np.hstack([self._lessons, np.zeros(more, np.float32)])
        return self._columns[unit]
