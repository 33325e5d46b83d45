"""Words that mean a button, whatever is typed."""

import pytest

from bot.engine.typed_press import WORDS


@pytest.mark.parametrize(
    "word", ["嗯", "好", "吧", "是的", "好了", "好了的", "不撤", "keepit", "算了", "没有", "先不弄了", "ok"]
)
def test_words_said_over_and_over_take_no_longer_than_others(word: str) -> None:
    assert not any(said.fullmatch(f"{word * 60}x") for said, *_ in WORDS)  # a pattern that backtracks would never end
