"""How many texts are pronounced, in every likely reading, ready to be searched: computed once for the same texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from directory import pinyin
from directory.grams import Grams

MAX_KEPT = 2  # of which the process remembers the pronunciation: the directory as it is, and as it was before an import
SOURCES = ("grams.py", "pinyin.py", "pronunciation.py")  # what they compute depends on them


@dataclass(frozen=True, slots=True)
class Text:
    """Normalised; a person's surname has readings of its own."""

    text: str
    is_person: bool


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """One row for each reading; ``texts`` says which text it is a reading of."""

    texts: NDArray[np.int32]
    spelt: list[str]
    initials: list[str]
    sounded: list[str]
    blurred: list[str]
    grams: Grams


_kept: dict[str, Pronunciation] = {}


def pronounce(texts: Sequence[Text]) -> Pronunciation:
    digest = _digest(texts)
    if digest not in _kept:
        keep(digest, _pronounce(texts))
    return _kept[digest]


def keep(digest: str, pronunciation: Pronunciation) -> None:
    """Remember it under the digest of its texts, in place of the one remembered longest."""
    _kept[digest] = pronunciation
    while len(_kept) > MAX_KEPT:
        del _kept[next(iter(_kept))]


def kept() -> dict[str, Pronunciation]:
    return dict(_kept)


def _digest(texts: Sequence[Text]) -> str:
    content = "\n".join(f"{one.is_person:d}{one.text}" for one in texts)
    return sha256(_code() + content.encode()).hexdigest()


@cache
def _code() -> bytes:
    """A digest of whatever else the result depends on."""
    sources = b"".join(Path(__file__).with_name(name).read_bytes() for name in SOURCES)
    return sha256(sources + version("pypinyin").encode()).digest()


def _pronounce(texts: Sequence[Text]) -> Pronunciation:
    ways = [(row, way) for row, one in enumerate(texts) for way in pinyin.readings(one.text, one.is_person)]
    sounded = [pinyin.sounded(way) for _, way in ways]
    blurred = [pinyin.blurred(one) for one in sounded]
    return Pronunciation(
        np.array([row for row, _ in ways], np.int32),
        ["".join(way) for _, way in ways],
        [pinyin.initials(way) for _, way in ways],
        sounded,
        blurred,
        Grams.of(blurred),
    )
