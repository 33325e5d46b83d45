"""Many phrases are found in a text in one pass, whole or with other words between theirs."""

from hypothesis import given
from hypothesis import strategies as st

from directory.phrase_search import PhraseSearch

SPOTTER = PhraseSearch(["公积金", "公积金贷款", "贷款", "货车通行证", "金"])


def test_every_word_is_found_and_the_longest_without_overlaps() -> None:
    assert list(SPOTTER.all("办公积金贷款")) == [(1, "公积金贷款"), (1, "公积金"), (4, "贷款")]
    assert list(SPOTTER.longest("办公积金贷款")) == [(1, "公积金贷款")]


def test_a_word_may_be_parted_by_a_few_signs_of_the_same_clause() -> None:
    assert list(SPOTTER.parted("货车进城通行证")) == [(0, "货车通行证")]
    assert list(SPOTTER.parted("货车进了我们这个城市的通行证")) == []
    assert list(SPOTTER.parted("货车 通行证")) == []


@given(words=st.lists(st.text("甲乙丙丁", min_size=2, max_size=4), max_size=8), text=st.text("甲乙丙丁", max_size=30))
def test_it_finds_what_a_plain_search_finds(words: list[str], text: str) -> None:
    assert {word for _, word in PhraseSearch(words).all(text)} == {word for word in words if word in text}
