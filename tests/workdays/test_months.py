"""One month on, by the Civil Code."""

from datetime import date

import pytest

from workdays.months import one_month_on


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2023, 3, 6), date(2023, 4, 6)),
        (date(2023, 1, 31), date(2023, 2, 28)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2023, 1, 28), date(2023, 2, 28)),
        (date(2023, 3, 31), date(2023, 4, 30)),
        (date(2023, 12, 31), date(2024, 1, 31)),
    ],
)
def test_a_month_ends_on_the_same_date_or_on_the_month_end(day: date, expected: date) -> None:
    assert one_month_on(day) == expected
