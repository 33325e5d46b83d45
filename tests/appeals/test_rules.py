"""Which fact may follow which, and how other attempts are refused."""

from dataclasses import replace

import pytest
from hypothesis import given

from appeals.model import Fact, FactKind
from appeals.progress import Status, progress
from appeals.rules import may, require
from tests.appeals.histories import RULES, appeal, at, dated, histories
from texts.refused import Refused

FILED = Fact(FactKind.FILED, at("2023-03-06 10:00"))
ASSIGNED = Fact(FactKind.ASSIGNED, at("2023-03-06 11:00"), unit=1, handler=11)
CONTACTED = Fact(FactKind.CONTACTED, at("2023-03-07 11:00"), unit=1)
PATH_GIVEN = Fact(FactKind.PATH_GIVEN, at("2023-03-08 11:00"), unit=1)
RESOLVED = Fact(FactKind.RESOLVED, at("2023-03-20 11:00"), unit=1)
CONFIRMED = Fact(FactKind.CONFIRMED, at("2023-03-21 11:00"))
RATED = Fact(FactKind.RATED, at("2023-03-21 11:05"), score=2)
REOPENED = Fact(FactKind.REOPENED, at("2023-03-21 12:00"))
PAUSED = Fact(FactKind.PAUSED, at("2023-03-06 12:00"))
RESUMED = Fact(FactKind.RESUMED, at("2023-03-06 13:00"))
RETURNED = Fact(FactKind.RETURNED, at("2023-03-06 14:00"), unit=1)
EXTENDED = Fact(FactKind.EXTENDED, at("2023-03-09 11:00"), days=5)
MESSAGED = Fact(FactKind.MESSAGED, at("2023-03-09 12:00"), by=7)
WITHDRAWN = Fact(FactKind.WITHDRAWN, at("2023-03-09 12:00"))
WHOLE = (FILED, ASSIGNED, CONTACTED, PATH_GIVEN, RESOLVED, CONFIRMED, RATED)
SECOND = (*WHOLE[:5], REOPENED)


def test_the_whole_way_is_allowed_step_by_step() -> None:
    for count in range(1, len(WHOLE)):
        _require(dated(WHOLE[:count]), WHOLE[count])


@pytest.mark.parametrize("count", range(2, len(WHOLE)))
def test_a_second_click_is_told_apart_from_a_step_out_of_turn(count: int) -> None:
    assert "已经" in _refusal(WHOLE[:count], WHOLE[count - 1])


@pytest.mark.parametrize(
    ("facts", "fact", "hint"),
    [
        ([FILED], FILED, "SQ-2023-00012"),
        ([FILED], CONTACTED, "请先交办"),
        ([FILED], RESOLVED, "请先交办"),
        ([FILED, ASSIGNED], PATH_GIVEN, "请先登记「已对接」"),
        ([FILED, ASSIGNED], RESOLVED, "反馈解决路径"),
        ([FILED, ASSIGNED, CONTACTED], RESOLVED, "请先反馈解决路径"),
        (WHOLE[:4], CONTACTED, "已经登记过了"),
        (WHOLE[:4], PATH_GIVEN, "已经登记过了"),
        (WHOLE[:4], CONFIRMED, "还在办理中"),
        (WHOLE[:4], REOPENED, "还在办理中"),
        (WHOLE[:4], RATED, "还在办理中"),
        (WHOLE[:4], RETURNED, "不能再退回"),
        (WHOLE[:5], RATED, "是否已经解决"),
        (WHOLE[:5], ASSIGNED, "已经办结"),
        (WHOLE[:5], WITHDRAWN, "不用再撤回"),
        (WHOLE[:6], CONFIRMED, "已经登记过了"),
        (WHOLE, RATED, "谢谢您"),
        ([FILED, ASSIGNED], ASSIGNED, "已经交给这个单位"),
        ([FILED, ASSIGNED], replace(ASSIGNED, kind=FactKind.HANDED_OVER), "已经由这位专员"),
        ([FILED, ASSIGNED, RETURNED], RETURNED, "已经登记过了"),
        ([FILED], RETURNED, "请先交办"),
        ([FILED, ASSIGNED, PAUSED], PAUSED, "已经登记过了"),
        ([FILED, ASSIGNED, PAUSED], CONTACTED, "先恢复计时"),
        ([FILED, ASSIGNED], RESUMED, "没有暂停"),
        ([FILED, ASSIGNED, WITHDRAWN], CONTACTED, "已经撤回"),
        ([FILED, ASSIGNED, WITHDRAWN], WITHDRAWN, "已经撤回"),
        (WHOLE[:4], replace(EXTENDED, days=0), "1 个工作日以上"),
        (WHOLE[:4], replace(EXTENDED, at=at("2023-04-06 17:30")), "不能再延期"),
        ([FILED], EXTENDED, "请先交办"),
        ([FILED], MESSAGED, "请先交办"),
        ([FILED, ASSIGNED, RETURNED], MESSAGED, "请先交办"),
        (WHOLE, MESSAGED, "已经结束"),
    ],
)
def test_a_step_out_of_turn_is_refused_with_a_hint(facts: list[Fact], fact: Fact, hint: str) -> None:
    assert hint in _refusal(facts, fact)


