"""Buttons contain their subject; those sent before they did remain valid for good."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox import buttons
from outbox.buttons import Press

NUMBERS = st.integers(0, 10**18 - 1)
WORDS = st.from_regex(r"[a-z_]{1,12}", fullmatch=True)


@given(st.sampled_from("atn"), WORDS, NUMBERS, st.none() | NUMBERS)
def test_what_is_written_is_read_again_and_fits_a_button(
    subject: str, act: str, number: int, value: int | None
) -> None:
    press = Press(subject, act, number, value)
    assert buttons.read(str(press)) == press
    assert len(str(press).encode()) <= 64


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("mine:7", "a:mine:7"),
        ("task:7", "a:task:7"),
        ("desk:7", "a:triage:7"),
        ("assign:7:3", "a:assign:7:3"),
        ("contacted:7", "a:contacted:7"),
        ("path:7", "a:path:7"),
        ("resolved:7", "a:resolved:7"),
        ("solved:7", "a:solved:7"),
        ("unsolved:7", "a:unsolved:7"),
    ],
)
def test_buttons_of_old_are_understood(old: str, now: str) -> None:
    assert str(buttons.read(old)) == now


@pytest.mark.parametrize(
    "data",
    [
        *("", "a", "a:mine", "a:mine:", "a:mine:x", "a:mine:-1", "a:mine:1:2:3", "a:mine:١", "a:mine: 1", "a:mine:1_0"),
        *(f"a:mine:{10**18}", "mine", "mine:", "mine:1:2:3", "7-0\x1dhome", "A:mine:1", "a:mine:1\n", ":mine:1"),
    ],
)
def test_anything_else_is_none_of_ours(data: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(data)}$"):
        buttons.read(data)
