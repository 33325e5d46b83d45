"""How routing would have done on past appeals: each is routed before it is learned from."""

from dataclasses import replace

from directory.evaluation import PastAppeal, accuracy, evaluate_in_order
from directory.load import load
from directory.model import Directory

SAMPLE = load().directory
DIRECTORY = Directory(tuple(replace(unit, id=number) for number, unit in enumerate(SAMPLE.units, 1)))
WATER = DIRECTORY.by_name["区水务局"].id or 0


def test_shares_count_the_first_and_the_first_three() -> None:
    found = accuracy([0, 2, 5, 0])
    assert (found.appeals, found.first, found.among) == (4, 0.5, 0.75)
    assert accuracy([]).first == 0


def test_a_habit_is_learned_on_the_way() -> None:
    odd = [PastAppeal(f"厂门口的石狮子又被挪动了，第{number}次", WATER) for number in range(40)]
    early, late = evaluate_in_order(DIRECTORY, odd, 20)
    assert early.rules.first == late.rules.first == 0
    assert late.taught.first > 0.5
    assert early.taught.appeals == 20


def test_appeals_of_units_that_are_gone_are_passed_over() -> None:
    assert list(evaluate_in_order(DIRECTORY, [PastAppeal("停水", 999)], 10)) == []
