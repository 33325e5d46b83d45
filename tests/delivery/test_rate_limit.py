"""The rate: never more than the limit in any second, one a second in a chat, and answers always find room."""

import math
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate_limit import GROUP_SECONDS, RateLimit
from chats import outbound_store, service, store
from chats.model import Lane
from storage.database import Database
from tests.conversation import MONDAY
from tests.delivery.scripted_transport import ScriptedTransport, Time, build_sender, open_chat, ours, say


def leave(rate: RateLimit, lane: Lane, now: float) -> float:
    """The next message of that lane leaves as soon as it may; returns when."""
    now += rate.delay_seconds(lane, now)
    if lane != Lane.ANSWER:
        rate.reserve(now)
        now += rate.delay_seconds(Lane.ANSWER, now)
    rate.sent(lane, now)
    return now


def most_in_a_second(moments: list[float]) -> int:
    return max(sum(first <= one < first + 1 for one in moments) for first in moments)


@given(st.lists(st.sampled_from(Lane), min_size=60, max_size=120), st.lists(st.floats(0, 0.1), max_size=5))
def test_never_more_than_thirty_in_any_second(lanes: list[Lane], pauses: list[float]) -> None:
    rate, now, moments = RateLimit(30), 0.0, []
    for number, lane in enumerate(lanes):
        now = leave(rate, lane, now + (pauses[number % len(pauses)] if pauses else 0))
        moments.append(now)
    assert most_in_a_second(moments) <= 30


def test_a_storm_of_answers_on_top_of_broadcasts_keeps_the_limit_whatever_the_way_does_to_them() -> None:
    rate, now, moments = RateLimit(30), 0.0, []
    for lane in [Lane.BROADCAST] * 60 + [Lane.ANSWER] * 90:
        now = leave(rate, lane, now)
        moments.append(now)
    late = [moment + (0.02 if number % 31 == 0 else 0) for number, moment in enumerate(moments)]
    assert most_in_a_second(sorted(late)) <= 30
    assert moments[-1] - moments[60] < 90 / 29 + 1


def test_broadcasts_leave_twenty_eight_a_second_for_minutes() -> None:
    rate, now, moments = RateLimit(30), 0.0, []
    while now < 120:
        now = leave(rate, Lane.BROADCAST, now)
        moments.append(now)
    assert 27 <= len(moments) / 120 <= 29
    assert most_in_a_second(moments) <= 30


@given(st.floats(0, 20))
def test_a_single_answer_never_waits_for_broadcasts(asked_at: float) -> None:
    rate, now = RateLimit(30), 0.0
    while (next_one := now + rate.delay_seconds(Lane.BROADCAST, now)) <= asked_at:
        now = leave(rate, Lane.BROADCAST, next_one)
    assert rate.delay_seconds(Lane.ANSWER, asked_at) == 0


def test_broadcasts_make_room_for_edits() -> None:
    rate = RateLimit(30)
    for _ in range(29):
        rate.edited(0.0)
    assert rate.delay_seconds(Lane.BROADCAST, 0.5) == 0
    rate.edited(0.0)
    assert rate.delay_seconds(Lane.BROADCAST, 0.5) == 0.5
    assert rate.delay_seconds(Lane.ANSWER, 0.5) == 0


def test_a_tap_a_second_does_not_slow_broadcasts_down() -> None:
    rate, now, moments, taps = RateLimit(30), 0.0, [], 0
    while now < 120:
        if now >= taps:
            rate.edited(now)
            taps += 1
        now = leave(rate, Lane.BROADCAST, now)
        moments.append(now)
    assert len(moments) / 120 > 27.5


def test_a_chat_gets_one_message_a_second_and_a_group_twenty_a_minute() -> None:
    rate = RateLimit(30)
    assert rate.chat_wait(None, False, MONDAY) == 0
    assert rate.chat_wait(MONDAY, False, MONDAY + timedelta(seconds=0.25)) == 0.75
    assert rate.chat_wait(MONDAY, False, MONDAY + timedelta(seconds=1)) == 0
    assert rate.chat_wait(MONDAY, True, MONDAY + timedelta(seconds=1)) == GROUP_SECONDS - 1
    assert rate.chat_wait(MONDAY + timedelta(hours=1), False, MONDAY) == 1  # the clock was put back


def test_equal_processes_share_the_rate() -> None:
    for share in (2, 3, 4):
        both = 0
        for _ in range(share):
            rate, now = RateLimit(30, process_count=share), 0.0
            moments = []
            while now < 10:
                now = leave(rate, Lane.BROADCAST, now)
                moments.append(now)
            both += most_in_a_second(moments)
        assert both <= 30


def test_a_newcomer_gives_the_others_time_to_notice() -> None:
    rate = RateLimit(30, process_count=2, non_answers_from=4.0)
    assert rate.delay_seconds(Lane.BROADCAST, 1.0) == 3.0
    assert rate.delay_seconds(Lane.ANSWER, 1.0) == 0


def test_without_a_limit_nothing_waits() -> None:
    rate = RateLimit(math.inf)
    for _ in range(100):
        rate.sent(Lane.BROADCAST, 0.0)
    assert rate.delay_seconds(Lane.BROADCAST, 0.0) == rate.chat_wait(MONDAY, False, MONDAY) == 0


async def test_a_burst_to_two_hundred_people_keeps_the_limits_and_answers_pass_it(db: Database) -> None:
    time = Time()
    other = ScriptedTransport(monotonic=time.monotonic)
    async with db.transaction() as session:
        for number in range(200):
            chat = (await store.open_chat(session, "telegram", f"1:{number}")).id
            await outbound_store.open_outbound(session, chat)
            for _ in range(2 if number % 25 == 0 else 1):
                await service.say(session, chat, ours("通知"), MONDAY, Lane.BROADCAST)
    sender = build_sender(db, other, time, per_second=30)
    await sender.poll()
    asked: dict[str, float] = {}
    while len(other.taken) < 208 + len(asked):
        await sender.send_due()
        if time.passed > 1 + len(asked) and len(asked) < 5:
            chat = await open_chat(db, f"tap {len(asked)}")
            asked[f"1:tap {len(asked)}"] = time.passed
            await say(db, chat, "答复")
            sender.on_said(chat, Lane.ANSWER)
            await sender.send_due()
        moment = sender.next_moment()
        time.pass_by(max(0.0, moment - time.passed) if moment < math.inf else 0.01)
    assert most_in_a_second([one.at for one in other.taken]) <= 30
    assert time.passed < 218 / 27 + 2
    for to in {one.to for one in other.taken}:
        moments = [one.at for one in other.taken if one.to == to]
        assert all(later - earlier >= 0.999 for earlier, later in pairwise(moments))
    for to, at in asked.items():
        (answered,) = (one.at for one in other.taken if one.to == to)
        assert answered - at < 0.3
