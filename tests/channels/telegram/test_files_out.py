"""Photos and documents leave once for each bot, and are never the reason that a message does not arrive."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.delivery.transport import MessageMissing
from chats.model import FileState
from chats.outbound_store import OutboundFileRow
from people import store as people
from storage.database import Database
from tests.channels.telegram.outside import Outside, outside, person, showing, text
from tests.conversation import MONDAY
from tests.files.pictures import picture
from tests.telegram.standin import Fault

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
BUTTONS = ((("返回首页", "home"),),)


@pytest.fixture
async def out(db: Database, tmp_path: Path) -> AsyncIterator[Outside]:
    async with outside(db, tmp_path) as server:
        yield server


async def names(out: Outside) -> list[OutboundFileRow]:
    async with out.db.reading() as session:
        return list(await session.scalars(select(OutboundFileRow)))


async def test_a_photo_arrives_with_its_caption_and_buttons(out: Outside) -> None:
    boss = person(out)
    photo = await out.keep("厂区.jpg", picture("JPEG"))
    await out.transport.send(out.to(1), showing(photo, "photo", "路灯", BUTTONS))
    [shown] = await boss.screen()
    assert (shown.text, shown.buttons, shown.body["photo"][-1]["width"]) == ("路灯", {"返回首页": "home"}, 80)


async def test_a_document_arrives_under_its_own_name(out: Outside) -> None:
    boss = person(out)
    await out.transport.send(out.to(1), showing(await out.keep("合同 终稿.pdf", PDF), "document"))
    [shown] = await boss.screen()
    assert shown.body["document"]["file_name"] == "合同 终稿.pdf"


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_the_same_content_is_uploaded_once_whoever_gets_it(out: Outside, kind: str) -> None:
    content = picture("JPEG") if kind == "photo" else PDF
    for number in (1, 2):
        person(out, number)
        await out.transport.send(out.to(number), showing(await out.keep("a", content, number), kind))
    stored = out.telegram.account.files.stored
    assert len({one.content for one in stored.values()}) == len(stored) == 1
    [name] = await names(out)
    assert (name.account, name.kind, name.external_id in stored) == (f"telegram:{out.bot.id}", kind, True)


async def test_a_name_that_telegram_forgot_is_forgotten_and_the_file_uploaded_again(out: Outside) -> None:
    boss = person(out)
    body = showing(await out.keep("a.pdf", PDF), "document")
    await out.transport.send(out.to(1), body)
    [before] = await names(out)
    out.telegram.account.files.forget()
    await out.transport.send(out.to(1), body)
    [after] = await names(out)
    assert before.external_id != after.external_id
    assert len(await boss.screen()) == 2


async def test_a_forgotten_name_is_not_tried_again_even_if_there_is_nothing_to_upload(out: Outside) -> None:
    boss = person(out)
    file = await out.keep("a.pdf", PDF)
    await out.transport.send(out.to(1), showing(file, "document"))
    out.telegram.account.files.forget()
    out.files.path(file.digest).unlink()
    await out.transport.send(out.to(1), showing(file, "document"))
    assert "a.pdf" in await boss.last()
    assert await names(out) == []


async def test_a_photo_too_large_to_be_shown_goes_as_a_document(out: Outside) -> None:
    boss = person(out)
    long = await out.keep("长图.png", picture("PNG", size=(2200, 100)))
    await out.transport.send(out.to(1), showing(long, "photo", "清单"))
    [shown] = await boss.screen()
    assert ("document" in shown.body, shown.text) == (True, "清单")
    assert out.telegram.record.refused == []


async def test_a_photo_that_telegram_cannot_show_goes_as_a_document(out: Outside) -> None:
    boss = person(out)
    out.telegram.account.files.limits.photo = 100
    body = showing(await out.keep("a.jpg", picture("JPEG")), "photo")
    await out.transport.send(out.to(1), body)
    [shown] = await boss.screen()
    assert "document" in shown.body


@pytest.mark.parametrize("state", [FileState.WAITING, FileState.REFUSED])
async def test_in_place_of_a_file_without_content_stands_a_line(out: Outside, state: FileState) -> None:
    boss = person(out)
    await out.transport.send(
        out.to(1), showing(await out.keep("a<b>.pdf", PDF, state=state), "document", "见附件", BUTTONS)
    )
    [shown] = await boss.screen()
    assert shown.text == "文件暂时打不开：a b.pdf\n见附件"
    assert shown.buttons == {"返回首页": "home"}


async def test_a_file_that_vanished_from_disk_is_said_in_the_readers_language(out: Outside) -> None:
    boss = person(out)
    file = await out.keep("合同.pdf", PDF)
    async with out.db.transaction() as session:
        await people.add(session, file.chat, "en", MONDAY)
    out.files.path(file.digest).unlink()
    await out.transport.send(out.to(1), showing(file, "document"))
    assert await boss.last() in ("文件暂时打不开：合同.pdf", "This file cannot be opened right now: 合同.pdf")


async def test_a_photo_is_exchanged_for_another_in_place(out: Outside) -> None:
    boss = person(out)
    first, second = await out.keep("a.jpg", picture("JPEG")), await out.keep("b.jpg", picture("JPEG", size=(60, 90)))
    external_id = await out.transport.send(out.to(1), showing(first, "photo", "一", BUTTONS))
    await out.transport.edit(out.to(1), external_id, showing(second, "photo", "二"))
    [shown] = await boss.screen()
    assert (shown.body["photo"][-1]["width"], shown.text, shown.buttons) == (60, "二", {})


async def test_a_photo_that_is_to_become_a_text_is_removed_and_asked_for_anew(out: Outside) -> None:
    boss = person(out)
    external_id = await out.transport.send(out.to(1), showing(await out.keep("a.jpg", picture("JPEG")), "photo"))
    with pytest.raises(MessageMissing):
        await out.transport.edit(out.to(1), external_id, text("只有文字"))
    assert await boss.screen() == []


async def test_a_file_sent_is_sent_even_if_its_name_cannot_be_remembered(out: Outside) -> None:
    boss = person(out)
    body = showing(await out.keep("a.pdf", PDF), "document")
    full = "CREATE TRIGGER full BEFORE INSERT ON outbound_file BEGIN SELECT RAISE(ABORT, 'full'); END"
    async with out.db.engine.begin() as connection:
        await connection.exec_driver_sql(full if out.db.sqlite else "ALTER TABLE outbound_file ADD CHECK (false)")
    await out.transport.send(out.to(1), body)
    assert len(await boss.screen()) == 1
    assert await names(out) == []


async def test_an_upload_that_breaks_off_leaves_no_name(out: Outside) -> None:
    person(out)
    out.telegram.faults.add(Fault("sendDocument", "lost", nth=1))
    body = showing(await out.keep("a.pdf", PDF), "document")
    with pytest.raises(Exception, match="ServerDisconnected"):
        await out.transport.send(out.to(1), body)
    assert await names(out) == []