@pytest.mark.parametrize(
    ("facts", "fact"),
    [
        ([FILED, ASSIGNED], replace(ASSIGNED, unit=2)),
        ([FILED, ASSIGNED, RETURNED], ASSIGNED),
        ([FILED, ASSIGNED], replace(ASSIGNED, kind=FactKind.HANDED_OVER, handler=12)),
        ([FILED, PAUSED], RESUMED),
        ([FILED, PAUSED], ASSIGNED),
        ([FILED, ASSIGNED, PAUSED], WITHDRAWN),
        (WHOLE[:4], EXTENDED),
        (WHOLE[:5], REOPENED),
        (WHOLE, REOPENED),
        (SECOND, RESOLVED),
    ],
)
def test_what_may_happen_is_allowed(facts: list[Fact], fact: Fact) -> None:
    _require(dated(facts), fact)
    assert _may(dated(facts), fact)


def test_a_paused_appeal_past_its_date_by_the_calendar_may_still_be_extended() -> None:
    facts = [*WHOLE[:4], replace(PAUSED, at=at("2023-04-06 10:00"))]
    _require(dated(facts), replace(EXTENDED, at=at("2023-04-10 10:00")))


def test_an_appeal_is_sent_back_only_once() -> None:
    assert "已经登记过了" in _refusal(SECOND, REOPENED)
    resolved_again = (*SECOND, replace(RESOLVED, at=at("2023-04-10 10:00")))
    assert "二次办理过一次" in _refusal(resolved_again, replace(REOPENED, at=at("2023-04-11 10:00")))


@pytest.mark.parametrize(
    ("facts", "fact"),
    [
        ([FILED], replace(ASSIGNED, unit=None)),
        ([FILED, ASSIGNED], Fact(FactKind.HANDED_OVER, at("2023-03-06 12:00"))),
        (WHOLE[:6], replace(RATED, score=None)),
        (WHOLE[:6], replace(RATED, score=6)),
    ],
)
def test_a_fact_that_lacks_what_it_needs_is_a_bug_and_no_refusal(facts: list[Fact], fact: Fact) -> None:
    with pytest.raises(ValueError, match="needs"):
        _require(dated(facts), fact)


@given(histories())
def test_there_is_always_a_way_on_until_the_appeal_is_closed(facts: tuple[Fact, ...]) -> None:
    last = facts[-1].at
    if progress(appeal(facts), RULES).status is not Status.CLOSED:
        steps = [Fact(kind, last, unit=9, handler=9, days=1, score=5) for kind in FactKind]
        assert any(_may(facts, fact) for fact in steps)


def _refusal(facts: list[Fact] | tuple[Fact, ...], fact: Fact) -> str:
    with pytest.raises(Refused) as refused:
        _require(dated(facts), fact)
    assert not _may(dated(facts), fact)
    return str(refused.value)


def _require(facts: tuple[Fact, ...], fact: Fact) -> None:
    it = appeal(facts)
    require(it, progress(it, RULES), fact, RULES)


def _may(facts: tuple[Fact, ...], fact: Fact) -> bool:
    it = appeal(facts)
    return may(it, progress(it, RULES), fact, RULES)
