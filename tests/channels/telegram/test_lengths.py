"""What is cut for Telegram fits, in UTF-16 units, and its marks stay inside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.lengths import fits_as_photo, fitting
from bot.engine.markup import length


@given(st.text(alphabet="甲a💼", max_size=60), st.integers(4, 40), st.integers(0, 80), st.integers(1, 80))
def test_whatever_is_cut_fits_and_keeps_its_marks_inside(words: str, most: int, at: int, long: int) -> None:
    cut, marks = fitting(words, [{"type": "bold", "offset": at, "length": long}], most)
    assert length(cut) <= most
    assert cut == words or cut.endswith("……")
    assert cut == words or all(one["length"] > 0 and one["offset"] + one["length"] <= length(cut) for one in marks)


@pytest.mark.parametrize(
    ("size", "width", "height", "fits"),
    [
        (10 * 1024 * 1024, 4096, 3072, True),
        (10 * 1024 * 1024 + 1, 4096, 3072, False),
        (1000, 6000, 4001, False),
        (1000, 2000, 100, True),
        (1000, 2001, 100, False),
        (1000, 99, 1999, False),
    ],
)
def test_a_photo_too_large_or_too_long_goes_as_a_document(size: int, width: int, height: int, fits: bool) -> None:
    assert fits_as_photo(size, width, height) is fits
