"""Long polling against the stand-in: what is stored is acknowledged, and every failure has its state and its wait."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.channels.telegram.metrics import MALFORMED_UPDATES
from bot.channels.telegram.polling import LEASE_CHECK_SECONDS, LEASE_DURATION
from bot.channels.telegram.report import CONFLICT_QUIET_TIME
from chats import outbound_store
from storage.database import Database
from tests.channels.telegram.reception import TOKEN, Reception, open_reception
from tests.telegram.standin import Fault, StandIn

OPEN_FOR = 25  # seconds that a question stays open, if nothing ends it


@pytest.fixture
async def server(db: Database) -> AsyncIterator[Reception]:
    async with open_reception(db) as server:
        yield server


async def test_what_people_say_is_stored_and_then_acknowledged(server: Reception) -> None:
    poller = server.poller()
    person = server.telegram.person(7001)
    assert await poller.poll_once() == 0
    await person.say("我们厂停电了")
    await person.say("已经三天了")
    assert await poller.poll_once() == 0
    assert await server.heard(7001) == ["我们厂停电了", "已经三天了"]
    assert len(server.waiting) == 2  # with the next question only
    assert await poller.poll_once() == 0
    assert server.waiting == []


async def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again(server: Reception) -> None:
    poller, person = server.poller(), server.telegram.person(7001)
    await poller.poll_once()
    await person.say("在吗在吗")
    async with server.db.transaction() as session:
        await session.execute(text("ALTER TABLE inbox RENAME TO inbox_away"))
    assert await poller.poll_once() > 0
    assert await poller.poll_once() > 0
    assert len(server.waiting) == 1
    async with server.db.transaction() as session:
        await session.execute(text("ALTER TABLE inbox_away RENAME TO inbox"))
    assert await poller.poll_once() == 0
    assert await server.heard(7001) == ["在吗在吗"]


async def test_a_malformed_update_is_counted_and_holds_up_nothing(server: Reception) -> None:
    malformed = MALFORMED_UPDATES.labels("telegram")
    before = malformed._value.get()
    poller, person = server.poller(), server.telegram.person(7001)
    await person.say("前一句话")
    server.account.updates.put_raw({"message": {"message_id": "x", "chat": [], "text": {"a": None}}})
    server.account.updates.put_raw({"callback_query": None})
    await person.say("后一句话")
    await poller.poll_once()
    await poller.poll_once()
    assert await server.heard(7001) == ["前一句话", "后一句话"]
    assert server.waiting == []
    assert malformed._value.get() == before + 2


async def test_updates_that_come_twice_or_out_of_order_are_stored_once_and_in_order(server: Reception) -> None:
    server.telegram.faults.add(Fault("getUpdates", "twice"), Fault("getUpdates", "shuffle"))
    poller, person = server.poller(), server.telegram.person(7001)
    said = [f"第 {number} 句" for number in range(20)]
    for sentence in said:
        await person.say(sentence)
    await poller.poll_once()
    await poller.poll_once()
    assert await server.heard(7001) == said


async def test_a_restart_hears_again_what_was_not_acknowledged_and_stores_it_once(server: Reception) -> None:
    await server.telegram.person(7001).say("只说一次")
    await server.poller("one").poll_once()
    server.town.clock.move_to(server.town.clock.now() + LEASE_DURATION)
    await server.poller("two").poll_once()
    assert await server.heard(7001) == ["只说一次"]


async def test_a_webhook_left_behind_is_taken_away_and_what_waits_there_is_kept(server: Reception) -> None:
    await server.bot.set_webhook("http://127.0.0.1:1/elsewhere")
    await server.telegram.person(7001).say("还在等着")
    assert await server.poller().poll_once() == 0
    assert server.account.webhook.url == ""
    assert await server.heard(7001) == ["还在等着"]


async def test_a_webhook_set_by_somebody_later_is_taken_away_too(server: Reception) -> None:
    poller = server.poller()
    await poller.poll_once()
    await server.bot.set_webhook("http://127.0.0.1:1/elsewhere")
    assert await poller.poll_once() > 0
    state, detail = await server.health("receive")
    assert (state, "webhook" in detail) == ("conflict", True)
    assert await poller.poll_once() == 0


async def test_the_bots_name_is_learned_for_links(server: Reception) -> None:
    await server.poller().poll_once()
    assert await server.health("identity") == ("ok", "sample_standin_bot")


async def test_only_what_is_read_is_asked_for(server: Reception) -> None:
    await server.poller().poll_once()
    assert server.account.updates.allowed == {"message", "edited_message", "callback_query", "my_chat_member"}


async def test_another_program_with_the_same_token_is_a_conflict_until_it_has_been_quiet(server: Reception) -> None:
    poller, clock = server.poller(), server.town.clock
    await poller.poll_once()
    server.telegram.faults.add(Fault("getUpdates", "409", times=1))
    assert await poller.poll_once() == 15
    since = await server.since("receive")
    clock.move_to(clock.now() + timedelta(seconds=30))
    assert await poller.poll_once() == 0
    state, detail = await server.health("receive")
    assert (state, await server.since("receive")) == ("conflict", since)
    assert "only one bot instance" in detail
    clock.move_to(clock.now() + CONFLICT_QUIET_TIME)
    await poller.poll_once()
    assert await server.health("receive") == ("ok", "")


async def test_a_revoked_token_is_tried_again_each_minute(server: Reception) -> None:
    poller = server.poller()
    await poller.poll_once()
    server.account.revoked = True
    assert await poller.poll_once() == 60
    assert (await server.health("receive"))[0] == "unauthorised"
    server.account.revoked = False
    assert await poller.poll_once() == 0
    assert await server.health("receive") == ("ok", "")


async def test_a_token_that_never_was_one_is_named_so_from_the_start(server: Reception) -> None:
    del server.telegram.accounts[TOKEN]
    assert await server.poller().poll_once() == 60
    assert (await server.health("receive"))[0] == "unauthorised"


async def test_telegram_says_how_long_to_wait_and_is_obeyed(server: Reception) -> None:
    poller = server.poller()
    server.telegram.faults.add(Fault("getUpdates", "429", seconds=17, times=1))
    assert await poller.poll_once() == 17
    assert (await server.health("receive"))[0] == "waiting"
    assert await poller.poll_once() == 0
    assert (await server.health("receive"))[0] == "ok"


@pytest.mark.parametrize(
    ("kind", "state"), [("500", "server"), ("502", "server"), ("502 page", "server"), ("cut", "network")]
)
async def test_after_each_failure_the_wait_grows_until_one_succeeds(server: Reception, kind: str, state: str) -> None:
    poller = server.poller()
    await poller.poll_once()
    server.telegram.faults.add(Fault("getUpdates", kind, times=4))  # type: ignore[arg-type]  # parametrised: a str
    waits = [await poller.poll_once() for _ in range(4)]
    assert (await server.health("receive"))[0] == state
    assert waits == sorted(waits)
    assert 0.5 < waits[0] < 2 < waits[-1] < 30
    await server.telegram.person(7001).say("又通了吗")
    assert await poller.poll_once() == 0
    assert await server.heard(7001) == ["又通了吗"]
    assert await server.health("receive") == ("ok", "")


async def test_the_wait_differs_between_two_servers_that_failed_together(server: Reception) -> None:
    await server.telegram.go_down()
    first, second = server.poller("one"), server.poller("one")
    assert [await first.poll_once() for _ in range(3)] != [await second.poll_once() for _ in range(3)]


async def test_no_secret_stands_in_what_is_said_of_a_failure(server: Reception) -> None:
    await server.telegram.go_down()
    assert await server.poller().poll_once() > 0
    state, detail = await server.health("receive")
    assert state == "network"
    assert TOKEN not in detail
    assert "127.0.0.1" not in detail


async def test_of_two_processes_one_polls_and_the_other_takes_over_when_it_dies(server: Reception) -> None:
    first, second, person = server.poller("one"), server.poller("two"), server.telegram.person(7001)
    assert await first.poll_once() == 0
    assert await second.poll_once() == LEASE_CHECK_SECONDS
    await person.say("甲还在吗")
    assert await first.poll_once() == 0
    server.town.clock.move_to(server.town.clock.now() + LEASE_DURATION)
    assert await second.poll_once() == 0
    assert await first.poll_once() == LEASE_CHECK_SECONDS
    await person.say("乙在吗")
    assert await second.poll_once() == 0
    assert await server.heard(7001) == ["甲还在吗", "乙在吗"]


async def test_a_process_that_lost_its_turn_takes_the_conflict_for_its_successor(server: Reception) -> None:
    first, second = server.poller("one"), server.poller("two")
    await first.poll_once()
    async with server.db.transaction() as session:
        await session.execute(text("UPDATE lease SET holder = 'two'"))  # while the first one was held up
    server.telegram.faults.add(Fault("getUpdates", "409", times=1))
    assert await first.poll_once() == LEASE_CHECK_SECONDS
    assert (await server.health("receive"))[0] == "ok"
    assert await second.poll_once() == 0


async def test_an_open_question_ends_at_once_when_the_server_stops(server: Reception) -> None:
    stopping, poller = asyncio.Event(), server.poller(open_for=OPEN_FOR)
    running = asyncio.create_task(poller.run(stopping))
    await polled(server)
    stopping.set()
    await asyncio.wait_for(running, OPEN_FOR / 2)
    assert await server.poller("two").poll_once() == 0  # the turn was given up


async def test_what_is_said_while_a_question_is_open_is_heard_at_once(server: Reception) -> None:
    stopping, poller = asyncio.Event(), server.poller(open_for=OPEN_FOR)
    seen = server.town.signals.inbox.sent
    running = asyncio.create_task(poller.run(stopping))
    await polled(server)
    await server.telegram.person(7001).say("听得到吗")
    assert await server.town.signals.inbox.wait(OPEN_FOR / 2, seen)
    assert await server.heard(7001) == ["听得到吗"]
    stopping.set()
    await asyncio.wait_for(running, OPEN_FOR / 2)


async def test_a_bot_behind_a_server_of_its_own_is_found_there(db: Database) -> None:
    async with StandIn(TOKEN) as telegram, open_reception(db) as server:
        assert server.telegram.address != telegram.address
        await server.poller().poll_once()
        assert telegram.record.calls == []


async def test_health_is_written_when_it_changes_only(server: Reception, monkeypatch: pytest.MonkeyPatch) -> None:
    poller = server.poller()
    await poller.poll_once()
    written: list[str] = []

    async def note(*arguments: object) -> bool:
        written.append(str(arguments[3]))
        return True

    monkeypatch.setattr(outbound_store, "note_health", note)
    for _ in range(3):
        await poller.poll_once()
    assert written == []


async def polled(server: Reception) -> None:
    """Until a question is open."""
    async with asyncio.timeout(30):
        while not server.account.updates.polled:  # noqa: ASYNC110  the stand-in does not tell when it is asked
            await asyncio.sleep(0)
