"""Logs hold neither personal data nor what anybody wrote."""

import ast
import io
import json
import logging
import re
from pathlib import Path
from typing import Any, Literal, TypeGuard, cast

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from litestar import Request

from bot.channels.telegram.secrets import WITHHELD
from bot.channels.webchat import errors, page, sessions
from bot.channels.webchat.settings import WebSettings
from bot.config.model import LogSection
from bot.engine.places import place_of
from bot.operations import logs

SOURCES = ("appeals", "bot", "chats", "directory", "outbox", "people", "storage", "texts", "workdays")
ROOT = Path(__file__).parents[2]
METHODS = {"debug", "info", "warning", "error", "exception", "critical"}


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_a_line_says_what_happened_to_which_number(written: io.StringIO) -> None:
    structlog.get_logger("bot.worker").info("step repeated", update=17, chat=3, channel="web")
    (line,) = lines(written)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "step repeated", "level": "info", "logger": "bot.worker", "update": 17, "chat": 3, "channel": "web",
    }  # fmt: skip


def test_words_and_personal_data_are_withheld(written: io.StringIO) -> None:
    log = structlog.get_logger()
    log.info("x", text="张示例欠薪", name="张示例", payload={"text": "欠薪"}, phone=13800001234, whatever=["欠薪"])
    assert "示例" not in written.getvalue()
    assert "欠薪" not in written.getvalue()
    assert "1380000" not in written.getvalue()


def test_what_is_bound_for_later_lines_is_withheld_too(written: io.StringIO) -> None:
    structlog.get_logger().bind(name="张示例").info("x")
    assert "示例" not in written.getvalue()


def test_an_exception_says_where_and_of_which_kind_but_not_its_message(written: io.StringIO) -> None:
    try:
        try:
            raise ValueError("张示例 13800001234")
        except ValueError as error:
            raise LookupError("张示例") from error
    except LookupError:
        structlog.get_logger().exception("step failed", update=17)
    (line,) = lines(written)
    assert [one for one in line["exception"] if not one.startswith(" ")] == ["LookupError", "ValueError"]
    assert "test_an_exception_says_where" in line["exception"][1]
    assert line["exception"][1].startswith("  tests/operations/test_logs.py:")
    assert "示例" not in written.getvalue()
    assert "1380000" not in written.getvalue()


async def test_a_failed_web_request_says_in_which_of_our_lines_it_failed(written: io.StringIO) -> None:
    answer = errors.handlers(WebSettings(), page.environment())[Exception]
    try:
        sessions.digest(cast(Any, None))
    except AttributeError as error:
        answer(Request(cast(Any, {"type": "http", "method": "POST", "path": "/chat/messages", "headers": []})), error)
    line = next(one for one in lines(written) if one["event"] == "web_request_failed")
    assert re.fullmatch(r"bot/channels/webchat/sessions\.py:\d+", line["place"])


def test_the_place_of_an_error_inside_a_library_is_where_we_called_it() -> None:
    with pytest.raises(ValueError, match="Expecting") as raised:
        json.loads("{")
    assert re.fullmatch(r"tests/operations/test_logs\.py:\d+", place_of(raised.value))
    assert place_of(ValueError()) == ""


def test_a_librarys_line_is_kept_without_what_it_would_fill_in(written: io.StringIO) -> None:
    logging.getLogger("library").warning("cannot send %s to %s", "欠薪", "张示例")
    try:
        raise ValueError("张示例")
    except ValueError:
        logging.getLogger("library").exception("failed: %s", "张示例")
    first, second = lines(written)
    assert first["event"] == "cannot send %s to %s"
    assert second["exception"][0] == "ValueError"
    assert "示例" not in written.getvalue()


def test_of_a_librarys_lines_only_the_first_is_kept(written: io.StringIO) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: ValueError('张示例')")
    assert [line["event"] for line in lines(written)] == ["Task exception was never retrieved"]


