"""How many streams there may be: of a session, of a chat, and in all."""

import pytest

from bot.channels.webchat.problems import Problem
from bot.channels.webchat.settings import WebSettings
from bot.channels.webchat.store import WebSession
from bot.channels.webchat.streams import Streams
from tests.channels.webchat.visitor import MONDAY

LIMITS = WebSettings(streams_per_session=2, streams_per_chat=3, streams_total=5)
HOME, ELSEWHERE = "192.0.2.1", "198.51.100.1"


def visit(digest: str, chat: int) -> WebSession:
    return WebSession(digest, chat, "", MONDAY, MONDAY, MONDAY)


def code(streams: Streams, digest: str, chat: int, address: str = HOME) -> str:
    """The code of the refusal, "" if the stream was opened."""
    try:
        streams.open(visit(digest, chat), "", address, LIMITS)
    except Problem as refused:
        return refused.code
    return ""


def test_a_session_has_only_so_many() -> None:
    streams = Streams()
    assert [code(streams, "phone", 1) for _ in range(3)] == ["", "", "too_many_pages"]
    assert code(streams, "computer", 1) == ""


def test_a_chat_has_only_so_many_on_all_devices() -> None:
    streams = Streams()
    assert [code(streams, digest, 1) for digest in "abcd"] == ["", "", "", "too_many_pages"]
    assert code(streams, "e", 2) == ""


def test_there_are_only_so_many_in_all() -> None:
    streams = Streams()
    assert [code(streams, str(chat), chat) for chat in range(6)] == [""] * 5 + ["busy"]


def test_an_address_with_all_of_them_makes_room_for_another() -> None:
    streams = Streams()
    flood = [streams.open(visit(str(chat), chat), "", HOME, LIMITS) for chat in range(5)]
    assert [code(streams, f"new {chat}", 10 + chat, ELSEWHERE) for chat in range(3)] == ["", "", "busy"]
    assert sum(stream.ended for stream in flood) == 2
    assert len(streams) == 5
    assert code(streams, "again", 20) == "busy"


def test_whoever_has_several_makes_room_before_many_people_of_one_address() -> None:
    streams = Streams()
    park = [streams.open(visit(str(chat), chat), "", HOME, LIMITS) for chat in range(3)]
    flood = [streams.open(visit("flood", 7), "", ELSEWHERE, LIMITS) for _ in range(2)]
    assert code(streams, "new", 8) == ""
    assert [any(stream.ended for stream in some) for some in (park, flood)] == [False, True]


def test_a_stream_that_is_closed_makes_room() -> None:
    streams = Streams()
    first = streams.open(visit("phone", 1), "", HOME, LIMITS)
    assert [code(streams, "phone", 1) for _ in range(2)] == ["", "too_many_pages"]
    streams.close(first)
    streams.close(first)
    assert [code(streams, "phone", 1) for _ in range(2)] == ["", "too_many_pages"]


@pytest.mark.parametrize(("page", "ended"), [("page", True), ("other", False), ("", False)])
def test_only_the_same_page_ends_its_earlier_stream(page: str, ended: bool) -> None:
    streams = Streams()
    earlier = streams.open(visit("phone", 1), "page", HOME, LIMITS)
    streams.open(visit("phone", 1), page, HOME, LIMITS)
    assert earlier.ended is ended
    assert len(streams) == 2 - ended


def test_another_device_cannot_end_a_page() -> None:
    streams = Streams()
    earlier = streams.open(visit("phone", 1), "page", HOME, LIMITS)
    streams.open(visit("computer", 1), "page", HOME, LIMITS)
    assert not earlier.ended
