"""Numbers of appeals as people write them."""

import pytest

from understanding.model import Context, OpenAppeal
from understanding.numbers import appeals_named, is_only_numbers

CONTEXT = Context(open=(OpenAppeal("SQ-2026-00009", "排污许可证"), OpenAppeal("SQ-2026-00012", "路灯")))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("sq-2026-00009", ["SQ-2026-00009"]),
        ("sq2026 00031 到哪了", ["SQ-2026-00031"]),
        ("sq-2026-00009和sq-2026-00012", ["SQ-2026-00009", "SQ-2026-00012"]),
        ("00012 怎么样了", ["SQ-2026-00012"]),
        ("12号诉求", ["SQ-2026-00012"]),
        ("00077", []),  # not one of the person's own
        ("罚了12块", []),
        ("13800000009", []),
    ],
)
def test_numbers_are_read_however_they_are_written(text: str, named: list[str]) -> None:
    assert list(appeals_named(text, CONTEXT)) == named


@pytest.mark.parametrize(("text", "only"), [("sq-2026-00009", True), ("查一下 00009", True), ("00009 解决了", False)])
def test_a_number_alone_is_told_from_one_in_a_sentence(text: str, only: bool) -> None:
    assert is_only_numbers(text, appeals_named(text, CONTEXT)) is only
