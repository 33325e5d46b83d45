"""Searches keys by spelling and sound. Built once per directory; any number of threads can read it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from directory import pinyin
from directory.grams import Rows
from directory.keys import Key, is_name, worth
from directory.pronunciation import Text, pronounce

CANDIDATES = 48
INITIALS, FEW_INITIALS = 0.95, 0.90
MAX_INITIALS_CHARS = 16
ALIKE = (0.34, 0.40, 0.26)  # weights of the same characters, the same sounds and similar sounds
RARE_PIECES_WEIGHT = 0.1  # weight of shared rare grams
EXCHANGED_WEIGHT = 0.86  # the same characters in another order
SYLLABLES = (0.66, 0.30)  # weights of the same and similar sounds, for typed letters
SPELT_WEIGHT = 0.92  # typed letters that are nearly the key's spelling
Scores = NDArray[np.float32]


class Index:
    def __init__(self, keys: Sequence[Key]) -> None:
        spoken = pronounce([Text(key.text, key.person is not None) for key in keys])
        self._keys = [keys[place] for place in spoken.texts.tolist()]
        self._texts = [key.text for key in self._keys]
        self._sounds, self._blurred, self._spelt = spoken.sounded, spoken.blurred, spoken.spelt
        self._signs = ["".join(sorted(text)) for text in self._texts]
        self._worth = np.array([worth(key) for key in self._keys], np.float32)
        self._names = np.array([is_name(key) for key in self._keys])
        self._lengths = np.array([len(text) for text in self._texts], np.float32)
        self._grams = spoken.grams
        self._same = _rows_of(self._texts)
        self._same_spelt = _rows_of(self._spelt)
        named = [initials if is_name(key) else "" for key, initials in zip(self._keys, spoken.initials, strict=True)]
        self._initials = _rows_of(named)  # of matters there are so many that any letters are some matter's
        self._initials.pop("", None)

    def search(self, wanted: str, whole: str, most: int = 40) -> list[tuple[float, Key]]:
        """The most likely keys with their scores, best first.

        ``whole`` is what was typed, ``wanted`` the same without filler words.
        """
        best: dict[int, float] = {}
        for row, score in self._scored(wanted, whole):
            best[row] = max(best.get(row, 0.0), score)
        order = sorted(best, key=lambda row: -best[row])[:most]
        return [(best[row], self._keys[row]) for row in order]

    def _scored(self, wanted: str, whole: str) -> list[tuple[int, float]]:
        same = [*self._same.get(whole, ()), *self._same.get(wanted, ())]
        found = [(row, 1.0) for row in same]
        if wanted.isascii() and 1 < len(wanted) <= MAX_INITIALS_CHARS:
            found += [(row, INITIALS if len(wanted) > 2 else FEW_INITIALS) for row in self._initials.get(wanted, ())]
        if wanted.isascii():  # "guangan" also means 广安, however it was split
            found += [(row, sum(SYLLABLES)) for row in self._same_spelt.get(wanted, ())]
        if wanted.isdigit():  # 12345 is not a near match of 12348
            return [(row, score * float(self._worth[row])) for row, score in found]
        heard = pinyin.sounded(pinyin.syllables(wanted))
        rows, shares = self._grams.nearest(pinyin.blurred(heard), CANDIDATES)
        if len(rows):
            alike = (1 - RARE_PIECES_WEIGHT) * self._likeness(wanted, heard, rows) + RARE_PIECES_WEIGHT * shares
            found += zip(rows.tolist(), alike.tolist(), strict=True)
        worth = self._worth[[row for row, _ in found]].tolist()
        return [(row, score * own) for (row, score), own in zip(found, worth, strict=True)]

    def _likeness(self, wanted: str, heard: str, rows: Rows) -> Scores:
        places = rows.tolist()
        sounding = _several(self._sounds, places)
        sound = _ratios(heard, sounding)
        blurred = _ratios(pinyin.blurred(heard), _several(self._blurred, places))
        part = _ratios(heard, sounding, fuzz.partial_ratio)
        if wanted.isascii():
            spelt = _ratios(wanted, _several(self._spelt, places))
            alike = np.maximum(SPELT_WEIGHT * spelt, SYLLABLES[0] * sound + SYLLABLES[1] * blurred)
        else:
            texts = _several(self._texts, places)
            alike = ALIKE[0] * _ratios(wanted, texts) + ALIKE[1] * sound + ALIKE[2] * blurred
            part = 0.5 * part + 0.5 * _ratios(wanted, texts, fuzz.partial_ratio)
        alike = np.maximum(alike, part * _shares(self._lengths[rows], len(heard), self._names[rows]))
        signs = "".join(sorted(wanted))
        exchanged = np.array([one == signs for one in _several(self._signs, places)])
        likely: Scores = np.where(exchanged, np.maximum(alike, EXCHANGED_WEIGHT), alike)
        return likely


def _rows_of(strings: Sequence[str]) -> dict[str, list[int]]:
    """By string, the rows that have it."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, string in enumerate(strings):
        rows[string].append(row)
    return rows


def _shares(own: Scores, typed: int, names: NDArray[np.bool_]) -> Scores:
    """The weight of one being nearly a part of the other: higher for a longer part with less around it.

    A single character counts only where it was typed for a name ("税").
    """
    shorter, longer = np.minimum(own, typed), np.maximum(own, typed)
    worth = (0.70 + 0.22 * np.minimum(1, (shorter - 1) / 4)) * (0.85 + 0.15 * shorter / longer)
    single = np.where(names, 1.12, 0.6) if typed == 1 else 0.6
    shares: Scores = np.where(shorter < 2, single * worth, worth).astype(np.float32)
    return shares


def _several(strings: list[str], places: list[int]) -> Sequence[str]:
    return itemgetter(*places)(strings) if len(places) > 1 else (strings[places[0]],)


def _ratios(wanted: str, texts: Sequence[str], scorer: Callable[..., float] = fuzz.ratio) -> Scores:
    found: Scores = process.cdist([wanted], texts, scorer=scorer, dtype=np.float32)[0] / 100
    return found
