"""What people do and see, and how they wait."""

import asyncio

import pytest

from tests.telegram.caller import Caller
from tests.telegram.pictures import picture
from tests.telegram.standin import StandIn


def carrying(label: str, data: str) -> dict[str, object]:
    return {"inline_keyboard": [[{"text": label, "callback_data": data}]]}


async def test_reading_waits_until_the_message_comes(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    reading = asyncio.create_task(person.read(r"第(\d)条"))
    await bot.call("sendMessage", chat_id=1, text="别的")
    assert not reading.done()
    await bot.call("sendMessage", chat_id=1, text="第3条")
    assert (await reading)[1] == "3"


async def test_reading_sees_edits_and_after_a_mark_only_what_is_new(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    sent = await bot.call("sendMessage", chat_id=1, text="好一")
    reading = asyncio.create_task(person.read("好(.)", after=person.mark()))
    await bot.call("editMessageText", chat_id=1, message_id=sent["message_id"], text="好二")
    assert (await reading)[1] == "二"


async def test_reading_in_vain_says_what_was_there_instead(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    standin.manners.patience = 0
    await bot.call("sendMessage", chat_id=1, text="别的", reply_markup=carrying("好", "1"))
    await person.say("自己的话")
    with pytest.raises(AssertionError, match="别的"):
        await person.read("自己的话")
    with pytest.raises(AssertionError, match="好"):
        await person.button("提交")


async def test_the_newest_of_two_equal_buttons_is_pressed(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    for data in ("old", "new"):
        await bot.call("sendMessage", chat_id=1, text="好?", reply_markup=carrying("好的", data))
    await person.press("好")
    (update,) = await bot.call("getUpdates")
    query = update["callback_query"]
    assert (query["data"], query["message"]["text"], query["from"]["id"]) == ("new", "好?", 1)


async def test_a_tap_on_a_message_gone_meanwhile_names_its_number_only(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    sent = await bot.call("sendMessage", chat_id=1, text="好?", reply_markup=carrying("好的", "1"))
    shown, data = await person.button("好")
    await bot.call("deleteMessage", chat_id=1, message_id=sent["message_id"])
    person.tap(shown, data)
    (update,) = await bot.call("getUpdates")
    message = update["callback_query"]["message"]
    assert (message["message_id"], message["date"], "text" in message) == (sent["message_id"], 0, False)


async def test_after_each_act_the_bot_may_settle(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1)

    async def answer_all() -> None:
        for update in await bot.call("getUpdates"):
            await bot.call("sendMessage", chat_id=1, text="听到：" + update["message"]["text"])
            await bot.call("getUpdates", offset=update["update_id"] + 1)

    standin.manners.settle = answer_all
    assert await person.say("您好") == "听到：您好"
    assert await person.send({"text": "再见"}) == "听到：再见"


async def test_commands_are_marked_as_clients_mark_them(standin: StandIn, bot: Caller) -> None:
    await standin.person(1, "en").say("/start invite-1")
    (update,) = await bot.call("getUpdates")
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert update["message"]["from"]["language_code"] == "en"


async def test_an_edited_message_is_heard_as_edited(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1)
    await person.edit(await person.post({"text": "甲"}), "乙")
    first, second = await bot.call("getUpdates")
    assert (first["message"]["text"], second["edited_message"]["text"]) == ("甲", "乙")
    assert second["edited_message"]["edit_date"] >= second["edited_message"]["date"]
    assert await person.last() == "乙"


async def test_files_are_heard_as_telegram_tells_them(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1)
    await person.send_document("合同.pdf", b"%PDF", "application/pdf", "请看")
    await person.send_photo(picture(), "照片")
    document, photo = [update["message"] for update in await bot.call("getUpdates")]
    assert (document["document"]["file_name"], document["document"]["mime_type"]) == ("合同.pdf", "application/pdf")
    assert (document["caption"], photo["caption"], len(photo["photo"])) == ("请看", "照片", 2)


async def test_nonsense_can_be_heard(standin: StandIn, bot: Caller) -> None:
    await standin.person(1).hear({"message": {"text": "not a message"}})
    (update,) = await bot.call("getUpdates")
    assert update["message"] == {"text": "not a message"}
