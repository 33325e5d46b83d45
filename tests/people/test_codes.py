"""Codes are known however they are typed, and hard to guess."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.codes import ALPHABET, digest, is_written, new_code


def test_a_code_is_eight_signs_in_two_groups_and_never_the_same() -> None:
    written = {new_code() for _ in range(200)}
    assert len(written) == 200
    assert all(re.fullmatch(f"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code) for code in written)
    assert all(is_written(code) and is_written(code.lower()) for code in written)


@given(st.text(ALPHABET, min_size=8, max_size=8))
def test_a_code_is_known_however_it_is_typed(code: str) -> None:
    plain = digest(code)
    assert digest(f"{code[:4]}-{code[4:]}") == digest(f" {code[:4]} – {code[4:]}".lower()) == plain
    assert digest(code.replace("0", "O").replace("1", "l")) == plain
    assert digest("".join(chr(ord(sign) + 0xFEE0) for sign in code)) == plain, "full width"


@given(st.text(max_size=50))
def test_any_text_has_a_digest(typed: str) -> None:
    assert len(digest(typed)) == 64


@pytest.mark.parametrize(
    "text", ["K7QF-29XM", "k7qf 29xm", " Ｋ7QF－29XM ", "我的回执码是：K7QF-29XM。", "回执码K7QF-29XM"]
)
def test_a_code_alone_is_seen(text: str) -> None:
    assert is_written(text)


@pytest.mark.parametrize(
    "text",
    [
        "SQ-2026-00009",
        "good luck",
        "good-luck",
        "GOOD-LUCK",
        "K7QF-29XM 打不开，电话也没人接",
        "1380 0001",
        "2026-0302",
    ],
)
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert not is_written(text)
