"""The courier carries the log of a chat out: everything, once, in order, under the names of the other side."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bench.statements import counted
from bot.delivery.carry_queue import CarryQueue
from bot.delivery.courier import ROOM
from bot.engine.signals import Signals
from chats import remote_store as remotes
from chats import service, store
from chats.model import Kind, Lane
from storage.database import Database
from tests.conversation import MONDAY
from tests.delivery.scripted_remote import (
    ScriptedRemote,
    Time,
    add,
    courier,
    hear,
    look_and_carry,
    names,
    open_chat,
    ours,
    say,
    state,
)


async def test_what_is_said_is_sent_in_order_and_once(db: Database) -> None:
    other, chat = ScriptedRemote(), await open_chat(db)
    for text in ("一", "二", "三"):
        await say(db, chat, text)
    carrier = courier(db, other)
    await look_and_carry(carrier)
    await look_and_carry(carrier)
    assert other.words("1:7") == ["一", "二", "三"]
    assert [(row.message, row.remote, row.possibly_twice) for row in await names(db, chat)] == [
        (1, "1", False), (2, "2", False), (3, "3", False),
    ]  # fmt: skip
    known = await state(db, chat)
    assert (known.carried, known.claimed_by) == (3, None)


async def test_what_the_person_said_over_there_is_not_sent_back(db: Database) -> None:
    other, chat = ScriptedRemote(), await open_chat(db)
    mine = await hear(db, chat, "您好", "41")
    carrier = courier(db, other)
    await look_and_carry(carrier)
    assert (other.taken, (await state(db, chat)).carried) == ([], mine)
    await say(db, chat, "请讲")
    await look_and_carry(carrier)
    assert other.words() == ["请讲"]
    async with db.reading() as session:
        assert await remotes.message_of(session, chat, "41") == mine


async def test_edits_deletions_and_toasts_follow_their_message(db: Database) -> None:
    other, chat = ScriptedRemote(), await open_chat(db)
    first = await say(db, chat, "一")
    await add(db, chat, Kind.EDIT, first, ours("一改"))
    await add(db, chat, Kind.TOAST, 0, {"text": "已登记", "press": "p1"})
    second = await say(db, chat, "二")
    await add(db, chat, Kind.EDIT, second, ours("二改"))
    await add(db, chat, Kind.DELETE, first, {})
    await add(db, chat, Kind.TOAST, 0, {"press": "p2"})
    await look_and_carry(courier(db, other))
    assert [(one.kind, one.words, one.remote) for one in other.taken] == [
        ("send", "一", "1"), ("edit", "一改", "1"), ("answer", "已登记", "p1"),
        ("send", "二", "2"), ("edit", "二改", "2"), ("delete", "", "1"), ("answer", "", "p2"),
    ]  # fmt: skip


async def test_another_bots_and_another_channels_chats_are_left_alone(db: Database) -> None:
    other = ScriptedRemote()
    await say(db, await open_chat(db, account="2:"), "不归我")
    carrier = courier(db, other)
    await look_and_carry(carrier)
    web = await open_chat(db, "9", account="web:")
    await say(db, web, "网页")
    carrier.hear(web, Lane.ANSWER)
    await carrier.carry()
    assert other.taken == []


async def test_chats_are_carried_side_by_side_but_each_in_its_order(db: Database) -> None:
    other = ScriptedRemote(answers_in=3)
    chats = [await open_chat(db, str(number)) for number in range(12)]
    for text in range(3):
        for chat in chats:
            await say(db, chat, str(text))
    await look_and_carry(courier(db, other))
    for number in range(12):
        assert other.words(f"1:{number}") == ["0", "1", "2"]


async def test_no_more_than_the_agreed_number_are_in_flight(db: Database) -> None:
    other = ScriptedRemote(hold=asyncio.Event())
    for number in range(20):
        await say(db, await open_chat(db, str(number)), "一")
    carrier = courier(db, other)
    await carrier.look()
    carrying = asyncio.create_task(carrier.carry())
    await other.until(lambda: len(other.busy) == 8)
    assert other.hold is not None
    other.hold.set()
    await carrying
    assert len(other.taken) == 20


async def test_between_chats_answers_go_first_then_reminders_then_news_then_broadcasts(db: Database) -> None:
    other, time = ScriptedRemote(), Time()
    for lane in reversed(Lane):
        await say(db, await open_chat(db, lane.name), lane.name, lane)
    carrier = courier(db, other, time, per_second=30, in_flight=1)
    await carrier.look()
    while len(other.taken) < 4:
        await carrier.carry()
        time.pass_by(0.05)
    assert other.words() == ["ANSWER", "REMINDER", "NEWS", "BROADCAST"]


async def test_an_answer_pulls_along_what_stands_before_it_in_its_chat(db: Database) -> None:
    other, time = ScriptedRemote(), Time()
    for number in range(40):
        await say(db, await open_chat(db, f"1{number}"), "通知", Lane.BROADCAST)
    chat = await open_chat(db)
    message = await say(db, chat, "通知", Lane.BROADCAST)
    await add(db, chat, Kind.EDIT, message, ours("答复"))
    carrier = courier(db, other, time, per_second=30)
    await look_and_carry(carrier)
    assert other.words("1:7") == ["通知", "答复"]
    assert len(other.taken) < 5


async def test_a_signal_is_enough_and_nobody_has_to_look(db: Database) -> None:
    other, chat = ScriptedRemote(), await open_chat(db)
    signals, stopping = Signals(), asyncio.Event()
    running = asyncio.create_task(courier(db, other, signals=signals).run(stopping))
    await asyncio.sleep(0)
    await say(db, chat, "一")
    signals.said(chat)
    await other.until(lambda: bool(other.taken))
    stopping.set()
    await running
    assert other.words() == ["一"]


async def test_what_is_under_way_is_finished_before_the_courier_stops(db: Database) -> None:
    other, chat = ScriptedRemote(hold=asyncio.Event()), await open_chat(db)
    await say(db, chat, "一")
    carrier = courier(db, other)
    stopping = asyncio.Event()
    running = asyncio.create_task(carrier.run(stopping))
    await other.until(lambda: bool(other.busy))
    stopping.set()
    await asyncio.sleep(0)
    assert other.hold is not None
    other.hold.set()
    await running
    assert (other.words(), (await state(db, chat)).claimed_by) == (["一"], None)


async def test_a_web_chat_costs_the_courier_one_look(db: Database) -> None:
    carrier = courier(db, ScriptedRemote())
    async with db.transaction() as session:
        web = (await store.open_chat(session, "web", "a")).id
    for _ in range(2):
        with counted(db) as statements:
            carrier.hear(web, Lane.ANSWER)
            await carrier.carry()
    assert statements == []


async def test_broadcasts_to_web_chats_take_no_room_from_ours(db: Database) -> None:
    carrier = courier(db, ScriptedRemote(), per_second=30)
    async with db.transaction() as session:
        webs = [(await store.open_chat(session, "web", str(number))).id for number in range(80)]
    for web in webs:
        carrier.hear(web, Lane.BROADCAST)
    await carrier.carry()
    assert carrier.has_room()
    assert carrier.next_moment() == float("inf")


async def test_a_full_channel_has_no_room_until_half_of_it_is_out_and_then_wakes_the_delivery(db: Database) -> None:
    other, time, signals = ScriptedRemote(), Time(), Signals()
    carrier = courier(db, other, time, per_second=30, signals=signals)
    async with db.transaction() as session:
        for number in range(60):
            chat = (await store.open_chat(session, "telegram", f"1:{number}")).id
            await remotes.open_remote(session, chat)
            await service.say(session, chat, ours("通知"), MONDAY, Lane.BROADCAST)
    assert carrier.has_room()
    await carrier.look()
    assert not carrier.has_room()
    while not carrier.has_room():
        assert signals.outbox.sent == 0
        time.pass_by(0.05)
        await carrier.carry()
    assert len(other.taken) == 60 - ROOM // 2
    assert signals.outbox.sent == 1


async def test_a_message_takes_five_statements_from_the_log_to_the_other_side(db: Database) -> None:
    other, chat = ScriptedRemote(), await open_chat(db)
    carrier = courier(db, other)
    await say(db, chat, "一")
    await look_and_carry(carrier)
    await say(db, chat, "二")
    carrier.hear(chat, Lane.ANSWER)
    with counted(db) as statements:
        await carrier.carry()
    assert other.words() == ["一", "二"]
    assert len(statements) <= 5, statements


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(Lane)), max_size=30))
def test_whoever_waits_in_the_lowest_lane_longest_is_next(puts: list[tuple[int, Lane]]) -> None:
    queue = CarryQueue()
    lanes: dict[int, Lane] = {}
    order: list[int] = []
    for chat, lane in puts:
        queue.put(chat, lane)
        lanes[chat] = min(lane, lanes.get(chat, lane))
        order += [chat] if chat not in order else []
    taken = []
    while (place := queue.take(0.0, lambda _: True)) is not None:
        taken.append(place.chat)
    assert taken == sorted(order, key=lambda chat: (lanes[chat], order.index(chat)))


def test_a_lane_that_must_wait_holds_up_the_higher_ones_and_no_lower_one() -> None:
    queue = CarryQueue()
    queue.put(1, Lane.REMINDER)
    queue.put(2, Lane.BROADCAST)
    assert queue.take(0.0, lambda lane: lane is Lane.ANSWER) is None
    queue.put(3, Lane.ANSWER)
    place = queue.take(0.0, lambda lane: lane is Lane.ANSWER)
    assert place is not None
    assert place.chat == 3


def test_who_is_put_back_keeps_its_turn_and_its_moment() -> None:
    queue = CarryQueue()
    queue.put(1, Lane.REMINDER)
    first = queue.take(0.0, lambda _: True)
    queue.put(2, Lane.REMINDER)
    assert first is not None
    queue.put(1, Lane.REMINDER, 5.0, first.order)
    queue.put(1, Lane.ANSWER)  # hurries, but its moment stays
    early = queue.take(4.0, lambda _: True)
    assert early is not None
    assert early.chat == 2
    assert queue.next_moment() == 5.0
    late = queue.take(5.0, lambda _: True)
    assert late is not None
    assert (late.chat, late.lane) == (1, Lane.ANSWER)
