"""Text for people: Chinese source sentences, translated into the reader's language.

``say("您的诉求 <b>{number}</b> 已受理。", number=…)`` translates the sentence, escapes the values for the limited HTML
that all channels understand, and fills them in. The sentence must be a literal, because ``texts.catalogue`` finds it by
parsing the code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from html import escape
from pathlib import Path

LANGUAGES = ("zh", "en")
SOURCE = "zh"
CATALOGUES = Path(__file__).parent / "locales"

_language: ContextVar[str] = ContextVar("language", default=SOURCE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything inside is in ``language``; an unknown language falls back to Chinese."""
    token = _language.set(language if language in LANGUAGES else SOURCE)
    try:
        yield
    finally:
        _language.reset(token)


def use_language(language: str) -> None:
    """Switch to ``language`` until the end of the innermost ``speaking``."""
    _language.set(language if language in LANGUAGES else SOURCE)


def language() -> str:
    return _language.get()


def say(sentence: str, /, **values: object) -> str:
    """``sentence`` in the current language, with ``values`` escaped and filled in; a ``Markup`` keeps its tags."""
    spoken = translated(sentence)
    return spoken.format_map({name: _safe(value) for name, value in values.items()}) if values else spoken


class Markup(str):
    """Text that has already been through ``say`` and may keep its tags."""


def sentence(text: str) -> str:
    """Marks a sentence in a table, which is translated only when it is used, so that the catalogue finds it."""
    return text


def translated(sentence: str) -> str:
    return sentence if _language.get() == SOURCE else _catalogue(_language.get()).get(sentence, sentence)


def _safe(value: object) -> object:
    return escape(value, quote=False) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _catalogue(language: str) -> dict[str, str]:
    file = CATALOGUES / language / "LC_MESSAGES" / "qinqing.po"
    if not file.exists():
        return {}
    from babel.messages.pofile import read_po  # late: a process that only speaks Chinese needs no 8 MB for it

    with file.open("rb") as source:
        return {str(entry.id): str(entry.string) for entry in read_po(source) if entry.id and entry.string}
