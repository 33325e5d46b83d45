"""Links carry a code, an appeal or a unit, and nothing that is typed breaks their reading."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs import links
from bot.dialogs.links import Link, ToAppeal, ToUnit, WithCode, read, written
from people.codes import ALPHABET

NUMBERS = st.integers(1, 10**10 - 1)
CODES = st.text(ALPHABET, min_size=8, max_size=8).map(lambda code: f"{code[:4]}-{code[4:]}").map(WithCode)
LINKS: st.SearchStrategy[Link] = NUMBERS.map(ToAppeal) | NUMBERS.map(ToUnit) | CODES


@pytest.mark.parametrize(
    ("payload", "link"),
    [
        ("appeal-12", ToAppeal(12)),
        ("unit-7", ToUnit(7)),
        ("K7QF-29XM", WithCode("K7QF-29XM")),
        (" k7qf 29xm ", WithCode("k7qf 29xm")),
        ("appeal-0", WithCode("appeal-0")),
        ("appeal-１２", WithCode("appeal-１２")),
        ("appeal-99999999999999999999", WithCode("appeal-99999999999999999999")),
        ("", None),
        ("  ", None),
    ],
)
def test_what_a_payload_asks_for(payload: str, link: Link | None) -> None:
    assert read(payload) == link


@given(LINKS)
def test_what_is_written_is_read_again_and_fits_a_deep_link(link: Link) -> None:
    assert read(written(link)) == link
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", written(link))


@given(st.text())
def test_any_payload_is_read_as_something(typed: str) -> None:
    assert (read(typed) is None) == (not typed.strip())


@given(LINKS)
def test_page_and_bot_get_the_same_payload(link: Link) -> None:
    on_page = urlsplit(links.on_page("https://qinqing.example.gov.cn", written(link)))
    assert (on_page.path, parse_qs(on_page.query)) == ("/chat", {"code": [written(link)]})
    on_telegram = urlsplit(links.on_telegram("example_qinqing_bot", written(link)))
    assert (on_telegram.path, parse_qs(on_telegram.query)) == ("/example_qinqing_bot", {"start": [written(link)]})
