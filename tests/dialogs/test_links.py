"""Links contain a code, an appeal or a unit, and no typed text breaks the parser."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs import links
from bot.dialogs.links import Link, ToItem, WithCode, read
from people.codes import ALPHABET

KINDS = ("appeal", "unit")
NUMBERS = st.integers(1, 10**10 - 1)
CODES = st.text(ALPHABET, min_size=8, max_size=8).map(lambda code: f"{code[:4]}-{code[4:]}").map(WithCode)
LINKS: st.SearchStrategy[Link] = st.builds(ToItem, st.sampled_from(KINDS), NUMBERS) | CODES


@pytest.mark.parametrize(
    ("payload", "link"),
    [
        ("appeal-12", ToItem("appeal", 12)),
        ("unit-7", ToItem("unit", 7)),
        ("K7QF-29XM", WithCode("K7QF-29XM")),
        (" k7qf 29xm ", WithCode("k7qf 29xm")),
        ("appeal-0", WithCode("appeal-0")),
        ("appeal-１２", WithCode("appeal-１２")),
        ("appeal-99999999999999999999", WithCode("appeal-99999999999999999999")),
        ("street-7", WithCode("street-7")),
        ("", None),
        ("  ", None),
    ],
)
def test_what_a_payload_asks_for(payload: str, link: Link | None) -> None:
    assert read(payload, KINDS) == link


@given(LINKS)
def test_what_is_written_is_read_again_and_fits_a_deep_link(link: Link) -> None:
    assert read(str(link), KINDS) == link
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", str(link))


@given(st.text())
def test_any_payload_is_read_as_something(typed: str) -> None:
    assert (read(typed, KINDS) is None) == (not typed.strip())


@given(LINKS)
def test_page_and_bot_get_the_same_payload(link: Link) -> None:
    on_page = urlsplit(links.on_page("https://qinqing.example.gov.cn", str(link)))
    assert (on_page.path, parse_qs(on_page.query)) == ("/chat", {"code": [str(link)]})
    on_telegram = urlsplit(links.on_telegram("example_qinqing_bot", str(link)))
    assert (on_telegram.path, parse_qs(on_telegram.query)) == ("/example_qinqing_bot", {"start": [str(link)]})
