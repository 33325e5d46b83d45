"""A received update is stored once, under our own numbers, and answered like any from the web."""

from random import Random
from typing import Any

import pytest
from sqlalchemy import func, select, text

from bench.statements import counted
from bot.channels.telegram.receiver import Receiver
from chats import outbound_store, service
from chats import store as chats
from chats.model import Event, FileState, Kind
from chats.outbound_store import IncomingFileRow, OutboundChatRow, OutboundMessageRow
from chats.store import ChatRow, FileRow, InboxRow
from people.store import AccountRow, PersonRow
from storage.database import Database
from tests.channels.telegram import updates
from tests.channels.telegram.receiving_town import SENTENCE, TelegramTown
from tests.channels.telegram.updates import BOSS, GROUP
from tests.conversation import Town


@pytest.fixture
async def town(db: Database) -> TelegramTown:
    town = TelegramTown(db)
    await town.settle()
    return town


async def names(town: Town, chat: int) -> dict[int, str | None]:
    """Our number of each message with its name over there."""
    async with town.db.reading() as session:
        rows = await session.scalars(select(OutboundMessageRow).where(OutboundMessageRow.chat == chat))
        return {row.message: row.external_id for row in rows}


async def say(town: TelegramTown, chat: int, label: str, data: str) -> int:
    """A message of the bot's with one button; its number."""
    body = {
        "date": 1_772_416_800, "from": {"id": town.bot.id, "is_bot": True, "first_name": "亲清"}, "text": "请选择",
        "reply_markup": {"inline_keyboard": [[{"text": label, "callback_data": data}]]},
    }  # fmt: skip
    async with town.db.transaction() as session:
        return (await service.say(session, chat, body, town.clock.now())).number


async def payloads(town: Town) -> list[dict[str, Any]]:
    async with town.db.reading() as session:
        return list(await session.scalars(select(InboxRow.payload).order_by(InboxRow.id)))


async def test_a_text_is_stored_and_answered(town: TelegramTown) -> None:
    await town.receive(updates.message(1, external_id=41, text="/start"))
    boss = await town.talker()
    assert await boss.read("营商")
    assert (await names(town, boss.chat))[1] == "41"


async def test_an_update_that_comes_again_is_stored_once(town: TelegramTown) -> None:
    both = [updates.message(1, external_id=41, text=SENTENCE), updates.photo(2, external_id=42)]
    await town.receiver.receive([*both, *both])
    await town.receiver.receive(both)
    boss = await town.talker()
    assert [shown.number for shown in await boss.screen()] == [1, 2]
    async with town.db.reading() as session:
        assert await chats.count_inbox(session, "new") == 2
        assert await session.scalar(select(func.count()).select_from(FileRow)) == 1


async def test_updates_of_a_batch_are_taken_in_the_order_of_their_numbers(town: TelegramTown) -> None:
    await town.receiver.receive(
        [updates.message(3, text="丙丙"), updates.message(1, text="甲甲"), updates.message(2, text="乙乙")]
    )
    boss = await town.talker()
    assert [shown.text for shown in await boss.screen()] == ["甲甲", "乙乙", "丙丙"]


async def test_two_bots_never_share_a_chat(town: TelegramTown) -> None:
    other = Receiver(town.db, town.clock, town.signals, "987654321:", town.bot.id)
    await town.receiver.receive([updates.message(1, text="给第一个")])
    await other.receive([updates.message(1, text="给第二个")])
    boss = await town.talker()
    assert [shown.text for shown in await boss.screen()] == ["给第一个"]


async def test_no_name_of_a_person_is_stored(town: TelegramTown) -> None:
    await town.receiver.receive(updates.samples())
    async with town.db.reading() as session:
        rows = [
            str(row)
            for table in ("inbox", "chat_event", "chat", "file")
            for row in await session.execute(text(f"SELECT * FROM {table}"))  # noqa: S608  names of our own tables
        ]
    assert rows
    assert not any(private in row for row in rows for private in ("王", "shili_wang", "示例园区"))


