"""What the stand-in accepts, what it refuses, and with which messages."""

from typing import Any

import pytest

from tests.telegram.caller import Caller
from tests.telegram.pictures import picture
from tests.telegram.standin import StandIn

BUTTONS = {"inline_keyboard": [[{"text": "好", "callback_data": "ok"}]]}


def carrying(data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}


async def test_a_message_is_shown_with_its_buttons_and_numbers_grow_over_all_private_chats(
    standin: StandIn, bot: Caller
) -> None:
    one, two = standin.person(1).meet(), standin.person(2).meet()
    sent = [await bot.call("sendMessage", chat_id=chat, text="您好", reply_markup=BUTTONS) for chat in (1, 2, 1)]
    assert [message["message_id"] for message in sent] == [1, 2, 3]
    assert [shown.number for shown in await one.screen()] == [1, 3]
    (shown,) = await two.screen()
    assert (shown.text, shown.buttons, shown.mine) == ("您好", {"好": "ok"}, False)


async def test_a_supergroup_counts_its_messages_itself(standin: StandIn, bot: Caller) -> None:
    standin.person(1).meet()
    standin.upgrade(standin.group(-5), -1005)
    numbers = [(await bot.call("sendMessage", chat_id=chat, text="好"))["message_id"] for chat in (1, 1, -1005)]
    assert numbers == [1, 2, 1]


async def test_parameters_are_taken_from_the_address_from_forms_and_from_json(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    address = f"{standin.address}/bot{standin.token}/sendmessage"
    await bot.http.get(address, params={"chat_id": "1", "text": "甲"})
    form = {"chat_id": "1", "text": "乙", "reply_markup": '{"inline_keyboard":[[{"text":"好","callback_data":"1"}]]}'}
    await bot.http.post(address, data=form)
    await bot.call("sendMessage", chat_id=1, text="丙")
    assert [shown.text for shown in await person.screen()] == ["甲", "乙", "丙"]
    assert (await person.button("好"))[1] == "1"


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"chat_id": 1}, "message text is empty"),
        ({"chat_id": 1, "text": " \n"}, "text must be non-empty"),
        ({"chat_id": 1, "text": "长" * 4097}, "message is too long"),
        ({"chat_id": 1, "text": "<p>", "parse_mode": "HTML"},
         'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
        ({"chat_id": 2, "text": "好"}, "chat not found"),
        ({"text": "好"}, "chat_id is empty"),
        ({"chat_id": 1, "text": "好", "reply_markup": carrying("长" * 22)}, "BUTTON_DATA_INVALID"),
        ({"chat_id": 1, "text": "好", "reply_markup": {"inline_keyboard": [[{"text": "x"}]]}},
         "Text buttons are unallowed in the inline keyboard"),
        ({"chat_id": 1, "text": "好", "reply_markup": "["}, "can't parse reply markup JSON object"),
    ],
)  # fmt: skip
async def test_a_message_that_cannot_be_sent_is_refused_in_telegrams_words(
    standin: StandIn, bot: Caller, parameters: dict[str, Any], words: str
) -> None:
    person = standin.person(1).meet()
    standin.person(2)  # has never written
    assert await bot.refusal("sendMessage", **parameters) == f"Bad Request: {words}"
    assert await person.screen() == []
    assert standin.record.calls == []
    assert [call.code for call in standin.record.refused] == [400]


async def test_4096_signs_and_64_bytes_are_taken(standin: StandIn, bot: Caller) -> None:
    standin.person(1).meet()
    text = f"<b>{'长' * 4096}</b>"
    assert await bot.call("sendMessage", chat_id=1, text=text, parse_mode="HTML", reply_markup=carrying("d" * 64))


