"""Past assignments teach whose business a text is; undoing a lesson leaves what would be without it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.learned import Learned, grams

TAX, WATER, HILL = 1, 2, 3
EVEN = {TAX: 0.3, WATER: 0.3, HILL: 0.3}
LESSONS = st.lists(
    st.tuples(st.sampled_from(["停水三天了", "发票额度不够", "村口的路坏了", ""]), st.sampled_from([TAX, WATER]))
)


def taught(*lessons: tuple[str, int]) -> Learned:
    learned = Learned()
    for text, unit in lessons:
        learned.teach(grams(text), unit)
    return learned


def first(learned: Learned, text: str, by_rules: dict[int, float]) -> int:
    blended = learned.blended(grams(text), by_rules)
    return max(blended, key=lambda unit: blended[unit])


def test_what_was_taught_comes_first() -> None:
    learned = taught(*[("示例路停水三天了", WATER), ("发票额度不够用", TAX)] * 5)
    assert first(learned, "示例路又停水了", EVEN) == WATER
    assert first(learned, "发票额度", EVEN) == TAX


def test_a_text_that_lessons_know_nothing_of_stays_with_the_rules() -> None:
    learned = taught(*[("示例路停水三天了", WATER)] * 500)
    assert first(learned, "村支书把承包合同撕了", {TAX: 0.1, WATER: 0.1, HILL: 0.6}) == HILL


def test_the_rules_weigh_less_as_lessons_grow() -> None:
    against = {TAX: 0.8, WATER: 0.1, HILL: 0.05}
    shares = [
        taught(*[("水表走得太快", WATER)] * count).blended(grams("水表走得太快"), against) for count in (1, 20, 400)
    ]
    assert shares[0][TAX] > shares[1][TAX] > shares[2][TAX]
    assert shares[2][WATER] > 0.5


def test_where_lessons_disagree_a_rule_counts_less_the_more_there_are() -> None:
    by_rules = {TAX: 0.8, WATER: 0.1}
    leads = []
    for count in (1, 400):
        found = taught(*[("水表走得太快", WATER), ("水表走得太快", TAX)] * count).blended(
            grams("水表走得太快"), by_rules
        )
        leads.append(found[TAX] / found[WATER])
    assert leads[0] > 7
    assert leads[1] < 3


def test_courtesies_that_every_letter_has_teach_nothing_about_a_new_matter() -> None:
    learned = taught(
        *[("领导您好，示例路停水三天了，请尽快处理", WATER), ("领导您好，发票额度不够，请尽快处理", TAX)] * 200
    )
    assert first(learned, "领导您好，村支书把承包合同撕了，请尽快处理", {TAX: 0.2, WATER: 0.1, HILL: 0.3}) == HILL


def test_one_lesson_turns_no_sure_rule_over() -> None:
    assert first(taught(("发票开不出来", WATER)), "发票开不出来", {TAX: 0.9, WATER: 0.02, HILL: 0.01}) == TAX


@given(lessons=LESSONS, more=LESSONS)
@settings(deadline=None, max_examples=30)
def test_undone_lessons_leave_nothing_behind(lessons: list[tuple[str, int]], more: list[tuple[str, int]]) -> None:
    learned = taught(*lessons, *more)
    for text, unit in more:
        learned.teach(grams(text), unit, -1)
    for text in ("停水三天", "发票"):
        assert learned.blended(grams(text), EVEN) == pytest.approx(taught(*lessons).blended(grams(text), EVEN))


@given(text=st.text(st.characters(), max_size=60), lessons=LESSONS)
@settings(deadline=None, max_examples=60)
def test_probabilities_stay_probabilities(text: str, lessons: list[tuple[str, int]]) -> None:
    blended = taught(*lessons).blended(grams(text), EVEN)
    assert sum(blended.values()) <= 1
    assert all(0 <= one <= 1 for one in blended.values())


def test_what_is_kept_of_a_text_is_numbers() -> None:
    assert grams("停水三天").dtype == np.uint16
    assert len(grams("停水停水")) == 2
    assert len(grams("")) == 0
