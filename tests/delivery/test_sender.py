"""The sender sends the log of a chat to its channel: everything, once, in order, under its external ids."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from bench.statements import counted
from bot.delivery.send_queue import SendQueue
from bot.delivery.sender import MAX_READY_CHATS
from bot.engine.signals import Signals
from chats import outbound_store, service, store
from chats.model import Kind, Lane
from storage.database import Database
from tests.conversation import MONDAY
from tests.delivery.scripted_transport import (
    ScriptedTransport,
    Time,
    add,
    build_sender,
    hear,
    names,
    open_chat,
    ours,
    poll_and_send,
    say,
    state,
)


async def test_what_is_said_is_sent_in_order_and_once(db: Database) -> None:
    other, chat = ScriptedTransport(), await open_chat(db)
    for text in ("一", "二", "三"):
        await say(db, chat, text)
    sender = build_sender(db, other)
    await poll_and_send(sender)
    await poll_and_send(sender)
    assert other.words("1:7") == ["一", "二", "三"]
    assert [(row.message, row.external_id, row.possibly_twice) for row in await names(db, chat)] == [
        (1, "1", False), (2, "2", False), (3, "3", False),
    ]  # fmt: skip
    known = await state(db, chat)
    assert (known.last_sent, known.claimed_by) == (3, None)


async def test_what_the_person_said_over_there_is_not_sent_back(db: Database) -> None:
    other, chat = ScriptedTransport(), await open_chat(db)
    mine = await hear(db, chat, "您好", "41")
    sender = build_sender(db, other)
    await poll_and_send(sender)
    assert (other.taken, (await state(db, chat)).last_sent) == ([], mine)
    await say(db, chat, "请讲")
    await poll_and_send(sender)
    assert other.words() == ["请讲"]
    async with db.reading() as session:
        assert await outbound_store.message_by_external_id(session, chat, "41") == mine


async def test_edits_deletions_and_toasts_follow_their_message(db: Database) -> None:
    other, chat = ScriptedTransport(), await open_chat(db)
    first = await say(db, chat, "一")
    await add(db, chat, Kind.EDIT, first, ours("一改"))
    await add(db, chat, Kind.TOAST, 0, {"text": "已登记", "press": "p1"})
    second = await say(db, chat, "二")
    await add(db, chat, Kind.EDIT, second, ours("二改"))
    await add(db, chat, Kind.DELETE, first, {})
    await add(db, chat, Kind.TOAST, 0, {"press": "p2"})
    await poll_and_send(build_sender(db, other))
    assert [(one.kind, one.words, one.external_id) for one in other.taken] == [
        ("send", "一", "1"), ("edit", "一改", "1"), ("answer", "已登记", "p1"),
        ("send", "二", "2"), ("edit", "二改", "2"), ("delete", "", "1"), ("answer", "", "p2"),
    ]  # fmt: skip


async def test_another_bots_and_another_channels_chats_are_left_alone(db: Database) -> None:
    other = ScriptedTransport()
    await say(db, await open_chat(db, account="2:"), "不归我")
    sender = build_sender(db, other)
    await poll_and_send(sender)
    web = await open_chat(db, "9", account="web:")
    await say(db, web, "网页")
    sender.on_said(web, Lane.ANSWER)
    await sender.send_due()
    assert other.taken == []


async def test_chats_are_sent_to_side_by_side_but_each_in_its_order(db: Database) -> None:
    other = ScriptedTransport(answers_in=3)
    chats = [await open_chat(db, str(number)) for number in range(12)]
    for text in range(3):
        for chat in chats:
            await say(db, chat, str(text))
    await poll_and_send(build_sender(db, other))
    for number in range(12):
        assert other.words(f"1:{number}") == ["0", "1", "2"]


async def test_no_more_than_the_agreed_number_are_in_flight(db: Database) -> None:
    other = ScriptedTransport(hold=asyncio.Event())
    for number in range(20):
        await say(db, await open_chat(db, str(number)), "一")
    sender = build_sender(db, other)
    await sender.poll()
    sending = asyncio.create_task(sender.send_due())
    await other.until(lambda: len(other.busy) == 8)
    assert other.hold is not None
    other.hold.set()
    await sending
    assert len(other.taken) == 20


async def test_between_chats_answers_go_first_then_reminders_then_news_then_broadcasts(db: Database) -> None:
    other, time = ScriptedTransport(), Time()
    for lane in reversed(Lane):
        await say(db, await open_chat(db, lane.name), lane.name, lane)
    sender = build_sender(db, other, time, per_second=30, in_flight=1)
    await sender.poll()
    while len(other.taken) < 4:
        await sender.send_due()
        time.pass_by(0.05)
    assert other.words() == ["ANSWER", "REMINDER", "NEWS", "BROADCAST"]


async def test_an_answer_pulls_along_what_stands_before_it_in_its_chat(db: Database) -> None:
    other, time = ScriptedTransport(), Time()
    for number in range(40):
        await say(db, await open_chat(db, f"1{number}"), "通知", Lane.BROADCAST)
    chat = await open_chat(db)
    message = await say(db, chat, "通知", Lane.BROADCAST)
    await add(db, chat, Kind.EDIT, message, ours("答复"))
    sender = build_sender(db, other, time, per_second=30)
    await poll_and_send(sender)
    assert other.words("1:7") == ["通知", "答复"]
    assert len(other.taken) < 5


async def test_a_signal_is_enough_and_nobody_has_to_look(db: Database) -> None:
    other, chat = ScriptedTransport(), await open_chat(db)
    signals, stopping = Signals(), asyncio.Event()
    running = asyncio.create_task(build_sender(db, other, signals=signals).run(stopping))
    await asyncio.sleep(0)
    await say(db, chat, "一")
    signals.said(chat)
    await other.until(lambda: bool(other.taken))
    stopping.set()
    await running
    assert other.words() == ["一"]


async def test_what_is_under_way_is_finished_before_the_sender_stops(db: Database) -> None:
    other, chat = ScriptedTransport(hold=asyncio.Event()), await open_chat(db)
    await say(db, chat, "一")
    sender = build_sender(db, other)
    stopping = asyncio.Event()
    running = asyncio.create_task(sender.run(stopping))
    await other.until(lambda: bool(other.busy))
    stopping.set()
    await asyncio.sleep(0)
    assert other.hold is not None
    other.hold.set()
    await running
    assert (other.words(), (await state(db, chat)).claimed_by) == (["一"], None)


async def test_a_web_chat_costs_the_sender_one_lookup(db: Database) -> None:
    sender = build_sender(db, ScriptedTransport())
    async with db.transaction() as session:
        web = (await store.open_chat(session, "web", "a")).id
    for _ in range(2):
        with counted(db) as statements:
            sender.on_said(web, Lane.ANSWER)
            await sender.send_due()
    assert statements == []


async def test_broadcasts_to_web_chats_take_no_room_from_ours(db: Database) -> None:
    sender = build_sender(db, ScriptedTransport(), per_second=30)
    async with db.transaction() as session:
        webs = [(await store.open_chat(session, "web", str(number))).id for number in range(80)]
    for web in webs:
        sender.on_said(web, Lane.BROADCAST)
    await sender.send_due()
    assert sender.has_room()
    assert sender.next_moment() == float("inf")


async def test_a_full_channel_has_no_room_until_half_of_it_is_out_and_then_wakes_the_delivery(db: Database) -> None:
    other, time, signals = ScriptedTransport(), Time(), Signals()
    sender = build_sender(db, other, time, per_second=30, signals=signals)
    async with db.transaction() as session:
        for number in range(60):
            chat = (await store.open_chat(session, "telegram", f"1:{number}")).id
            await outbound_store.open_outbound(session, chat)
            await service.say(session, chat, ours("通知"), MONDAY, Lane.BROADCAST)
    assert sender.has_room()
    await sender.poll()
    assert not sender.has_room()
    while not sender.has_room():
        assert signals.outbox.sent == 0
        time.pass_by(0.05)
        await sender.send_due()
    assert len(other.taken) == 60 - MAX_READY_CHATS // 2
    assert signals.outbox.sent == 1


async def test_a_message_takes_five_statements_from_the_log_to_the_other_side(db: Database) -> None:
    other, chat = ScriptedTransport(), await open_chat(db)
    sender = build_sender(db, other)
    await say(db, chat, "一")
    await poll_and_send(sender)
    await say(db, chat, "二")
    sender.on_said(chat, Lane.ANSWER)
    with counted(db) as statements:
        await sender.send_due()
    assert other.words() == ["一", "二"]
    assert len(statements) <= 5, statements


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(Lane)), max_size=30))
def test_whoever_waits_in_the_lowest_lane_longest_is_next(puts: list[tuple[int, Lane]]) -> None:
    queue = SendQueue()
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
    queue = SendQueue()
    queue.put(1, Lane.REMINDER)
    queue.put(2, Lane.BROADCAST)
    assert queue.take(0.0, lambda lane: lane is Lane.ANSWER) is None
    queue.put(3, Lane.ANSWER)
    place = queue.take(0.0, lambda lane: lane is Lane.ANSWER)
    assert place is not None
    assert place.chat == 3


def test_who_is_put_back_keeps_its_turn_and_its_moment() -> None:
    queue = SendQueue()
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
