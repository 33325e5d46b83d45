"""Files: up by multipart, again by file_id, down by path; and the limits."""

from tests.telegram.caller import Caller
from tests.telegram.pictures import picture
from tests.telegram.standin import StandIn


async def test_an_uploaded_file_can_be_sent_again_by_its_name_and_fetched(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    _, body = await bot.upload("sendDocument", "document", "说明.pdf", b"%PDF-1.4", chat_id="1")
    document = body["result"]["document"]
    assert (document["file_name"], document["file_size"]) == ("说明.pdf", 8)
    again = await bot.call("sendDocument", chat_id=1, document=document["file_id"], caption="再发")
    assert again["document"] == document
    assert [shown.text for shown in await person.screen()] == ["[文件]", "再发"]
    path = (await bot.call("getFile", file_id=document["file_id"]))["file_path"]
    async with bot.http.get(f"{standin.address}/file/bot{standin.token}/{path}") as answer:
        assert (answer.status, await answer.read()) == (200, b"%PDF-1.4")
    async with bot.http.get(f"{standin.address}/file/bot{standin.token}/documents/none.pdf") as answer:
        assert answer.status == 404


async def test_attached_files_are_found_by_their_part(standin: StandIn, bot: Caller) -> None:
    standin.person(1).meet()
    _, body = await bot.upload("sendPhoto", "part7", "a.jpg", picture(), chat_id="1", photo="attach://part7")
    assert (body["result"]["photo"][-1]["width"], len(body["result"]["photo"])) == (200, 2)


async def test_a_photo_has_sizes_and_only_the_last_is_the_whole(standin: StandIn, bot: Caller) -> None:
    sent = await standin.person(1).send_photo(picture(300, 150))
    small, large = sent["photo"]
    assert (small["width"] < large["width"], small["file_id"] != large["file_id"]) == (True, True)
    path = (await bot.call("getFile", file_id=large["file_id"]))["file_path"]
    assert standin.account.files.at(path) == picture(300, 150)


async def test_media_can_be_exchanged_for_other_media(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    _, body = await bot.upload("sendPhoto", "photo", "a.jpg", picture(), chat_id="1")
    media = '{"type": "photo", "media": "attach://new", "caption": "新的"}'
    number = str(body["result"]["message_id"])
    part = {"chat_id": "1", "message_id": number, "media": media}
    await bot.upload("editMessageMedia", "new", "b.jpg", picture(colour="blue"), **part)
    assert await person.last() == "新的"


async def test_what_is_too_large_or_unknown_is_refused_in_telegrams_words(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    limits = standin.account.files.limits
    limits.photo, limits.upload, limits.download = 1000, 20_000, 100
    _, body = await bot.upload("sendPhoto", "photo", "a.jpg", picture(900, 900), chat_id="1")
    assert body["description"].endswith("bytes is too big for a photo; the maximum size is 1000 bytes")
    status, body = await bot.upload("sendDocument", "document", "a.bin", bytes(20_001), chat_id="1")
    assert (status, body["description"]) == (413, "Request Entity Too Large")
    _, body = await bot.upload("sendPhoto", "photo", "a.jpg", b"no picture", chat_id="1")
    assert body["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    limits.photo = 10_000
    _, body = await bot.upload("sendPhoto", "photo", "a.jpg", picture(210, 10), chat_id="1")
    assert body["description"] == "Bad Request: PHOTO_INVALID_DIMENSIONS"
    large = await person.send_document("大.zip", b"x", claimed=21 * 1024 * 1024)
    assert await bot.refusal("getFile", file_id=large["document"]["file_id"]) == "Bad Request: file is too big"
    assert await bot.refusal("getFile", file_id="nonsense") == "Bad Request: invalid file_id"
    wrong = "Bad Request: wrong file identifier/HTTP URL specified"
    assert await bot.refusal("sendPhoto", chat_id=1, photo="nonsense") == wrong
    standin.account.files.forget()
    assert await bot.refusal("sendDocument", chat_id=1, document=large["document"]["file_id"]) == wrong


async def test_an_album_is_several_messages_of_one_group(standin: StandIn, bot: Caller) -> None:
    await standin.person(1).send_album([picture(), picture(colour="blue")], "两张")
    updates = [update["message"] for update in await bot.call("getUpdates")]
    assert len({message["media_group_id"] for message in updates}) == 1
    assert [message.get("caption") for message in updates] == ["两张", None]
