"""What strangers can cause is logged once a minute for each kind; the next line says how often it was repeated."""

import logging
from collections.abc import Hashable
from typing import Any

from structlog.typing import EventDict

STRANGERS_CAUSE = ("asyncio", "uvicorn", "bot.channels.webchat")  # loggers and those below them
SECONDS = 60
MAX_KINDS = 1_000


class OncePerMinute(logging.Filter):
    """A filter of a handler. ``record.repeated`` is how many lines of the kind were left out since the last one."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[Hashable, tuple[float, int]] = {}  # when a kind was logged, and how many were left out since

    def __len__(self) -> int:
        """The number of kinds in memory."""
        return len(self._last)

    def filter(self, record: logging.LogRecord) -> bool:
        if not _is_caused_by_strangers(record.name):
            return True
        kind = _kind(record)
        at, left_out = self._last.pop(kind, (-float(SECONDS), 0))
        logged = not 0 <= record.created - at < SECONDS  # a clock set back silences nothing
        record.repeated = left_out
        self._last[kind] = (record.created, 0) if logged else (at, left_out + 1)
        if len(self._last) > MAX_KINDS:
            del self._last[next(iter(self._last))]
        return logged


def with_repeats(_: Any, __: str, event: EventDict) -> EventDict:
    """A processor of the formatter."""
    if repeated := getattr(event.get("_record"), "repeated", 0):
        event["repeated"] = repeated
    return event


def _is_caused_by_strangers(logger: str) -> bool:
    return any(logger == name or logger.startswith(f"{name}.") for name in STRANGERS_CAUSE)


def _kind(record: logging.LogRecord) -> Hashable:
    """The logger with the line's words, for our own lines also the error and where it happened."""
    said: Any = record.msg
    if isinstance(said, dict):
        return (record.name, *(str(said.get(key)) for key in ("event", "reason", "error", "place")))
    return (record.name, str(said).partition("\n")[0])
