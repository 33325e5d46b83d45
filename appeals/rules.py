"""Which fact may follow which; a refusal says politely what prevents it and what to do instead."""

from collections.abc import Callable

from appeals.history import assigned_unit, has, open_pause, reopening
from appeals.model import Appeal, Fact, FactKind
from appeals.progress import UNDER_WAY, WITH_UNIT, Progress, Status
from texts.refused import Refused
from texts.speech import say
from workdays.deadline_rules import DeadlineRules, is_past

_ORDER = tuple(Status)

BEST_SCORE = 5


def require(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    """Raise ``Refused`` if ``fact`` may not follow the facts of ``appeal``, whose progress is ``state``."""
    if state.withdrawn:
        raise Refused(say("这件诉求已经撤回，不再登记新的进展。"))
    _RULES[fact.kind](appeal, state, fact, deadline_rules)


def may(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> bool:
    """Whether ``fact`` may follow: used to show only buttons that will work."""
    try:
        require(appeal, state, fact, deadline_rules)
    except Refused:
        return False
    return True


def had_second_handling(appeal: Appeal, state: Progress) -> bool:
    """Whether the one second handling that an appeal can get is over."""
    return reopening(appeal.facts) is not None and state.status not in UNDER_WAY


def _filed(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    raise Refused(say("这件诉求已经受理，编号 {number}。", number=appeal.number))


def _assigned(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if fact.unit is None:
        raise ValueError("ASSIGNED needs its unit")
    _in_hand(state)
    if fact.unit == state.unit:
        raise Refused(say("这件诉求已经交给这个单位了。"))


def _handed_over(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if fact.handler is None:
        raise ValueError("HANDED_OVER needs its handler")
    _with_unit(state)
    if fact.handler == state.handler:
        raise Refused(say("这件诉求已经由这位专员办理了。"))


def _contacted(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    _not_yet_past(state, Status.CONTACT)
    _running(state)


def _path_given(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    _not_yet_past(state, Status.PATH)
    if state.status is Status.CONTACT:
        raise Refused(say("请先登记「已对接」，再反馈解决路径。"))
    _running(state)


def _resolved(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    _not_yet_past(state, Status.RESOLVE)
    if state.status is Status.CONTACT:
        raise Refused(say("请先登记「已对接」并反馈解决路径，再登记办结。"))
    if state.status is Status.PATH:
        raise Refused(say("请先反馈解决路径，让企业知道怎么办、何时办好，再登记办结。"))
    _running(state)


def _confirmed(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    _resolved_before(state)
    if state.status not in (Status.CONFIRM, Status.ANSWER):
        raise _said_already()


def _still_unsolved(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if state.status is Status.ANSWER:
        raise _said_already()
    _resolved_before(state)
    if has(appeal.facts, FactKind.STILL_UNSOLVED):
        raise Refused(say("营商办已经就这件诉求答复过您。还有问题，请直接打营商办电话，我们当面说清楚。"))
    if not reopening(appeal.facts):
        raise Refused(say("这件诉求还可以请承办单位二次办理一次。"))


def _concluded(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if state.status is not Status.ANSWER:
        raise Refused(say("这件诉求没有在等营商办答复。"))


def _supplemented(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if state.status is Status.CLOSED:
        raise Refused(say("这件诉求已经结束，不能再补充。有新的情况，可以另提一件。"))


def _contact_denied(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if state.status not in (*UNDER_WAY, Status.CONFIRM):
        raise Refused(say("这件诉求已经办结。还有问题没有解决，请点「还没解决」。"))


def _messaged(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if state.status is Status.CLOSED:
        raise Refused(say("这件诉求已经结束，不能再给企业留言。"))
    if state.unit is None:
        raise Refused(say("这件诉求还没有交办给单位，请先交办。"))


def _reopened(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if reopening(appeal.facts) and state.status in UNDER_WAY:
        raise _said_already()
    _resolved_before(state)
    if reopening(appeal.facts):
        raise Refused(say("这件诉求已经二次办理过一次。如果仍没有解决，请直接告诉区营商办，会有专人跟进。"))


def _rated(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if fact.score is None or not 1 <= fact.score <= BEST_SCORE:
        raise ValueError(f"RATED needs a score from 1 to {BEST_SCORE}")
    _resolved_before(state)
    if state.status is Status.CONFIRM:
        raise Refused(say("请先告诉我们问题是否已经解决，再作评价。"))
    if state.status is Status.ANSWER:
        raise Refused(say("营商办正在跟进这件诉求，会先给您一个答复。"))
    if state.status is Status.CLOSED:
        raise Refused(say("您已经评价过这件诉求了，谢谢您。"))


def _returned(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if state.status is Status.ASSIGN and assigned_unit(appeal.facts) is not None:
        raise _said_already()
    _with_unit(state)
    if state.status is Status.RESOLVE:
        raise Refused(say("解决路径已经反馈给企业，不能再退回；确需换单位的，请与区营商办联系。"))


def _paused(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if state.paused:
        raise _said_already()
    _in_hand(state)


def _resumed(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if not state.paused:
        raise Refused(say("这件诉求正在计时，没有暂停。"))


def _extended(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    _with_unit(state)
    if fact.days is None or fact.days < 1:
        raise Refused(say("延期天数请填 1 个工作日以上。"))
    pause = open_pause(appeal.facts)
    if is_past(state.resolve_due, pause.at if pause else fact.at, deadline_rules):
        raise Refused(say("办结时限已过，不能再延期，请尽快办结并向企业说明。"))


def _withdrawn(appeal: Appeal, state: Progress, fact: Fact, deadline_rules: DeadlineRules) -> None:
    if state.status in (Status.CONFIRM, Status.RATE):
        raise Refused(say("这件诉求已经办结，不用再撤回；请告诉我们问题是否已经解决。"))
    _in_hand(state)


def _in_hand(state: Progress) -> None:
    if state.status is Status.ANSWER:
        raise Refused(say("这件诉求由营商办跟进并答复企业，不再登记办理进展。"))
    if state.status not in UNDER_WAY:
        raise Refused(say("这件诉求已经办结。"))


def _with_unit(state: Progress) -> None:
    _in_hand(state)
    if state.status not in WITH_UNIT:
        raise Refused(say("这件诉求还没有交办给单位，请先交办。"))


def _not_yet_past(state: Progress, stage: Status) -> None:
    """Tells a step that was already recorded apart from a step that is out of order."""
    if _ORDER.index(state.status) > _ORDER.index(stage):
        raise _said_already()
    _with_unit(state)


def _running(state: Progress) -> None:
    if state.paused:
        raise Refused(say("正在等企业补充材料，计时已暂停。材料收到后请先恢复计时，再登记这一步。"))


def _resolved_before(state: Progress) -> None:
    if state.status in UNDER_WAY:
        raise Refused(say("这件诉求还在办理中，办结后会请您确认和评价。"))


def _said_already() -> Refused:
    return Refused(say("这一步已经登记过了。"))


_RULES: dict[FactKind, Callable[[Appeal, Progress, Fact, DeadlineRules], None]] = {
    FactKind.FILED: _filed,
    FactKind.ASSIGNED: _assigned,
    FactKind.HANDED_OVER: _handed_over,
    FactKind.CONTACTED: _contacted,
    FactKind.PATH_GIVEN: _path_given,
    FactKind.RESOLVED: _resolved,
    FactKind.CONFIRMED: _confirmed,
    FactKind.REOPENED: _reopened,
    FactKind.RATED: _rated,
    FactKind.RETURNED: _returned,
    FactKind.PAUSED: _paused,
    FactKind.RESUMED: _resumed,
    FactKind.EXTENDED: _extended,
    FactKind.WITHDRAWN: _withdrawn,
    FactKind.SUPPLEMENTED: _supplemented,
    FactKind.CONTACT_DENIED: _contact_denied,
    FactKind.STILL_UNSOLVED: _still_unsolved,
    FactKind.CONCLUDED: _concluded,
    FactKind.MESSAGED: _messaged,
}
