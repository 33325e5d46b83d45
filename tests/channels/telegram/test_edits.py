"""Messages whose words are changed after they were sent."""

import pytest

from chats import store as chats
from chats.model import Event, Kind
from storage.database import Database
from tests.channels.telegram import updates
from tests.channels.telegram.receiving_town import SENTENCE, TelegramTown
from tests.conversation import Talker


@pytest.fixture
async def town(db: Database) -> TelegramTown:
    town = TelegramTown(db)
    await town.settle()
    return town


async def events(town: TelegramTown, boss: Talker, kind: Kind) -> list[Event]:
    async with town.db.reading() as session:
        return [event for event in await chats.events_after(session, boss.chat, 0, 1_000) if event.kind is kind]


async def test_the_log_shows_the_new_words_and_the_person_hears_that_nothing_filed_changes(town: TelegramTown) -> None:
    await town.receive(updates.message(1, external_id=41, text=SENTENCE))
    await town.receive(updates.edited(2, 41, text="改过的话"))
    boss = await town.talker()
    (edit,) = await events(town, boss, Kind.EDIT)
    assert (edit.message, edit.body["text"], edit.body["from"]["is_bot"]) == (1, "改过的话", False)
    assert "不会跟着改" in await boss.last()
    assert (await boss.screen())[0].text == "改过的话"


async def test_both_versions_stay_on_record(town: TelegramTown) -> None:
    await town.receive(updates.message(1, external_id=41, text=SENTENCE), updates.edited(2, 41, text="改过的话"))
    boss = await town.talker()
    assert (await events(town, boss, Kind.SEND))[0].body["text"] == SENTENCE


async def test_a_caption_can_change_and_the_photo_stays(town: TelegramTown) -> None:
    sent = updates.photo(1, external_id=41, caption="东门")
    await town.receive(sent, updates.edited(2, 41, photo=sent["message"]["photo"], caption="西门"))
    boss = await town.talker()
    (edit,) = await events(town, boss, Kind.EDIT)
    assert edit.body["caption"] == "西门"
    assert edit.body["photo"]
    await town.receive(updates.edited(3, 41, photo=sent["message"]["photo"]))
    last = (await events(town, boss, Kind.EDIT))[-1]
    assert "caption" not in last.body


async def test_a_change_that_nobody_sees_is_passed_over(town: TelegramTown) -> None:
    await town.receive(updates.message(1, external_id=41, text="你好"))
    boss = await town.talker()
    before = await boss.screen()
    await town.receive(
        updates.edited(2, 41, text="你好"), updates.edited(3, 41, location={}), updates.edited(4, 99, text="?")
    )
    assert await boss.screen() == before
    assert await town.dead() == 0


async def test_an_edit_that_comes_twice_is_answered_once(town: TelegramTown) -> None:
    await town.receive(updates.message(1, external_id=41, text="你好"))
    edit = updates.edited(2, 41, text="您好")
    await town.receive(edit, edit)
    await town.receive(edit)
    boss = await town.talker()
    assert len(await events(town, boss, Kind.EDIT)) == 1