async def test_a_file_gets_a_name_of_ours_and_waits_to_be_fetched(town: TelegramTown) -> None:
    await town.receiver.receive([updates.photo(1), updates.document(2)])
    async with town.db.reading() as session:
        files = {row.kind: row for row in await session.scalars(select(FileRow))}
        waiting = {row.file: row.external_id for row in await session.scalars(select(IncomingFileRow))}
    photo, document = files["image/jpeg"], files["application/pdf"]
    assert {photo.state, document.state} == {FileState.WAITING}
    assert (photo.width, photo.height, photo.digest) == (1280, 960, "")
    assert (document.name, document.size) == ("环评报告.pdf", 350_000)
    assert waiting == {photo.id: "large-1", document.id: "document-2"}
    heard = await payloads(town)
    assert heard[0]["message"]["photo"][0]["file_id"] == photo.id
    assert heard[1]["message"]["document"]["file_id"] == document.id


async def test_a_press_brings_the_message_as_it_stands_now(town: TelegramTown) -> None:
    boss = await town.talker()
    await town.receiver.receive([updates.message(1, text="你好")])
    number = await say(town, boss.chat, "好", "ok:1")
    async with town.db.transaction() as session:
        await outbound_store.keep_external_id(session, boss.chat, number, "900")
    await town.receiver.receive([updates.press(2, "ok:1", external_id=900, name="press of theirs")])
    query = (await payloads(town))[-1]["callback_query"]
    assert query["id"] == "press of theirs"
    assert (query["message"]["message_id"], query["message"]["text"]) == (number, "请选择")
    assert query["message"]["chat"] == {"id": boss.chat, "type": "private"}


async def test_a_press_on_a_copy_that_was_sent_twice_is_known_by_its_button(town: TelegramTown) -> None:
    boss = await town.talker()
    first, second = [await say(town, boss.chat, "好", data) for data in ("ok:1", "ok:2")]
    await town.receiver.receive([updates.press(1, "ok:1", external_id=901), updates.press(2, "ok:2", external_id=None)])
    pressed = [payload["callback_query"]["message"]["message_id"] for payload in await payloads(town)]
    assert pressed == [first, second]


async def test_a_button_that_is_gone_belongs_to_no_message(town: TelegramTown) -> None:
    boss = await town.talker()
    number = await say(town, boss.chat, "好", "ok:1")
    async with town.db.transaction() as session:
        gone = await chats.take_numbers(session, boss.chat, 1)
        await chats.append(session, [Event(boss.chat, gone, Kind.DELETE, number, {}, town.clock.now())])
    await town.receiver.receive(
        [updates.press(1, "ok:1", external_id=901), updates.press(2, "never:1", external_id=902)]
    )
    for payload in await payloads(town):
        assert payload["callback_query"]["message"]["date"] == 0
    await town.work()
    assert await town.dead() == 0
    assert len([toast for toast in await boss.toasts() if "过时" in toast]) == 2


async def test_a_press_is_answered_in_the_end_like_one_on_the_web(town: TelegramTown) -> None:
    await town.receive(updates.message(1, text="/start"))
    boss = await town.talker()
    _, data = await boss.button("提交诉求")
    await town.receive(updates.press(2, data, external_id=77))
    assert await boss.read("一句话说说")


async def test_who_blocked_the_bot_is_out_of_reach_until_they_speak_again(town: TelegramTown) -> None:
    async def lost() -> str | None:
        async with town.db.reading() as session:
            return await session.scalar(select(OutboundChatRow.unreachable))

    await town.receive(updates.message(1, text="你好"), updates.membership(2, "kicked"))
    assert await lost() == "blocked"
    await town.receive(updates.membership(3, "member"))
    assert await lost() is None
    await town.receive(updates.membership(4, "kicked"), updates.press(5, "x:1"))
    assert await lost() is None


