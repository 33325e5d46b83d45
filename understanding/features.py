"""What the weights are given of a text and its context: the rules' strengths, the text's pieces, the situation."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from understanding.cues import covered
from understanding.model import Context, Kind, Reading
from understanding.said import Said

LONGEST_PIECE = 3  # characters
WORD = re.compile("[a-z']+")
DIGITS = re.compile("[0-9]+")
MAX_PIECES_FROM = 160  # characters of a text whose pieces count: what is wanted stands at its beginning or its end
REFERENCE = "▢"  # stands for words of the open appeals
CLOSED = ("confirm_contact", "confirm_path", "confirm_solved", "rate", "consent")  # questions with few answers
LENGTHS = (4, 8, 14, 24, 50, 120)


def features(said: Said, readings: Mapping[Kind, Reading]) -> dict[str, float]:
    """By name. Names are kept in the file of weights."""
    asked = said.context.asked
    found = {f"rule {kind}": reading.strength for kind, reading in readings.items()}
    for kind in _strongest(readings):
        found |= {f"rule {kind} wins": 1.0, f"rule {kind} wins, asked {asked}": 1.0}
    found |= {f"rule {kind}, asked {asked}": one.strength for kind, one in readings.items() if asked in CLOSED}
    found |= dict(_of_text(said))
    found |= dict.fromkeys(_situation(said.context), 1.0)
    pieces = set(_pieces(said))
    share = 1.0 / max(1.0, len(pieces) ** 0.5)
    found |= {f"piece {piece}": share for piece in pieces}
    return found


def _strongest(readings: Mapping[Kind, Reading]) -> Iterator[Kind]:
    if readings:
        yield max(readings, key=lambda kind: readings[kind].strength)


def _of_text(said: Said) -> Iterator[tuple[str, float]]:
    yield "bias", 1.0
    yield from (
        (f"has {name}", said.found(name).weight) for name in ("complaint", "fresh", "goes_on", "anger", "distress")
    )
    yield "unit is likely", said.likeliest
    yield "unit of an open appeal", float(said.is_of_open_unit)
    yield "refers to an open appeal", float(bool(said.references))
    yield "names an appeal", float(bool(said.named))
    yield f"length {sum(said.length > most for most in LENGTHS)}", 1.0
    yield "asks", float("?" in said.text)
    yield "exclaims", float("!" in said.text)
    yield "latin", float(said.text.isascii())


def _situation(context: Context) -> Iterator[str]:
    yield f"asked {context.asked}"
    yield f"role {'entrepreneur' if not context.is_staff else 'office' if context.role == 'office' else 'handler'}"
    yield f"open {min(2, len(context.open))}"
    yield f"showing {context.showing is not None}"
    yield f"spoken of {context.spoken_of is not None}"
    yield f"replied to {context.replied_to is not None}"
    number = context.replied_to or context.showing or context.spoken_of
    about = context.appeal(number) or (context.open[0] if len(context.open) == 1 else None)
    yield f"stage {about.stage if about else None}"
    yield from (f"any stage {one.stage}" for one in context.open)


def _pieces(said: Said) -> Iterator[str]:
    """Of one to three characters, and of other languages words and pairs of them; what refers to open appeals is one
    sign."""
    text = said.text.strip()
    if len(text) > MAX_PIECES_FROM:
        text = f"{text[: MAX_PIECES_FROM // 2]}\n{text[-MAX_PIECES_FROM // 2 :]}"
        marks = [False] * len(text)
    else:
        start = said.text.index(text) if text else 0
        marks = covered(said.references, len(said.text))[start : start + len(text)]
    words = WORD.findall(text)
    yield from (f"{word} " for word in words)
    yield from (f"{one} {two} " for one, two in pairwise(words))
    signs = "".join(REFERENCE if marked else sign for sign, marked in zip(text, marks, strict=True))
    signs = re.sub(f"{REFERENCE}+", REFERENCE, DIGITS.sub("0", WORD.sub("a", signs)))
    signs = f"^{re.sub(r'[^0-9a-z一-龥▢?!]+', ' ', signs)}$"
    for length in range(1, LONGEST_PIECE + 1):
        yield from (signs[start : start + length] for start in range(len(signs) - length + 1))
