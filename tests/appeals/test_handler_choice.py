"""Inside a unit an appeal goes to the enterprise's own specialist, else to who has the least open work; and why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from appeals.handler_choice import Choice, ChoiceReason, Team, choose
from people.model import Leave, Post, Role
from people.stand_ins import stand_ins, substitute

TODAY = date(2026, 11, 23)
AWAY = Leave(date(2026, 11, 20), date(2026, 11, 30))
CHIEF = Post(1, 7, Role.CHIEF, "赵示例", person=1)
LI = Post(2, 7, Role.HANDLER, "李示例", person=2)
WANG = Post(3, 7, Role.HANDLER, "王示例", person=3)
ZHOU = Post(4, 7, Role.HANDLER, "周示例", person=4)
EVERYBODY = (CHIEF, LI, WANG, ZHOU)


def away(post: Post, substitute: str = "") -> Post:
    return replace(post, leave=AWAY, substitute=substitute)


def unbound(post: Post) -> Post:
    return replace(post, person=None)


def test_the_enterprises_own_specialist_gets_it_however_much_there_is_to_do() -> None:
    assert choose(Team(EVERYBODY, {3: 9}, own=3), TODAY) == Choice(WANG, ChoiceReason.OWN)


def test_an_own_specialist_of_another_unit_does_not_count() -> None:
    assert choose(Team(EVERYBODY, own=99), TODAY) == Choice(LI, ChoiceReason.LEAST, 0)


def test_the_handler_with_the_least_open_work_gets_it_and_of_equals_who_stands_first() -> None:
    assert choose(Team(EVERYBODY, {2: 3, 3: 2, 4: 2}), TODAY) == Choice(WANG, ChoiceReason.LEAST, 2)


def test_one_who_has_a_chat_comes_before_one_who_has_none() -> None:
    team = Team((CHIEF, unbound(LI), WANG), {3: 5})
    assert choose(team, TODAY) == Choice(WANG, ChoiceReason.REACHABLE, 5)


def test_in_its_township_an_enterprise_without_one_has_the_handler_with_the_fewest_enterprises() -> None:
    team = Team(EVERYBODY, {4: 8}, served={2: 3, 3: 2, 4: 1})
    assert choose(team, TODAY) == Choice(ZHOU, ChoiceReason.TOWNSHIP, 1)


def test_of_handlers_with_as_few_enterprises_the_one_with_less_work() -> None:
    assert choose(Team(EVERYBODY, {2: 2, 3: 1, 4: 1}, served={}), TODAY) == Choice(WANG, ChoiceReason.TOWNSHIP, 0)


def test_the_chief_is_no_handler_of_the_township() -> None:
    assert choose(Team((CHIEF,), served={}), TODAY) == Choice(CHIEF, ChoiceReason.NO_HANDLER)


def test_whoever_is_away_is_passed_over() -> None:
    assert choose(Team((CHIEF, away(LI), WANG), {3: 4}), TODAY) == Choice(WANG, ChoiceReason.LEAST, 4)


def test_while_the_own_specialist_is_away_the_substitute_gets_it() -> None:
    li = away(LI, "周示例")
    assert choose(Team((CHIEF, li, WANG, ZHOU), {4: 9}, own=2), TODAY) == Choice(ZHOU, ChoiceReason.SUBSTITUTE, away=li)


def test_the_township_handler_has_a_substitute_too() -> None:
    li = away(LI, "赵示例")
    assert choose(Team((CHIEF, li, WANG), served={3: 1}), TODAY) == Choice(CHIEF, ChoiceReason.SUBSTITUTE, away=li)


@pytest.mark.parametrize("named", ["", "周示例", "不在名录", "李示例"])
def test_without_a_substitute_who_is_there_the_next_by_work_gets_it(named: str) -> None:
    li = away(LI, named)
    team = Team((CHIEF, li, WANG, away(ZHOU, "王示例")), {3: 6}, own=2)
    assert choose(team, TODAY) == Choice(WANG, ChoiceReason.LEAST, 6, away=li)


def test_when_every_handler_is_away_the_chief_gets_it() -> None:
    assert choose(Team((CHIEF, away(LI), away(WANG))), TODAY) == Choice(CHIEF, ChoiceReason.HANDLERS_AWAY)


def test_a_unit_without_handlers_has_its_chief() -> None:
    assert choose(Team((CHIEF,)), TODAY) == Choice(CHIEF, ChoiceReason.NO_HANDLER)


def test_when_all_are_away_somebody_gets_it_all_the_same() -> None:
    assert choose(Team((away(CHIEF), away(LI))), TODAY) == Choice(away(CHIEF), ChoiceReason.ALL_AWAY)
    assert choose(Team((away(LI), away(WANG)), {2: 1}), TODAY) == Choice(away(WANG), ChoiceReason.ALL_AWAY)


def test_a_unit_without_specialists_has_nobody() -> None:
    assert choose(Team(()), TODAY) is None


@pytest.mark.parametrize(("day", "is_away"), [(19, False), (20, True), (30, True)])
def test_both_ends_of_a_leave_are_days_of_it(day: int, is_away: bool) -> None:
    chosen = choose(Team((away(LI), WANG), own=2), date(2026, 11, day))
    assert chosen is not None
    assert (chosen.post is WANG) is is_away


def test_in_place_of_one_who_is_away_the_substitute_is_told_else_the_chiefs_else_the_one_away() -> None:
    li = away(LI, "王示例")
    assert stand_ins(li, (CHIEF, li, WANG), TODAY) == ([WANG], [CHIEF], [li])
    assert stand_ins(li, (away(CHIEF), li, away(WANG)), TODAY) == ([], [], [li])


LEAVES = st.none() | st.sampled_from([AWAY, Leave(date(2026, 1, 1), date(2026, 1, 2)), Leave(TODAY, TODAY)])
NAMES = [f"示例{number}" for number in range(6)]
SUBSTITUTES = st.sampled_from(["", *NAMES])


@st.composite
def teams(draw: st.DrawFn) -> Team:
    posts = tuple(
        Post(
            number + 1, 7, draw(st.sampled_from((Role.CHIEF, Role.HANDLER, Role.HANDLER))), NAMES[number],
            person=draw(st.none() | st.just(number)), leave=draw(LEAVES), substitute=draw(SUBSTITUTES),
        )
        for number in range(draw(st.integers(0, 6)))
    )  # fmt: skip
    counts = st.dictionaries(st.integers(1, 6), st.integers(0, 4))
    own = draw(st.none() | st.integers(1, 8))
    return Team(posts, draw(counts), own, draw(st.none() | counts) if own is None else None)


@given(teams())
def test_somebody_of_the_unit_gets_it_and_nobody_who_is_away_while_somebody_is_there(team: Team) -> None:
    chosen = choose(team, TODAY)
    if chosen is None:
        assert not team.posts
        return
    assert chosen.post in team.posts
    there = [post for post in team.posts if not post.is_away(TODAY)]
    assert chosen.post in there or not there
    assert (chosen.why is ChoiceReason.ALL_AWAY) == (not there)


@given(teams())
def test_the_reason_is_true(team: Team) -> None:
    chosen = choose(team, TODAY)
    if chosen is None:
        return
    handlers = [post for post in team.posts if post.role is Role.HANDLER]
    there = [post for post in handlers if not post.is_away(TODAY)]
    assert chosen.away is None or chosen.away.is_away(TODAY)
    match chosen.why:
        case ChoiceReason.OWN:
            assert chosen.post.id == team.own
        case ChoiceReason.TOWNSHIP:
            assert team.served is not None
            assert chosen.count == _count(team.served, chosen.post) == min(_count(team.served, one) for one in handlers)
        case ChoiceReason.SUBSTITUTE:
            assert chosen.away is not None
            assert chosen.away.substitute == chosen.post.name
        case ChoiceReason.LEAST:
            assert chosen.count == _count(team.work, chosen.post) == min(_count(team.work, one) for one in there)
        case ChoiceReason.REACHABLE:
            less = [one for one in there if _count(team.work, one) < chosen.count]
            assert less
            assert all(one.person is None for one in less)
        case ChoiceReason.NO_HANDLER:
            assert not handlers
        case ChoiceReason.HANDLERS_AWAY:
            assert handlers
            assert not there
    if chosen.why in (ChoiceReason.NO_HANDLER, ChoiceReason.HANDLERS_AWAY):
        assert chosen.post.role is Role.CHIEF


@given(teams())
def test_without_leave_or_own_specialists_it_is_who_has_a_chat_and_the_least_work(team: Team) -> None:
    posts = [replace(post, leave=None) for post in team.posts]
    chosen = choose(Team(posts, team.work), TODAY)
    assert (chosen and chosen.post) == _as_before(posts, team)


@given(teams())
def test_a_substitute_is_somebody_else_who_is_there(team: Team) -> None:
    for post in team.posts:
        found = substitute(post, team.posts, TODAY)
        assert found is None or (found.id != post.id and not found.is_away(TODAY) and found.name == post.substitute)


def _as_before(posts: Sequence[Post], team: Team) -> Post | None:
    handlers = [post for post in posts if post.role is Role.HANDLER] or posts
    return min(handlers, key=lambda post: (post.person is None, _count(team.work, post), post.id), default=None)


def _count(counts: object, post: Post) -> int:
    assert isinstance(counts, dict)
    return int(counts.get(post.id, 0))