async def test_a_group_is_told_once_where_the_bot_can_be_spoken_with(town: TelegramTown) -> None:
    async with town.db.transaction() as session:
        await outbound_store.note_health(session, "telegram", "identity", "ok", "shili_qinqing_bot", town.clock.now())
    woken: list[int] = []
    town.signals.listeners.append(lambda chat, _: woken.append(chat))
    await town.receive(updates.in_group(1, "大家好"), updates.in_group(2, "/start@another_bot"))
    assert woken == []
    await town.receive(updates.in_group(3, "/start@Shili_Qinqing_Bot"), updates.in_group(4, "/find 市监局"))
    group = await town.talker(GROUP)
    (shown,) = await group.screen()
    assert "私聊" in shown.text
    assert shown.body["entities"][0]["url"] == "https://t.me/shili_qinqing_bot"
    assert woken == [group.chat]


async def test_nobody_is_made_a_person_by_a_group(town: TelegramTown) -> None:
    await town.receive(updates.in_group(1, "/start"))
    async with town.db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(PersonRow)) == 0
        assert await session.scalar(select(func.count()).select_from(AccountRow)) == 0


async def test_hostile_updates_hold_up_none_of_the_good_ones(town: TelegramTown) -> None:
    random = Random(20260302)
    hostile = [
        updates.misshapen(update, random) for first in range(1_000, 1_300, 10) for update in updates.samples(first)
    ]
    good = [updates.message(1, person=BOSS + 1, text=SENTENCE), updates.message(9_999, person=BOSS + 1, text="/help")]
    await town.receive(good[0], *hostile, good[1])
    neighbour = await town.talker(BOSS + 1)
    mine = [shown.text for shown in await neighbour.screen() if shown.mine]
    assert mine == [SENTENCE, "/help"]
    assert await neighbour.read("需要人工帮助")
    assert await town.dead() == 0


async def test_an_update_that_the_tables_cannot_hold_is_passed_over_alone(
    town: TelegramTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cannot(*_: Any) -> None:
        raise ValueError("a bug of ours, in one kind of update")

    monkeypatch.setattr(outbound_store, "mark_unreachable", cannot)
    await town.receiver.receive(
        [updates.message(1, text="前前"), updates.membership(2, "kicked"), updates.message(3, text="后后")]
    )
    boss = await town.talker()
    assert [shown.text for shown in await boss.screen()] == ["前前", "后后"]


async def test_a_bug_that_shows_once_costs_no_update(town: TelegramTown, monkeypatch: pytest.MonkeyPatch) -> None:
    put, failures = chats.put_inbox, [ValueError("once in a batch"), ValueError("once alone")]

    async def puts(*given: Any) -> bool:
        if failures:
            raise failures.pop()
        return await put(*given)

    monkeypatch.setattr(chats, "put_inbox", puts)
    await town.receiver.receive([updates.message(1, text="前前"), updates.message(2, text="后后")])
    assert [shown.text for shown in await (await town.talker()).screen()] == ["前前", "后后"]


async def test_without_its_database_nothing_counts_as_heard(town: TelegramTown) -> None:
    async with town.db.transaction() as session:
        await session.execute(text("ALTER TABLE inbox RENAME TO inbox_away"))
    with pytest.raises(Exception, match="inbox"):
        await town.receiver.receive([updates.message(1, text="在吗")])
    async with town.db.transaction() as session:
        await session.execute(text("ALTER TABLE inbox_away RENAME TO inbox"))
    await town.receiver.receive([updates.message(1, text="在吗")])
    async with town.db.reading() as session:
        assert await chats.count_inbox(session, "new") == 1
        assert await session.scalar(select(func.count()).select_from(ChatRow)) == 1


async def test_hearing_takes_few_statements(town: TelegramTown) -> None:
    await town.receiver.receive([updates.message(1, text="你好")])
    with counted(town.db) as taken:
        await town.receiver.receive([updates.message(2, text="您好")])
    assert len(taken) <= 6
    with counted(town.db) as taken:
        await town.receiver.receive([updates.press(3, "x:1", external_id=2)])
    assert len(taken) <= 4
