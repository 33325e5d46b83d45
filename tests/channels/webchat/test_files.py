"""Photos and documents: taken by what they are, kept without what they tell of the sender, shown to their chat only."""

import asyncio
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image
from sqlalchemy import select

from chats.store import FileRow
from tests.channels.webchat.visitor import Visitor, Website, new_id
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
    assert "private" in shown.headers["cache-control"]


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
    await visitor.send("a.pdf", PDF)
    await visitor.send("b.pdf", PDF)
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


@pytest.mark.parametrize(
    ("name", "content", "kind", "status", "code"),
    [
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
    ],
)
async def test_what_cannot_be_taken_is_refused_with_what_to_do(
    site: Website, visitor: Visitor, name: str, content: bytes, kind: str, status: int, code: str
) -> None:
    refused = await visitor.send(name, content, kind)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert "请" in refused.json()["error"]
    assert len(await site.heard()) == 1
    assert await _stored(site) == []


async def test_a_zip_that_unpacks_without_end_is_refused(site: Website, visitor: Visitor) -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\x00" * (201 * 1024 * 1024))
    refused = await visitor.send("合同.docx", out.getvalue())
    assert (refused.status_code, refused.json()["code"]) == (413, "bomb")


async def test_a_form_without_a_file_is_refused(site: Website, visitor: Visitor) -> None:
    refused = await visitor.client.post(
        "/chat/files", data={"id": new_id(), "file": "text"}, headers={"X-Form-Token": visitor.token}
    )
    assert (refused.status_code, refused.json()["code"]) == (400, "unreadable")
