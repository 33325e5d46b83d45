"""Credit codes: right ones, doubtful ones, and identity card numbers, which are never taken for one."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from directory import credit_code
from directory.credit_code import Verdict
from directory.load_enterprises import read_enterprises
from directory.sheet import LoadError


@pytest.mark.parametrize(
    ("text", "code", "verdict"),
    [
        ("91000000MA0000001R", "91000000MA0000001R", Verdict.RIGHT),
        (" ９１000000-ma00 00001r\u200b", "91000000MA0000001R", Verdict.RIGHT),
        ("91000000MA00000011", "91000000MA00000011", Verdict.DOUBTFUL),
        ("91000000MA0000001", "91000000MA0000001", Verdict.WRONG),
        ("91000000MA0000001I", "91000000MA0000001I", Verdict.WRONG),
        ("110101199003074477", "110101199003074477", Verdict.IDENTITY_CARD),
        ("110101199003074478", "110101199003074478", Verdict.IDENTITY_CARD),  # mistyped, a person's all the same
        ("11010119900307109x", "11010119900307109X", Verdict.IDENTITY_CARD),
        ("", "", Verdict.WRONG),
    ],
)
def test_what_people_write_is_told_apart(text: str, code: str, verdict: Verdict) -> None:
    assert credit_code.read(text) == (code, verdict)


CARDS = st.builds(
    lambda place, born, order: f"{place}{born:%Y%m%d}{order:03}",
    st.integers(110000, 659004),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.integers(0, 999),
).map(lambda stem: stem + ric.calc_check_digit(stem + "0"))


@given(card=CARDS)
def test_no_identity_card_number_is_taken_for_a_credit_code(card: str) -> None:
    assert credit_code.read(card) == (card, Verdict.IDENTITY_CARD)


def test_not_even_one_whose_last_digit_suits_a_credit_code() -> None:
    """One in 31 does; with an X at the end the credit code's check may pass as well."""
    stems = [f"110101199003{day:02}{order:03}" for day in range(1, 29) for order in range(100)]
    cards = [stem + ric.calc_check_digit(stem + "0") for stem in stems]
    passing = [card for card in cards if uscc.is_valid(card)]
    assert len(passing) > 50
    assert {credit_code.read(card)[1] for card in passing} == {Verdict.IDENTITY_CARD}


@given(text=st.text(max_size=40))
def test_any_text_has_a_verdict(text: str) -> None:
    credit_code.read(text)


def test_in_a_list_a_wrong_check_digit_is_a_warning_and_an_identity_card_a_complaint(tmp_path: Path) -> None:
    file = tmp_path / "firms.csv"
    file.write_text("名称,统一社会信用代码\n示例甲,91000000MA00000011\n示例乙,91000000MA0000001R\n", encoding="utf-8")
    loaded = read_enterprises(file, None)
    assert [one.credit_code for one in loaded.enterprises] == ["91000000MA00000011", "91000000MA0000001R"]
    assert [str(one) for one in loaded.warnings] == [
        "第 2 行「统一社会信用代码」：91000000MA00000011 的校验位对不上，已照样收下，请对照营业执照核对"
    ]
    file.write_text("名称,统一社会信用代码\n示例甲,110101199003074477\n", encoding="utf-8")
    with pytest.raises(LoadError, match="第 2 行「统一社会信用代码」：这像是身份证号码") as refused:
        read_enterprises(file, None)
    assert "110101" not in str(refused.value)
