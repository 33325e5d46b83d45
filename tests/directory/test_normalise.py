"""Text is compared in one width, case and script; nothing that is typed makes it stumble."""

from hypothesis import given
from hypothesis import strategies as st

from directory.normalise import MAX_QUERY_CHARS, clauses, normalise


def test_width_case_and_signs_do_not_matter() -> None:
    assert normalise(" ＫＴＶ（歌厅）! ") == "ktv歌厅"


def test_traditional_characters_become_simplified() -> None:
    assert normalise("環保局、國稅") == "环保局国税"


def test_a_character_that_becomes_many_makes_no_text_longer_than_the_limit() -> None:
    assert len(normalise("ﷺ" * 10_000)) <= MAX_QUERY_CHARS


def test_clauses_end_at_stops_and_commas() -> None:
    assert clauses("投诉环保局，他们 不管。\n谢谢！") == ["投诉环保局", "他们不管", "谢谢"]


@given(text=st.text(st.characters()))
def test_any_text_is_folded_to_letters_and_digits(text: str) -> None:
    folded = normalise(text)
    assert folded == normalise(folded)
    assert all(sign.isalnum() for sign in folded)