async def test_an_edit_replaces_text_and_buttons_and_leaves_a_date(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    sent = await bot.call("sendMessage", chat_id=1, text="一", reply_markup=BUTTONS)
    edited = await bot.call("editMessageText", chat_id=1, message_id=sent["message_id"], text="二")
    assert edited["edit_date"] >= sent["date"]
    (shown,) = await person.screen()
    assert (shown.text, shown.buttons, shown.number) == ("二", {}, sent["message_id"])


async def test_edits_that_cannot_be_are_refused_in_telegrams_words(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1)
    mine = await person.post({"text": "我的"})
    sent = await bot.call("sendMessage", chat_id=1, text="好", reply_markup=BUTTONS)
    (_, photo) = await bot.upload("sendPhoto", "photo", "a.jpg", picture(), chat_id="1", caption="图")
    text, image = (
        {"chat_id": 1, "message_id": sent["message_id"]},
        {"chat_id": 1, "message_id": photo["result"]["message_id"]},
    )
    unchanged = (
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message"
    )
    assert await bot.refusal("editMessageText", **text, text="好", reply_markup=BUTTONS) == unchanged
    assert await bot.refusal("editMessageReplyMarkup", **text, reply_markup=BUTTONS) == unchanged
    assert await bot.refusal("editMessageCaption", **image, caption="图") == unchanged
    assert await bot.refusal("editMessageText", **text, text="长" * 4097) == "Bad Request: MESSAGE_TOO_LONG"
    assert await bot.refusal("editMessageText", **text) == "Bad Request: message text is empty"
    assert (
        await bot.refusal("editMessageText", **image, text="好")
        == "Bad Request: there is no text in the message to edit"
    )
    assert await bot.refusal("editMessageCaption", **text, caption="好") == (
        "Bad Request: there is no caption in the message to edit"
    )
    gone = {"chat_id": 1, "message_id": 99, "text": "好"}
    assert await bot.refusal("editMessageText", **gone) == "Bad Request: message to edit not found"
    foreign = {"chat_id": 1, "message_id": mine["message_id"], "text": "好"}
    assert await bot.refusal("editMessageText", **foreign) == "Bad Request: message can't be edited"


async def test_buttons_alone_can_change_and_a_caption_too(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    (_, photo) = await bot.upload("sendPhoto", "photo", "a.jpg", picture(), chat_id="1", caption="图")
    place = {"chat_id": 1, "message_id": photo["result"]["message_id"]}
    await bot.call("editMessageReplyMarkup", **place, reply_markup=BUTTONS)
    (shown,) = await person.screen()
    assert (shown.text, shown.buttons) == ("图", {"好": "ok"})
    await bot.call("editMessageCaption", **place, caption="另一张")
    (shown,) = await person.screen()
    assert (shown.text, shown.buttons, "photo" in shown.body) == ("另一张", {}, True)


async def test_a_deleted_message_is_gone_and_cannot_be_deleted_again(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    place = {"chat_id": 1, "message_id": (await bot.call("sendMessage", chat_id=1, text="好"))["message_id"]}
    await bot.call("deleteMessage", **place)
    assert await person.screen() == []
    assert await bot.refusal("deleteMessage", **place) == "Bad Request: message to delete not found"


async def test_a_message_of_the_day_before_yesterday_cannot_be_deleted(standin: StandIn, bot: Caller) -> None:
    standin.person(1).meet()
    sent = await bot.call("sendMessage", chat_id=1, text="好")
    standin.account.clock = lambda: sent["date"] + 48 * 3600 + 1
    refused = await bot.refusal("deleteMessage", chat_id=1, message_id=sent["message_id"])
    assert refused == "Bad Request: message can't be deleted for everyone"


async def test_a_tap_is_answered_once_and_in_time(standin: StandIn, bot: Caller) -> None:
    person = standin.person(1).meet()
    await bot.call("sendMessage", chat_id=1, text="好?", reply_markup=BUTTONS)
    await person.press("好", times=2)
    first, second = person.turning()
    await bot.call("answerCallbackQuery", callback_query_id=first.id, text="收到")
    assert person.turning() == [second]
    assert await person.toasts() == ["收到"]
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await bot.refusal("answerCallbackQuery", callback_query_id=first.id, text="又") == too_old
    standin.expire_presses()
    for name in (first.id, second.id, "unknown"):
        assert await bot.refusal("answerCallbackQuery", callback_query_id=name) == too_old


async def test_the_unreachable_are_named_as_such(standin: StandIn, bot: Caller) -> None:
    blocking, leaving = standin.person(1).meet(), standin.person(2).meet()
    group = standin.group(-7)
    await blocking.block()
    leaving.deactivate()
    await bot.call("leaveChat", chat_id=-7)
    said = {"text": "好"}
    assert await bot.refusal("sendMessage", chat_id=1, **said) == "Forbidden: bot was blocked by the user"
    assert await bot.refusal("sendChatAction", chat_id=1, action="typing") == "Forbidden: bot was blocked by the user"
    assert await bot.refusal("sendMessage", chat_id=2, **said) == "Forbidden: user is deactivated"
    assert await bot.refusal("sendMessage", chat_id=-7, **said) == "Forbidden: bot was kicked from the group chat"
    assert group.messages == {}
    await blocking.unblock()
    assert await bot.call("sendMessage", chat_id=1, **said)
    kinds = [update["my_chat_member"]["new_chat_member"]["status"] for update in await bot.call("getUpdates")]
    assert kinds == ["kicked", "member"]


async def test_a_group_that_moved_tells_where_to(standin: StandIn, bot: Caller) -> None:
    standin.upgrade(standin.group(-7), -1007)
    status, body = await bot.answer("sendMessage", chat_id=-7, text="好")
    assert (status, body["description"]) == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    assert body["parameters"] == {"migrate_to_chat_id": -1007}
    assert await bot.call("sendMessage", chat_id=-1007, text="好")


async def test_unknown_tokens_and_methods_are_told_apart(standin: StandIn, bot: Caller) -> None:
    assert (await bot.answer("getMe", token="999:unknown"))[1]["description"] == "Unauthorized"
    assert (await bot.answer("getMe", token="999:unknown"))[0] == 401
    assert (await bot.answer("getMe", token="nonsense"))[0] == 404
    assert await bot.refusal("getNothing") == "Not Found"
    assert (await bot.call("getMe"))["is_bot"]
    standin.account.revoked = True
    assert await bot.refusal("getMe") == "Unauthorized"


async def test_two_bots_know_nothing_of_each_other(standin: StandIn, bot: Caller) -> None:
    other = standin.add_bot("200002:another-sample")
    person = standin.person(1)
    await person.say("您好")
    status, body = await bot.answer("sendMessage", token=other.token, chat_id=1, text="好")
    assert (status, body["description"]) == (400, "Bad Request: chat not found")
    assert (await bot.answer("getUpdates", token=other.token))[1]["result"] == []
    elsewhere = standin.person(1, account=other).meet()
    assert (await bot.answer("sendMessage", token=other.token, chat_id=1, text="好"))[0] == 200
    assert (await person.last(), await elsewhere.last()) == ("您好", "好")


async def test_commands_are_kept_by_scope_and_language(standin: StandIn, bot: Caller) -> None:
    chinese, german = standin.person(1, "zh-hans").meet(), standin.person(2, "de").meet()
    await bot.call("setMyCommands", commands=[{"command": "help", "description": "help"}])
    await bot.call("setMyCommands", commands=[{"command": "help", "description": "帮助"}], language_code="zh")
    own = {"type": "chat", "chat_id": 2}
    await bot.call("setMyCommands", commands=[{"command": "office", "description": "office"}], scope=own)
    assert (chinese.menu(), german.menu()) == (["/help 帮助"], ["/office office"])
    assert await bot.call("getMyCommands", scope=own) == [{"command": "office", "description": "office"}]
    await bot.call("deleteMyCommands", scope=own)
    assert german.menu() == ["/help help"]
    for name, description, words in (("帮助", "x", "COMMAND"), ("help", "", "COMMAND_DESCRIPTION")):
        commands = [{"command": name, "description": description}]
        assert await bot.refusal("setMyCommands", commands=commands) == f"Bad Request: BOT_{words}_INVALID"
    await bot.call("setChatMenuButton", chat_id=1, menu_button={"type": "commands"})
    assert standin.account.menu_buttons == {1: {"type": "commands"}}
