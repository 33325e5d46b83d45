"""Appeals for tests: short notation for facts, and random histories that follow the rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from appeals.deadlines import deadlines_with
from appeals.model import Appeal, Fact, FactKind
from appeals.progress import progress
from appeals.rules import may
from workdays.deadline_rules import DISTRICT_TIME, DeadlineRules
from workdays.published import published_calendar

RULES = DeadlineRules(published_calendar())

# drawn more often, so that many histories reach a second handling
ONWARD = (FactKind.CONTACTED, FactKind.PATH_GIVEN, FactKind.RESOLVED, FactKind.REOPENED)

MOMENTS = st.datetimes(
    datetime(2007, 1, 1), datetime(2027, 6, 30), timezones=st.just(DISTRICT_TIME)  # noqa: DTZ001 hypothesis adds the zone
)  # fmt: skip


def at(text: str) -> datetime:
    """Parses e.g. "2023-03-06 10:00", in Shanghai time unless an offset is given."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=DISTRICT_TIME)


def appeal(facts: Sequence[Fact], *, confidential: bool = False) -> Appeal:
    return Appeal(
        id=12, filer=1, enterprise=None, enterprise_name="示例商行", category="", place="", source="chat", text=1,
        suggested=None, accused=(), confidential=confidential, facts=tuple(facts),
    )  # fmt: skip


def dated(facts: Sequence[Fact], rules: DeadlineRules = RULES) -> tuple[Fact, ...]:
    """``facts`` as a service would store them: each with the deadlines that apply after it."""
    stored: list[Fact] = []
    for fact in facts:
        stored.append(replace(fact, deadlines=deadlines_with(stored, fact, rules)))
    return tuple(stored)


@st.composite
def histories(draw: st.DrawFn, longest: int = 14) -> tuple[Fact, ...]:
    """Facts in chronological order, each allowed after those before it, with the deadlines stored at each."""
    moment = draw(MOMENTS)
    facts = dated([Fact(FactKind.FILED, moment)])
    for _ in range(draw(st.integers(0, longest))):
        moment += timedelta(minutes=draw(st.one_of(st.integers(0, 600), st.integers(0, 20_000))))
        so_far = appeal(facts)
        state = progress(so_far, RULES)
        allowed = [fact for fact in _candidates(draw, moment) if may(so_far, state, fact, RULES)]
        if not allowed:
            break
        fact = draw(st.sampled_from(allowed))
        facts = (*facts, replace(fact, deadlines=deadlines_with(facts, fact, RULES)))
    return facts


def _candidates(draw: st.DrawFn, moment: datetime) -> list[Fact]:
    kinds = [kind for kind in FactKind if kind not in (FactKind.FILED, FactKind.WITHDRAWN)]
    unit, handler, days, score = (draw(st.integers(1, most)) for most in (3, 3, 15, 5))
    return [
        Fact(kind, moment, unit=unit, handler=handler, days=days, score=score)
        for kind in (*kinds, *ONWARD, *ONWARD, *ONWARD)
    ]
