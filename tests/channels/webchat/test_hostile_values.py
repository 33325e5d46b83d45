"""Whatever a page may send: each value is taken as what it is, or refused with a problem, by property."""

import asyncio
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st
from litestar import Request
from litestar.handlers.base import BaseRouteHandler

from bot.channels.webchat import limits, protocol
from bot.channels.webchat.problems import Problem
from outbox import buttons
from texts.folding import without_invisible

ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=2)
NUMBERS = st.integers().map(str) | st.from_regex(r"[0-9]{1,6000}", fullmatch=True) | st.text(max_size=30)


@given(text=st.text() | st.text("\u200b\u2060\u3164\ufe0f \n\t\0", max_size=9))
def test_a_cleaned_text_shows_something_or_is_empty(text: str) -> None:
    cleaned = protocol.clean(text)
    assert not cleaned or without_invisible(cleaned).strip()
    assert cleaned == cleaned.strip()


@given(text=NUMBERS)
def test_an_event_number_fits_every_database(text: str) -> None:
    number = protocol.check_event_number(text)
    assert number is None or 0 <= number <= protocol.MAX_EVENT_NUMBER


@given(message=ANYTHING, data=ANYTHING)
def test_a_press_is_refused_or_names_a_message_that_can_exist(message: object, data: object) -> None:
    try:
        number, pressed = protocol.check_press(message, data)
    except Problem as problem:
        assert problem.status in (400, 404)  # noqa: PT017  either outcome is right
    else:
        assert 0 < number <= protocol.MAX_EVENT_NUMBER
        assert 0 < len(pressed.encode()) <= protocol.MAX_BUTTON_DATA_BYTES


@given(data=st.text() | st.from_regex(r"[a-z]+:[a-z_]+:[0-9]{1,40}(:[0-9]{1,40})?", fullmatch=True))
def test_a_buttons_numbers_fit_every_database(data: str) -> None:
    try:
        press = buttons.read(data)
    except ValueError:
        return
    assert press.number < 2**63
    assert (press.value or 0) < 2**63


@given(origin=st.text(max_size=40) | st.from_regex(r"https?://[\[\]:@/?#a-z0-9.]{0,20}", fullmatch=True))
def test_any_origin_is_ours_or_foreign(origin: str) -> None:
    sent = origin.encode("utf-8", "replace").decode("latin-1").encode("latin-1")
    headers = [(b"origin", sent), (b"host", b"qinqing.example")]
    request = Request[Any, Any, Any](cast(Any, {"type": "http", "method": "POST", "headers": headers}))
    try:
        asyncio.run(limits.refuse_foreign_sites(request, cast(BaseRouteHandler, None)))
    except Problem as problem:
        assert problem.code == "foreign_origin"  # noqa: PT017  either outcome is right
    else:
        assert "qinqing.example" in origin
