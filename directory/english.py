"""Texts in English as the Chinese matters that the knowledge about units knows, and the places that they name."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from directory.model import Category, Directory
from directory.pinyin import reading

MIN_LETTERS_SHARE = 0.8  # of a text's letters that are Latin
MAX_CHARS = 800  # what is wanted stands in the first hundred words
MAX_MATTERS = 3
SERVICE = "营商环境"  # "nobody answers", "no reply": what is said beside any matter
IN_ENGLISH = "(?:sub-?district|street|town(?:ship)?|village)"
KIND_OF_PLACE = re.compile("(?:街道|镇|乡)$")

Patterns = tuple[tuple[str, re.Pattern[str]], ...]
Span = tuple[int, int]


def in_chinese(text: str, directory: Directory) -> str:
    """What an English text is about, the most telling matter first and twice; any other text as it is."""
    said = text[:MAX_CHARS].lower().replace("’", "'")
    if not is_english(said):
        return text
    told = _told(said, (*_matters(), *_places(directory)))
    if len(told) > 1:
        told.pop(SERVICE, None)
    words = sorted(told, key=lambda word: -told[word])[:MAX_MATTERS]
    return "，".join([*words[:1], *words]) if words else text


def _told(said: str, patterns: Patterns) -> dict[str, int]:
    """How much of the text speaks for each word: the length of its longest match, and a little for each further one.
    What stands within a longer match does not count."""
    found = [(match.span(), word) for word, pattern in patterns for match in pattern.finditer(said)]
    told: dict[str, int] = {}
    for (start, end), word in found:
        if not any(_is_within((start, end), other) for other, _ in found):
            told[word] = max(told.get(word, 0), end - start) + 2 * (word in told)
    return told


def _is_within(one: Span, other: Span) -> bool:
    return other[0] <= one[0] and one[1] <= other[1] and other != one


def is_english(text: str) -> bool:
    """Whether its letters are Latin, but for names."""
    letters = [sign for sign in text if sign.isalpha()]
    return bool(letters) and sum(sign.isascii() for sign in letters) >= MIN_LETTERS_SHARE * len(letters)


@cache
def _matters() -> Patterns:
    table = tomllib.loads(Path(__file__).with_name("english.toml").read_text("utf-8"))["matters"]
    return tuple((matter, re.compile(rf"\b(?:{'|'.join(patterns)})\b")) for matter, patterns in table.items())


@lru_cache(maxsize=1)
def _places(directory: Directory) -> Patterns:
    """Townships and streets, as their pronunciation is written."""
    return tuple(_spelt(directory))


def _spelt(directory: Directory) -> Iterator[tuple[str, re.Pattern[str]]]:
    for unit in directory.units:
        if unit.category in (Category.TOWNSHIP, Category.STREET):
            spelling = "".join(map(reading, KIND_OF_PLACE.sub("", unit.name)))
            yield (
                unit.name,
                re.compile(rf"\b{re.escape(spelling)}(?: (?:sub-?district|street|town(?:ship)?|village))?\b"),
            )
