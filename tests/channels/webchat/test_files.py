"""Photos and documents: taken by what they are, kept without what they tell of the sender, shown to their chat only."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from bot.channels.webchat.settings import WebSettings
from chats import store as chats
from chats.store import FileRow
from storage.database import Database
from tests.channels.webchat.visitor import Visitor, Website, new_id
from tests.files.office import package
from tests.files.pictures import jpeg_with_place, picture

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


async def _stored(site: Website) -> list[FileRow]:
    async with site.db.reading() as session:
        return list(await session.scalars(select(FileRow)))


async def test_a_photo_arrives_as_a_photo_without_place_and_device(site: Website, visitor: Visitor) -> None:
    sent = jpeg_with_place()
    assert b"SampleMaker" in sent
    assert (await visitor.send("IMG_0001.JPG", sent, caption="路灯")).status_code == 202
    message = (await site.heard())[-1]["message"]
    [photo] = message["photo"]
    assert (message["caption"], photo["width"], photo["height"]) == ("路灯", 60, 80)
    shown = await visitor.get(f"files/{photo['file_id']}")
    assert len(shown.content) == photo["file_size"]
    image = Image.open(BytesIO(shown.content))
    assert dict(image.getexif()) == {}
    assert b"SampleMaker" not in shown.content
    assert image.getpixel((5, 5)) != image.getpixel((5, 75))  # upright: what was left is now above


async def test_a_photo_is_shown_in_the_page_and_can_do_nothing_else(site: Website, visitor: Visitor) -> None:
    await visitor.send("照片.png", picture("PNG"))
    [file] = await _stored(site)
    shown = await visitor.get(f"files/{file.id}")
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["content-disposition"].startswith("inline")
    assert shown.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert shown.headers["cache-control"] == "no-store"


async def test_a_document_is_saved_and_never_shown(site: Website, visitor: Visitor) -> None:
    await visitor.send("合同 终稿.pdf", PDF)
    message = (await site.heard())[-1]["message"]
    assert (message["document"]["file_name"], message["document"]["mime_type"]) == ("合同 终稿.pdf", "application/pdf")
    shown = await visitor.get(f"files/{message['document']['file_id']}")
    assert shown.headers["content-disposition"].startswith("attachment")
    assert shown.content == PDF


async def test_a_file_sent_twice_is_heard_once(site: Website, visitor: Visitor) -> None:
    name = new_id()
    first = await visitor.send("a.pdf", PDF, id=name)
    second = await visitor.send("a.pdf", PDF, id=name)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert len(await _stored(site)) == 1
    assert len(await site.heard()) == 2


async def test_the_same_content_lies_once_on_disk(site: Website, visitor: Visitor) -> None:
    await asyncio.gather(visitor.send("a.pdf", PDF), visitor.send("b.pdf", PDF))
    assert len({file.digest for file in await _stored(site)}) == 1
    assert len([path for path in site.files.folder.rglob("*") if path.is_file()]) == 1


async def test_several_photos_at_once_arrive_one_by_one(site: Website, visitor: Visitor) -> None:
    sent = await asyncio.gather(
        *(visitor.send(f"{count}.jpg", picture("JPEG", size=(90, 90 + count))) for count in range(5))
    )
    assert {answer.status_code for answer in sent} == {202}
    photos = [update["message"]["photo"][0] for update in (await site.heard())[1:]]
    assert sorted(photo["height"] for photo in photos) == [90, 91, 92, 93, 94]
    assert [event["number"] for event in await visitor.events()] == [1, 2, 3, 4, 5, 6]


async def test_someone_elses_file_is_not_found(site: Website, visitor: Visitor) -> None:
    await visitor.send("a.pdf", PDF)
    [file] = await _stored(site)
    async with site.visitor() as stranger:
        await stranger.start()
        refused = await stranger.get(f"files/{file.id}")
        assert (refused.status_code, refused.json()["code"]) == (404, "unknown_file")
        assert (await stranger.get("files/unknown")).status_code == 404


async def test_a_file_that_vanished_from_disk_is_not_found(site: Website, visitor: Visitor) -> None:
    await visitor.send("a.pdf", PDF)
    [file] = await _stored(site)
    site.files.path(file.digest).unlink()
    assert (await visitor.get(f"files/{file.id}")).status_code == 404


REFUSED = (
    ("bill.pdf", b"MZ\x90\x00" + b"\x00" * 400, "application/pdf", 415, "wrong_type"),
    ("notes.pdf", b"just text", "application/pdf", 415, "wrong_type"),
    ("page.html", b"<html><script>alert(1)</script>", "text/html", 415, "wrong_type"),
    ("empty.jpg", b"", "image/jpeg", 400, "empty_file"),
    ("cut.jpg", picture("JPEG", size=(300, 300))[:400], "image/jpeg", 415, "broken_image"),
    ("cut.pdf", b"%PDF-1.4 and no end", "application/pdf", 415, "broken_document"),
    ("big.pdf", PDF + b" " * (11 * 1024 * 1024), "application/pdf", 413, "too_large"),
    ("voice.m4a", b"\x00\x00\x00\x18ftypM4A " + b"\x00" * 40, "audio/mp4", 415, "voice"),
    ("voice.webm", b"no signature", "audio/webm", 415, "voice"),
    ("film.mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video/mp4", 415, "video"),
)


async def test_what_cannot_be_taken_is_refused_with_what_to_do_and_leaves_room(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(files_per_ten_minutes=len(REFUSED)))
    async with site.visitor() as visitor:
        await visitor.start()
        await _all_are_refused(site, visitor)
        assert (await visitor.send("a.pdf", PDF)).status_code == 202


async def _all_are_refused(site: Website, visitor: Visitor) -> None:
    answers = await asyncio.gather(*(visitor.send(name, content, kind) for name, content, kind, _, _ in REFUSED))
    for (name, *_, status, code), refused in zip(REFUSED, answers, strict=True):
        assert (name, refused.status_code, refused.json()["code"]) == (name, status, code)
        assert "请" in refused.json()["error"]
    assert len(await site.heard()) == 1
    assert await _stored(site) == []


async def test_a_zip_of_too_many_parts_is_refused(site: Website, visitor: Visitor) -> None:
    refused = await visitor.send("合同.docx", package(parts={f"{count}.xml": b"" for count in range(5_001)}))
    assert (refused.status_code, refused.json()["code"]) == (413, "bomb")


async def test_a_form_without_a_file_is_refused(site: Website, visitor: Visitor) -> None:
    refused = await visitor.client.post(
        "/chat/files", data={"id": new_id(), "file": "text"}, headers={"X-Form-Token": visitor.token}
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "unreadable")


async def test_of_forty_files_at_once_nine_are_taken(site: Website, visitor: Visitor) -> None:
    sent = await asyncio.gather(*(visitor.send(f"{count}.pdf", PDF + b"%" * count) for count in range(40)))
    assert Counter(answer.status_code for answer in sent) == {202: 9, 429: 31}
    assert len(await _stored(site)) == 9


async def test_one_id_sent_thirty_times_at_once_is_one_file(site: Website, visitor: Visitor) -> None:
    name = new_id()
    sent = await asyncio.gather(*(visitor.send("a.pdf", PDF + b"%" * count, id=name) for count in range(30)))
    assert {answer.status_code for answer in sent} <= {202, 429}
    assert len(await _stored(site)) == 1
    assert len(await site.heard()) == 2
    site.clock.pass_by(timedelta(minutes=11))
    async with site.db.reading() as session:
        digests = {row.digest for row in await _stored(site)}
        assert digests == await chats.named_digests(session, [*digests, "0" * 64])


async def test_an_upload_repeated_at_the_limit_is_recognised_before_it_is_read(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(files_per_ten_minutes=1))
    async with site.visitor() as visitor:
        await visitor.start()
        name = new_id()
        assert (await visitor.send("a.pdf", PDF, id=name)).status_code == 202
        assert (await visitor.send("b.pdf", PDF)).status_code == 429
        again = await visitor.client.post(f"/chat/files?id={name}", headers={"X-Form-Token": visitor.token})
        assert (again.status_code, again.json()) == (202, {"id": name})


@pytest.mark.parametrize(
    "settings",
    [WebSettings(chat_megabytes_per_day=1), WebSettings(address_megabytes_per_day=1)],
    ids=["chat", "address"],
)
async def test_a_day_has_its_volume_by_chat_and_by_address(db: Database, tmp_path: Path, settings: WebSettings) -> None:
    site = await Website.build(db, tmp_path, settings)
    large = PDF.replace(b"1 0", b"%" * 600_000 + b"\n1 0")
    async with site.visitor() as visitor:
        await visitor.start()
        assert (await visitor.send("a.pdf", large)).status_code == 202
        refused = await visitor.send("b.pdf", large + b"%")
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_files")
        site.clock.pass_by(timedelta(days=1))
        assert (await visitor.send("b.pdf", large + b"%")).status_code == 202


async def test_an_upload_that_breaks_off_does_not_use_up_the_day(db: Database, tmp_path: Path) -> None:
    site = await Website.build(db, tmp_path, WebSettings(chat_megabytes_per_day=1, address_megabytes_per_day=1))

    async def body() -> AsyncIterator[bytes]:
        yield b"--x\r\n"
        raise ConnectionError("the line is gone")

    async with site.visitor() as visitor:
        await visitor.start()
        sent = {"Content-Type": "multipart/form-data; boundary=x", "X-Form-Token": visitor.token}
        for _ in range(3):
            with contextlib.suppress(ConnectionError):
                await visitor.client.post("/chat/files", content=body(), headers={**sent, "Content-Length": "900000"})
        assert (await visitor.send("a.pdf", PDF.replace(b"1 0", b"%" * 600_000 + b"\n1 0"))).status_code == 202


async def test_without_room_on_the_disk_files_are_refused_and_texts_are_not(
    site: Website, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.files.FULL_BELOW_BYTES", 2**62)
    refused = await visitor.send("a.pdf", PDF)
    assert (refused.status_code, refused.json()["code"]) == (507, "no_room")
    assert (await visitor.say("路灯坏了")).status_code == 202


@pytest.mark.parametrize("headers", [{}, {"X-Form-Token": "wrong"}, {"signed in": "no"}])
async def test_who_sends_is_known_before_the_file_is_read(
    site: Website, visitor: Visitor, headers: dict[str, str]
) -> None:
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(100):
            read += 1
            yield b"-" * 65_536

    if headers.pop("signed in", ""):
        visitor.client.cookies.delete("qinqing_chat")
        headers = {"X-Form-Token": visitor.token}
    sent = {"Content-Type": "multipart/form-data; boundary=x", **headers}
    refused = await visitor.client.post("/chat/files", content=body(), headers=sent)
    assert refused.status_code in (401, 403)
    assert read == 0
