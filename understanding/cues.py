"""The words that speak for each kind of meaning, from the files in ``kinds/``, and where a text has them."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
STRONG, WEAK = 1.0, 0.55
FRAGMENT = re.compile(r"\{([a-z]+)\}")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What a text has of one group of words."""

    weight: float = 0.0
    spans: tuple[Span, ...] = ()

    def words(self, text: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text[start:end].strip() for start, end in self.spans))


@dataclass(frozen=True, slots=True)
class Group:
    """The words of a kind, or of one of its values."""

    strong: tuple[re.Pattern[str], ...]
    weak: tuple[re.Pattern[str], ...]

    def found(self, text: str) -> Found:
        spans = sorted(set(_spans(self.strong, text)))
        if spans:
            return Found(STRONG, tuple(spans + sorted(set(_spans(self.weak, text)))))
        weak = sorted(set(_spans(self.weak, text)))
        return Found(WEAK, tuple(weak)) if weak else Found()


def _spans(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[Span]:
    for pattern in patterns:
        yield from (match.span() for match in pattern.finditer(text) if match.end() > match.start())


@cache
def groups(kind: str) -> Mapping[str, Group]:
    """The groups of a file by value; "" where the kind has no values."""
    table = tomllib.loads((FOLDER / "kinds" / f"{kind}.toml").read_text("utf-8"))
    if "strong" in table:
        return {"": _group(table)}
    return {value: _group(part) for value, part in table.items()}


def _group(table: Mapping[str, Sequence[str]]) -> Group:
    return Group(*(tuple(map(_pattern, table.get(name, ()))) for name in ("strong", "weak")))


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(FRAGMENT.sub(lambda found: _fragments()[found[1]], written))


@cache
def _fragments() -> Mapping[str, str]:
    parts: dict[str, str] = tomllib.loads((FOLDER / "fragments.toml").read_text("utf-8"))
    return parts


def covered(spans: Sequence[Span], length: int) -> list[bool]:
    """For each character, whether one of ``spans`` has it."""
    marks = [False] * length
    for start, end in spans:
        marks[start:end] = [True] * (end - start)
    return marks
