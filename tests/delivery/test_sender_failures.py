"""Whatever goes wrong on the way, nothing is lost, and what may have come twice is marked."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from structlog.testing import capture_logs

from bot.delivery.sender import Sender
from bot.delivery.transport import (
    ChatMoved,
    MessageMissing,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Rejected,
    ServerError,
    TransportError,
    Unauthorized,
    Unchanged,
    Unreachable,
)
from chats import outbound_store, sending_store, store
from chats.model import Body, Kind, Lane
from people import store as people
from storage import lease_store
from storage.database import Database
from tests.conversation import MONDAY
from tests.delivery.scripted_transport import (
    ScriptedTransport,
    Time,
    add,
    build_sender,
    names,
    open_chat,
    ours,
    poll_and_send,
    say,
    state,
)
from tests.storage.outages import failing


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """What is logged here was caused on purpose."""
    with capture_logs():
        yield


async def send_until_quiet(sender: Sender, time: Time, seconds: float = 120) -> None:
    """Time passes from one moment at which something may be sent to the next."""
    await poll_and_send(sender)
    end = time.passed + seconds
    while (moment := sender.next_moment()) < end:
        time.pass_by(max(0.0, moment - time.passed) + 0.001)
        await sender.send_due()


@pytest.mark.parametrize(
    "fault",
    [
        RateLimited(3, account_wide=True),
        RateLimited(3, account_wide=False),
        NotSent("refused"),
        Unauthorized("401"),
        ValueError("bug"),
    ],
)
async def test_what_was_not_taken_is_sent_again_in_its_order(db: Database, fault: TransportError | Exception) -> None:
    other, time, chat = ScriptedTransport(faults=[fault]), Time(), await open_chat(db)
    for text in ("一", "二"):
        await say(db, chat, text)
    await send_until_quiet(build_sender(db, other, time), time)
    assert other.words() == ["一", "二"]
    first, second = await names(db, chat)
    assert first.possibly_twice is isinstance(fault, ValueError)
    assert not second.possibly_twice


async def test_what_may_have_been_taken_is_sent_again_and_marked(db: Database) -> None:
    for number, fault in enumerate((OutcomeUnknown("timeout"), ServerError("502"))):
        other, time = ScriptedTransport(swallowed=[fault]), Time()
        chat = await open_chat(db, str(number))
        for text in ("一", "二"):
            await say(db, chat, text)
        await send_until_quiet(build_sender(db, other, time), time)
        assert other.words() == ["一", "一", "二"]
        assert [row.possibly_twice for row in await names(db, chat)] == [True, False]


async def test_the_mark_survives_a_clear_refusal_in_between(db: Database) -> None:
    other, time, chat = (
        ScriptedTransport(faults=[OutcomeUnknown("timeout"), NotSent("refused"), RateLimited(2)]),
        Time(),
        await open_chat(db),
    )
    await say(db, chat, "一")
    await send_until_quiet(build_sender(db, other, time), time)
    assert [(row.external_id, row.possibly_twice) for row in await names(db, chat)] == [("1", True)]


async def test_an_edit_whose_answer_was_lost_marks_nothing(db: Database) -> None:
    other, time, chat = ScriptedTransport(swallowed=[None, OutcomeUnknown("timeout")]), Time(), await open_chat(db)
    message = await say(db, chat, "一")
    await add(db, chat, Kind.EDIT, message, ours("改"))
    await say(db, chat, "二")
    await send_until_quiet(build_sender(db, other, time), time)
    assert other.words() == ["一", "改", "改", "二"]
    assert [row.possibly_twice for row in await names(db, chat)] == [False, False]


async def test_asked_to_wait_everywhere_nothing_is_sent_before(db: Database) -> None:
    other, time = ScriptedTransport(faults=[RateLimited(20)]), Time()
    first, second = await open_chat(db, "1"), await open_chat(db, "2")
    await say(db, first, "一")
    sender = build_sender(db, other, time)
    await poll_and_send(sender)
    await say(db, second, "二")
    time.pass_by(19.9)
    await poll_and_send(sender)
    assert other.taken == []
    time.pass_by(0.2)
    await sender.send_due()
    assert sorted(other.words()) == ["一", "二"]  # two chats: none comes before the other


async def test_asked_to_wait_in_one_chat_the_others_go_on(db: Database) -> None:
    other, time = ScriptedTransport(faults=[RateLimited(20, account_wide=False)]), Time()
    first, second = await open_chat(db, "1"), await open_chat(db, "2")
    await say(db, first, "一")
    sender = build_sender(db, other, time)
    await poll_and_send(sender)
    await say(db, second, "二")
    await poll_and_send(sender)
    assert other.words() == ["二"]
    time.pass_by(20.1)
    await sender.send_due()
    assert other.words() == ["二", "一"]


async def test_what_is_never_taken_is_noted_and_what_follows_goes_on(db: Database) -> None:
    other, time, chat = ScriptedTransport(faults=[Rejected("too long")]), Time(), await open_chat(db)
    message = await say(db, chat, "一")
    await add(db, chat, Kind.EDIT, message, ours("改短了"))
    await send_until_quiet(build_sender(db, other, time), time)
    assert other.words() == ["改短了"]  # what it says now may be taken
    assert [(row.external_id, row.failed) for row in await names(db, chat)] == [("1", None)]
    other.faults = [Rejected("too long")]
    await say(db, chat, "二")
    await say(db, chat, "三")
    await send_until_quiet(build_sender(db, other, time), time)
    assert other.words() == ["改短了", "三"]
    async with db.reading() as session:
        assert await outbound_store.count_failed(session, "telegram") == 1


async def test_a_bug_of_ours_does_not_hold_up_a_chat_for_ever(db: Database) -> None:
    other, time, chat = ScriptedTransport(faults=[KeyError("text")] * 4), Time(), await open_chat(db)
    await say(db, chat, "一")
    await say(db, chat, "二")
    await send_until_quiet(build_sender(db, other, time), time)
    assert other.words() == ["二"]
    assert [row.failed for row in await names(db, chat)] == ["KeyError", None]


async def test_a_database_that_is_away_for_long_costs_no_message(db: Database) -> None:
    away = OperationalError("SELECT", None, ConnectionError())
    other, time, chat = ScriptedTransport(faults=[away] * 10), Time(), await open_chat(db)
    await say(db, chat, "一")
    await send_until_quiet(build_sender(db, other, time), time, 600)
    assert other.words() == ["一"]


async def test_what_was_sent_while_the_database_failed_is_recorded_afterwards_and_not_sent_twice(db: Database) -> None:
    outage = AsyncExitStack()

    class LosingTheDatabase(ScriptedTransport):
        async def send(self, to: str, body: Body) -> str:
            external_id = await super().send(to, body)
            await outage.enter_async_context(failing(db))
            return external_id

    other, time, chat = LosingTheDatabase(), Time(), await open_chat(db)
    await say(db, chat, "一")
    sender = build_sender(db, other, time)
    with capture_logs() as logs:
        async with outage:
            sending = asyncio.create_task(poll_and_send(sender))
            while not any(line["event"] == "loop waits" for line in logs):  # noqa: ASYNC110  nobody signals a log line
                await asyncio.sleep(0.01)
        await sending
    await send_until_quiet(sender, time)
    assert other.words() == ["一"]
    assert [(row.external_id, row.possibly_twice) for row in await names(db, chat)] == [("1", False)]


async def test_a_database_that_fails_before_the_call_marks_nothing(db: Database) -> None:
    other, time, chat = ScriptedTransport(faults=[PoolTimeout(), PoolTimeout()]), Time(), await open_chat(db)
    await say(db, chat, "一")
    await send_until_quiet(build_sender(db, other, time), time)
    assert other.words() == ["一"]
    assert [row.possibly_twice for row in await names(db, chat)] == [False]


async def test_a_message_that_is_gone_is_sent_anew_when_it_changes(db: Database) -> None:
    other, time, chat = ScriptedTransport(), Time(), await open_chat(db)
    message = await say(db, chat, "一")
    sender = build_sender(db, other, time)
    await poll_and_send(sender)
    other.faults = [MessageMissing()]
    await add(db, chat, Kind.EDIT, message, ours("改"))
    await add(db, chat, Kind.EDIT, message, ours("再改"))
    await send_until_quiet(sender, time)
    assert [(one.kind, one.words, one.external_id) for one in other.taken[1:]] == [
        ("send", "改", "2"),
        ("edit", "再改", "2"),
    ]
    async with db.reading() as session:
        assert await outbound_store.message_by_external_id(session, chat, "2") == message


async def test_to_delete_what_is_gone_and_to_change_nothing_is_fine(db: Database) -> None:
    other, time, chat = ScriptedTransport(), Time(), await open_chat(db)
    message = await say(db, chat, "一")
    sender = build_sender(db, other, time)
    await poll_and_send(sender)
    other.faults = [Unchanged(), MessageMissing(), Rejected("query is too old")]
    await add(db, chat, Kind.EDIT, message, ours("一"))
    await add(db, chat, Kind.DELETE, message, {})
    await add(db, chat, Kind.TOAST, 0, {"press": "p"})
    await say(db, chat, "二")
    await send_until_quiet(sender, time)
    assert other.words() == ["一", "二"]


async def test_a_chat_that_moved_is_found_under_its_new_name(db: Database) -> None:
    other, time, chat = ScriptedTransport(faults=[ChatMoved("1:-1009")]), Time(), await open_chat(db, "-9")
    await say(db, chat, "一")
    await send_until_quiet(build_sender(db, other, time), time)
    assert [(one.to, one.words) for one in other.taken] == [("1:-1009", "一")]


async def test_a_chat_that_moved_into_another_is_lost(db: Database) -> None:
    other, time, chat = ScriptedTransport(faults=[ChatMoved("1:-1009")]), Time(), await open_chat(db, "-9")
    await open_chat(db, "-1009")
    await say(db, chat, "一")
    await send_until_quiet(build_sender(db, other, time), time)
    assert (other.taken, (await state(db, chat)).unreachable) == ([], "moved")


async def test_whoever_blocked_the_bot_hears_it_all_on_returning(db: Database) -> None:
    other, time, chat = ScriptedTransport(faults=[Unreachable("blocked")]), Time(), await open_chat(db)
    await say(db, chat, "一")
    await say(db, chat, "二", Lane.NEWS)
    sender = build_sender(db, other, time)
    await send_until_quiet(sender, time)
    known = await state(db, chat)
    assert (other.taken, known.unreachable, known.claimed_by) == ([], "blocked", None)
    async with db.reading() as session:
        assert await outbound_store.unreachable(session, [chat]) == {chat}
        assert await outbound_store.count_waiting(session, "telegram") == 0
    async with db.transaction() as session:
        await outbound_store.mark_reachable(session, chat)
    await send_until_quiet(sender, time)
    assert other.words() == ["一", "二"]


async def test_a_notice_to_a_lost_chat_is_said_in_the_persons_other_chat(db: Database) -> None:
    other, time, chat = ScriptedTransport(faults=[Unreachable("blocked")]), Time(), await open_chat(db)
    async with db.transaction() as session:
        person = await people.add(session, chat, "zh", MONDAY)
        web = (await store.open_chat(session, "web", "a")).id
        session.add(people.AccountRow(chat=web, person=person.id, used_at=MONDAY - timedelta(days=1)))
    await say(db, chat, "答复")
    await say(db, chat, "提醒", Lane.REMINDER)
    sender = build_sender(db, other, time)
    await send_until_quiet(sender, time)
    async with db.reading() as session:
        said = await store.events_after(session, web, 0, 10)
    assert [(event.body["text"], event.lane) for event in said] == [("提醒", Lane.REMINDER)]
    async with db.transaction() as session:
        await outbound_store.mark_reachable(session, chat)
    await send_until_quiet(sender, time)
    assert other.words() == ["答复"]  # and not the notice again


async def test_a_crash_between_sending_and_noting_marks_one_message(db: Database) -> None:
    other, time, chat = ScriptedTransport(), Time(), await open_chat(db)
    for text in ("一", "二"):
        await say(db, chat, text)
    async with db.transaction() as session:  # a process that sent the first, and died
        assert await sending_store.look_into(session, chat, "dead", time.clock.now())
        await sending_store.hold(session, chat, "dead")
    await send_until_quiet(build_sender(db, other, time, process="b"), time)
    assert other.words() == ["一", "二"]
    assert [row.possibly_twice for row in await names(db, chat)] == [True, False]
    async with db.reading() as session:
        assert await outbound_store.count_possibly_twice(session, "telegram") == 1


async def test_what_a_dead_process_had_deleted_is_not_sent_again_and_the_mark_is_its_successors(db: Database) -> None:
    other, time, chat = ScriptedTransport(), Time(), await open_chat(db)
    message = await say(db, chat, "一")
    await send_until_quiet(build_sender(db, other, time), time)
    await add(db, chat, Kind.EDIT, message, ours("改"))
    await add(db, chat, Kind.DELETE, message, {})
    await say(db, chat, "二")
    async with db.transaction() as session:
        assert await sending_store.look_into(session, chat, "dead", time.clock.now())
        await sending_store.hold(session, chat, "dead")
    other.faults = [MessageMissing()]
    await send_until_quiet(build_sender(db, other, time, process="b"), time)
    assert [one.words for one in other.taken if one.kind == "send"] == ["一", "二"]
    assert [row.possibly_twice for row in await names(db, chat)] == [False, True]


async def test_what_a_living_process_claimed_is_left_to_it(db: Database) -> None:
    other, time, chat = ScriptedTransport(), Time(), await open_chat(db)
    await say(db, chat, "一")
    async with db.transaction() as session:
        await lease_store.take(session, "process:other", "other", time.clock.now(), timedelta(seconds=15))
        assert await sending_store.look_into(session, chat, "other", time.clock.now())
        await sending_store.hold(session, chat, "other")
    sender = build_sender(db, other, time)
    await poll_and_send(sender)
    sender.on_said(chat, Lane.ANSWER)
    await sender.send_due()
    assert other.taken == []
    time.pass_by(16)
    await poll_and_send(sender)
    assert other.words() == ["一"]


async def test_whoever_lost_a_claim_notes_nothing(db: Database) -> None:
    other, time, chat = ScriptedTransport(hold=asyncio.Event()), Time(), await open_chat(db)
    await say(db, chat, "一")
    slow = build_sender(db, other, time, process="slow")
    await slow.poll()
    sending_slowly = asyncio.create_task(slow.send_due())
    await other.until(lambda: bool(other.busy))
    quick_side = ScriptedTransport(names_from=100)
    await poll_and_send(build_sender(db, quick_side, time, process="quick"))  # "slow" holds no lease: it counts as dead
    assert other.hold is not None
    other.hold.set()
    await sending_slowly
    assert [(row.external_id, row.possibly_twice) for row in await names(db, chat)] == [("101", True)]
    assert (await state(db, chat)).claimed_by is None


async def test_two_senders_never_send_to_one_chat_at_once(db: Database) -> None:
    other, time = ScriptedTransport(answers_in=5), Time()
    for process in ("a", "b"):
        async with db.transaction() as session:
            await lease_store.take(session, f"process:{process}", process, time.clock.now(), timedelta(seconds=15))
    chats = [await open_chat(db, str(number)) for number in range(6)]
    both = [build_sender(db, other, time, process=process) for process in ("a", "b")]
    for text in range(5):
        for chat in chats:
            await say(db, chat, str(text))
            for one in both:
                one.on_said(chat, Lane.ANSWER)
    for _ in range(5):
        await asyncio.gather(*(one.send_due() for one in both))
        await asyncio.gather(*(one.poll() for one in both))
    for number in range(6):
        assert other.words(f"1:{number}") == ["0", "1", "2", "3", "4"]
        assert not any(row.possibly_twice for row in await names(db, chats[number]))


async def test_two_senders_share_what_they_find_and_a_dead_ones_share_is_taken_over(db: Database) -> None:
    other, time = ScriptedTransport(), Time()
    for process in ("a", "b"):
        async with db.transaction() as session:
            await lease_store.take(session, f"process:{process}", process, time.clock.now(), timedelta(seconds=15))
    chats = [await open_chat(db, str(number)) for number in range(6)]
    for chat in chats:
        await say(db, chat, "一")
    sender = build_sender(db, other, time, process="a")
    await poll_and_send(sender)
    assert {one.to for one in other.taken} == {f"1:{number}" for number in range(6) if chats[number] % 2 == 0}
    time.pass_by(16)  # nobody renews
    await poll_and_send(sender)
    assert len(other.taken) == 6


async def test_health_tells_what_lasts_and_not_what_happened_once(db: Database) -> None:
    other, time, chat = ScriptedTransport(), Time(), await open_chat(db)
    sender = build_sender(db, other, time)

    async def health() -> list[tuple[str, str]]:
        async with db.reading() as session:
            return [(one.state, one.detail) for one in await outbound_store.health(session)]

    async def after(faults: list[TransportError]) -> list[tuple[str, str]]:
        other.faults = [*faults]
        await say(db, chat, "一")
        await poll_and_send(sender)
        while other.faults:
            time.pass_by(max(0.0, sender.next_moment() - time.passed) + 0.001)
            await sender.send_due()
        before = await health()
        await send_until_quiet(sender, time)
        assert await health() == [("ok", "")]
        return before

    assert await after([]) == [("ok", "")]
    assert await after([NotSent("refused")]) == [("ok", "")]
    assert await after([NotSent("refused")] * 3) == [("network", "refused")]
    assert await after([ServerError("502")] * 3) == [("server", "502")]
    assert await after([Unauthorized("Unauthorized")]) == [("unauthorised", "Unauthorized")]
    assert await after([RateLimited(30)]) == [("waiting", "wait 30 s")]