def test_chatty_libraries_are_heard_only_when_something_is_wrong(written: io.StringIO) -> None:
    logging.getLogger("aiogram.event").info("Update id=1 is handled")
    assert not written.getvalue()


def test_what_the_worker_says_itself_is_not_said_twice_and_a_refusal_is_no_error(written: io.StringIO) -> None:
    logging.getLogger("aiogram.event").error("Cause exception while process update id=%d")
    assert not written.getvalue()


def test_the_console_form_withholds_as_much(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, level, before = root.handlers, root.level, structlog.get_config()
    logs.configure(LogSection(format="console"))
    structlog.get_logger().info("step repeated", text="张示例", update=17)
    structlog.configure(**before)
    root.handlers, root.level = handlers, level
    said = capsys.readouterr().err
    assert "step repeated" in said
    assert "17" in said
    assert "示例" not in said


def test_the_console_form_says_where_too(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    handlers, level, before = root.handlers, root.level, structlog.get_config()
    logs.configure(LogSection(format="console"))
    try:
        raise ValueError("张示例")
    except ValueError:
        structlog.get_logger().exception("step failed", update=17)
    structlog.configure(**before)
    root.handlers, root.level = handlers, level
    said = capsys.readouterr().err
    assert "ValueError\n  tests/operations/test_logs.py:" in said
    assert "示例" not in said


TOKEN = "123456789:" + "SampleTokenOfNoBot_-" * 2


@pytest.mark.parametrize(
    "line",
    [
        f"Cannot connect: https://api.telegram.org/bot{TOKEN}/getUpdates",
        f"POST /bot{TOKEN.replace(':', '%3A')}/sendMessage",
        f"GET /file/bot{TOKEN}/photos/file_1.jpg",
        f"Unauthorized: {TOKEN}",
    ],
)
@pytest.mark.parametrize("form", ["json", "console"])
def test_a_bots_token_is_cut_out_of_every_line(
    capsys: pytest.CaptureFixture[str], line: str, form: Literal["json", "console"]
) -> None:
    root = logging.getLogger()
    handlers, level, before = root.handlers, root.level, structlog.get_config()
    logs.configure(LogSection(format=form))
    logging.getLogger("library").error(line)
    structlog.get_logger().error("x", error=line)
    structlog.configure(**before)
    root.handlers, root.level = handlers, level
    said = capsys.readouterr().err
    assert said.count(WITHHELD) == 2
    assert "SampleToken" not in said
    assert "123456789" not in said


def test_of_an_exception_that_quotes_an_address_the_token_is_not_logged(written: io.StringIO) -> None:
    try:
        raise OSError(f"https://api.telegram.org/bot{TOKEN}/getMe")
    except OSError:
        structlog.get_logger().exception("cannot ask")
        logging.getLogger("library").exception("cannot ask")
    assert len(lines(written)) == 2
    assert "SampleToken" not in written.getvalue()


def test_times_and_places_are_not_taken_for_tokens(written: io.StringIO) -> None:
    structlog.get_logger().info("at 2026-11-23T01:00:00, worker.py:33", update=123456789, chat=12)
    (line,) = lines(written)
    assert (line["event"], line["update"]) == ("at 2026-11-23T01:00:00, worker.py:33", 123456789)


@given(st.dictionaries(st.text(), st.text(min_size=1) | st.binary() | st.lists(st.text())))
def test_under_whatever_name_no_text_passes_but_our_own(event: dict[str, Any]) -> None:
    kept = logs.without_personal_data(None, "info", dict(event))
    for key, value in kept.items():
        assert value == WITHHELD or key in logs.OURS or key.startswith("_") or key == "exc_info"


def test_every_sentence_that_is_logged_is_a_literal() -> None:
    for package in SOURCES:
        for file in (ROOT / package).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if _is_log_call(call):
                    assert isinstance(call.args[0], ast.Constant), f"{file}:{call.lineno}"


def _is_log_call(call: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in METHODS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in {"log", "logger"}
    )
