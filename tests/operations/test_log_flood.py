"""A flood writes one line a minute for each kind, and the next line says how many were left out."""

import io
import json
import logging
from typing import Any

import structlog

from bot.operations.log_flood import MAX_KINDS, OncePerMinute


def lines(written: io.StringIO) -> list[tuple[str, int]]:
    """Each line's words and how often it was repeated before."""
    found: list[dict[str, Any]] = [json.loads(line) for line in written.getvalue().splitlines()]
    return [(line["event"], line.get("repeated", 0)) for line in found]


def accept_fails(at: float) -> None:
    """As asyncio logs it at each turn while no more files may be opened; ``at`` is in seconds."""
    said = "socket.accept() out of system resource\nsocket: <asyncio.TransportSocket fd=7>"
    error = OSError(24, "EMFILE")
    record = {"name": "asyncio", "levelname": "ERROR", "msg": said, "created": at, "exc_info": (OSError, error, None)}
    logging.getLogger().handlers[0].handle(logging.makeLogRecord(record))


def test_what_is_repeated_within_a_minute_is_counted_and_not_written(written: io.StringIO) -> None:
    for turn in range(2_048):
        accept_fails(at=turn / 50)
    for at in (60, 61, 119, 120):
        accept_fails(at)
    words = "socket.accept() out of system resource"
    assert lines(written) == [(words, 0), (words, 2_047), (words, 2)]


def test_each_kind_has_its_own_line(written: io.StringIO) -> None:
    ours = structlog.get_logger("bot.channels.webchat.errors")
    for _ in range(3):
        logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
        for error, place in (("KeyError", "x.py:1"), ("KeyError", "x.py:2"), ("ValueError", "x.py:1")):
            ours.error("web_request_failed", error=error, place=place)
    assert [event for event, _ in lines(written)] == ["Invalid HTTP request received."] + ["web_request_failed"] * 3


def test_what_no_stranger_can_cause_is_written_each_time(written: io.StringIO) -> None:
    for number in range(3):
        structlog.get_logger("bot.engine.worker").error("step failed", update=number)
        logging.getLogger("sqlalchemy").error("broken")
    assert len(lines(written)) == 6


def test_a_clock_that_is_set_back_silences_nothing(written: io.StringIO) -> None:
    accept_fails(at=3_600)
    accept_fails(at=0)
    assert len(lines(written)) == 2


def test_kinds_are_not_remembered_without_end() -> None:
    flood = OncePerMinute()
    for number in range(3 * MAX_KINDS):
        flood.filter(logging.makeLogRecord({"name": "asyncio", "msg": str(number), "created": 0}))
    assert len(flood) == MAX_KINDS
