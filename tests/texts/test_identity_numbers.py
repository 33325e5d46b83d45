"""Identity card numbers are hidden wherever they are written, and nothing else is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from texts.identity_numbers import HIDDEN, check_digit, hidden, is_card

CARD = "110101199003074477"
cards = st.builds(
    lambda place, day, order: f"{place}{day:%Y%m%d}{order:03}",
    st.integers(110000, 820000),
    st.dates(date(1930, 1, 1), date(2012, 12, 31)),
    st.integers(0, 999),
).map(lambda code: code + check_digit(code + "0"))


@given(cards)
def test_the_check_digit_is_that_of_the_standard(card: str) -> None:
    assert ric.calc_check_digit(card) == card[-1]
    assert is_card(card)


@given(cards, st.text("我的号码是：，。 \n", max_size=5), st.text("，电话 没变", max_size=5))
def test_a_number_is_hidden_in_any_text_and_the_rest_stays(card: str, before: str, after: str) -> None:
    assert hidden(f"{before}{card}{after}") == f"{before}{HIDDEN}{after}"


@pytest.mark.parametrize(
    "written",
    [
        "110101199003074477",
        "110101 19900307 4477",
        "1101 0119 9003 0744 77",
        "１１０１０１１９９００３０７４４７７",
        "110101-19900307-4477",
    ],
)
def test_however_it_is_written(written: str) -> None:
    found = hidden(f"身份证{written}在这")
    assert found == f"身份证{'*' * len(written)}在这"


@pytest.mark.parametrize(
    "text",
    [
        "110101199003074478",  # a wrong check digit
        "91110000MA00000001",  # a credit code
        "92340103MA2N00000X",
        "项目编码340103201503020011",  # built alike, of a date no adult was born at
        "订单1101011990030744770",  # longer
        "13800001234 13800005678",
        "SQ-2026-00009",
        "",
    ],
)
def test_what_is_none_stays(text: str) -> None:
    assert hidden(text) == text
