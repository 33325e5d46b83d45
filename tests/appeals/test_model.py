"""Appeals, their numbers, and due days as plain JSON."""

import json

from hypothesis import given

from appeals.deadlines import initial_deadlines
from appeals.model import Deadlines, Fact, FactKind
from tests.appeals.histories import RULES, appeal, at, histories


def test_the_number_names_the_year_of_receipt_in_shanghai() -> None:
    assert appeal([Fact(FactKind.FILED, at("2026-03-06 10:00"))]).number == "SQ-2026-00012"
    assert appeal([Fact(FactKind.FILED, at("2026-12-31T16:30+00:00"))]).number == "SQ-2027-00012"


def test_due_days_are_plain_json() -> None:
    stored = initial_deadlines(at("2023-03-06 10:00"), RULES).to_json()
    assert stored["assign"] == "2023-03-07"
    assert stored["provisional"] is False
    assert stored["unit_contact"] is None


@given(histories())
def test_due_days_come_back_from_json_as_they_went(facts: tuple[Fact, ...]) -> None:
    stored = facts[-1].deadlines
    assert stored is not None
    assert Deadlines.from_json(json.loads(json.dumps(stored.to_json()))) == stored
