"""A person's messages reach the inbox once, and the bot's come back in order."""

from uuid import uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.webchat import protocol
from bot.channels.webchat.problems import Problem
from chats import store as chats
from chats.model import Event, Kind
from tests.channels.webchat.visitor import MONDAY, Visitor, Website, new_id, said


async def test_a_newcomer_is_announced_to_the_bot_with_a_start(site: Website, visitor: Visitor) -> None:
    [update] = await site.heard()
    assert update["message"]["text"] == "/start"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_starting_again_says_nothing_to_the_bot(site: Website, visitor: Visitor) -> None:
    assert (await visitor.start()).status_code == 202
    assert len(await site.heard()) == 1


async def test_an_invitation_code_is_handed_over_even_in_an_old_chat(site: Website, visitor: Visitor) -> None:
    await visitor.start(code="AbC-123_x")
    assert [update["message"]["text"] for update in await site.heard()] == ["/start", "/start AbC-123_x"]


async def test_a_message_is_an_update_of_the_bot_api(site: Website, visitor: Visitor) -> None:
    name = new_id()
    answer = await visitor.say("路灯坏了", name)
    assert (answer.status_code, answer.json()) == (202, {"id": name})
    message = (await site.heard())[-1]["message"]
    chat = message["chat"]["id"]
    assert message == {
        "date": int(MONDAY.timestamp()),
        "from": {"id": chat, "is_bot": False, "first_name": "访客", "language_code": "zh"},
        "web_id": name,
        "text": "路灯坏了",
        "message_id": 2,
        "chat": {"id": chat, "type": "private"},
    }


async def test_a_message_sent_twice_is_answered_alike_and_stored_once(site: Website, visitor: Visitor) -> None:
    name = new_id()
    first, second = await visitor.say("路灯坏了", name), await visitor.say("路灯坏了", name)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert await visitor.texts() == ["/start", "路灯坏了"]
    assert len(await site.heard()) == 2


async def test_a_repeated_message_leaves_no_gap_in_the_numbers(site: Website, visitor: Visitor) -> None:
    name = new_id()
    await visitor.say("一", name)
    await visitor.say("一", name)
    await visitor.say("二")
    assert [event["number"] for event in await visitor.events()] == [1, 2, 3]


async def test_a_press_carries_the_message_as_it_stands(site: Website, visitor: Visitor) -> None:
    buttons = {"inline_keyboard": [[{"text": "已解决", "callback_data": "yes"}]]}
    await site.answer("解决了吗？", reply_markup=buttons)
    name = new_id()
    assert (await visitor.press(2, "yes", name)).status_code == 202
    query = (await site.heard())[-1]["callback_query"]
    assert (query["id"], query["data"], query["message"]["message_id"]) == (name, "yes", 2)
    assert (query["message"]["text"], query["message"]["reply_markup"]) == ("解决了吗？", buttons)


async def test_a_double_click_is_heard_once_if_the_page_repeats_it(site: Website, visitor: Visitor) -> None:
    await site.answer()
    name = new_id()
    await visitor.press(2, "yes", name)
    await visitor.press(2, "yes", name)
    assert sum("callback_query" in update for update in await site.heard()) == 1


async def test_a_press_under_a_deleted_message_names_it_without_content(site: Website, visitor: Visitor) -> None:
    await site.answer()
    chat_id = (await visitor.events())[0]["body"]["from"]["id"]
    async with site.db.transaction() as session:
        number = await chats.take_numbers(session, chat_id, 1)
        await chats.append(session, [Event(chat_id, number, Kind.DELETE, 2, {}, site.clock.now())])
    await visitor.press(2, "yes")
    message = (await site.heard())[-1]["callback_query"]["message"]
    assert message == {"message_id": 2, "chat": {"id": chat_id, "type": "private"}, "date": 0}


async def test_an_answer_is_a_numbered_event(site: Website, visitor: Visitor) -> None:
    await site.answer("您好")
    event = (await visitor.events())[-1]
    assert event == {
        "number": 2, "kind": "send", "message": 2, "at": "2026-11-23T01:00:00+00:00", "body": said("您好"),
    }  # fmt: skip


async def test_history_is_read_backwards_in_pages(site: Website, visitor: Visitor) -> None:
    for count in range(5):
        await visitor.say(f"第{count}句")
    newest = (await visitor.get("history?limit=4")).json()
    assert [event["number"] for event in newest["events"]] == [3, 4, 5, 6]
    assert (newest["more"], newest["last"]) == (True, 6)
    oldest = (await visitor.get("history?limit=4&before=3")).json()
    assert [event["number"] for event in oldest["events"]] == [1, 2]
    assert oldest["more"] is False


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("  路灯坏了\r\n三天了  ", "路灯坏了\n三天了"),
        ("A\x00B\x07C\x1b[31mD", "ABC[31mD"),
        ("👨‍👩‍👧‍👦 一家", "👨‍👩‍👧‍👦 一家"),
        ("שלום עולם", "שלום עולם"),
        ("<b>粗</b> & <script>", "<b>粗</b> & <script>"),
        ("制表\t符", "制表\t符"),
        ("行\u2028段\u2029尾\x85完", "行\n段\n尾\n完"),
    ],
)
async def test_odd_texts_are_kept_as_they_were_meant(site: Website, visitor: Visitor, said: str, kept: str) -> None:
    assert (await visitor.say(said)).status_code == 202
    assert (await visitor.texts())[-1] == kept


async def test_ten_thousand_characters_fit_and_one_more_is_too_long(site: Website, visitor: Visitor) -> None:
    assert (await visitor.say("字" * 10_000)).status_code == 202
    assert (await visitor.say("😀" * 10_000)).status_code == 202
    refused = await visitor.say("字" * 10_001)
    assert (refused.status_code, refused.json()["code"]) == (400, "too_long")
    assert "10,000" in refused.json()["error"]


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("text", ["", "   \n", "\x00\x01", "\u2028"])
async def test_an_empty_text_is_refused_kindly(site: Website, visitor: Visitor, text: str) -> None:
    refused = await visitor.say(text)
    assert (refused.status_code, refused.json()) == (
        400, {"error": "还没有写内容，请输入您想说的话。", "code": "empty"},
    )  # fmt: skip


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("messages", {"id": "x", "text": "好"}, 400, "bad_id"),
        ("messages", {"text": "好"}, 400, "bad_id"),
        ("messages", {"id": 7, "text": "好"}, 400, "bad_id"),
        ("messages", {"id": str(uuid4()), "text": 7}, 400, "unreadable"),
        ("messages", [1], 400, "unreadable"),
        ("messages", "好", 400, "unreadable"),
        ("presses", {"id": str(uuid4()), "message": 99, "data": "x"}, 404, "unknown_message"),
        ("presses", {"id": str(uuid4()), "message": 2**40, "data": "x"}, 404, "unknown_message"),
        ("presses", {"id": str(uuid4()), "message": -1, "data": "x"}, 404, "unknown_message"),
        ("presses", {"id": str(uuid4()), "message": "1", "data": "x"}, 400, "unreadable"),
        ("presses", {"id": str(uuid4()), "message": True, "data": "x"}, 400, "unreadable"),
        ("presses", {"id": str(uuid4()), "message": 1, "data": ""}, 400, "unreadable"),
        ("presses", {"id": str(uuid4()), "message": 1, "data": "字" * 22}, 400, "unreadable"),
        ("start", {"id": str(uuid4()), "code": "no spaces"}, 400, "bad_code"),
        ("start", {"id": str(uuid4()), "code": "x" * 65}, 400, "bad_code"),
        ("language", {"language": "xx"}, 400, "unreadable"),
        ("sessions", {"end": "all"}, 400, "unreadable"),
        ("nowhere", {}, 404, "not_found"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_a_sentence(
    site: Website, visitor: Visitor, path: str, body: object, status: int, code: str
) -> None:
    refused = await visitor.post(path, body)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert refused.json()["error"].endswith("。")
    assert len(await site.heard()) == 1


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
@pytest.mark.parametrize("raw", [b"", b"{", b'{"id": "\xff"}', b'{"id": 1e999}', b"null", b'{"text": "\\ud800"}'])
async def test_broken_json_is_refused_with_a_sentence(site: Website, visitor: Visitor, raw: bytes) -> None:
    headers = {"X-Form-Token": visitor.token, "Content-Type": "application/json"}
    refused = await visitor.client.post("/chat/messages", content=raw, headers=headers)
    assert refused.status_code == 400
    assert refused.json()["error"].endswith("。")


async def test_a_body_beyond_all_texts_is_not_read(site: Website, visitor: Visitor) -> None:
    refused = await visitor.say("字" * 300_000)
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")


async def test_refusals_speak_the_chosen_language(site: Website, visitor: Visitor) -> None:
    changed = await visitor.post("language", {"language": "en"})
    assert changed.json() == {"language": "en"}
    await visitor.say("hello")
    assert (await site.heard())[-1]["message"]["from"]["language_code"] == "en"
    assert 'lang="en"' in (await visitor.open()).text


@given(st.text(st.characters(codec=None)))
@example("半个\ud800字")
def test_whatever_is_said_is_cleaned_for_any_database(text: str) -> None:
    cleaned = protocol.clean(text)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert protocol.clean(cleaned) == cleaned


@given(st.one_of(st.none(), st.integers(), st.text(), st.booleans()), st.one_of(st.none(), st.text(st.characters())))
def test_a_press_is_read_or_refused_and_never_breaks(message: object, data: object) -> None:
    try:
        number, pressed = protocol.check_press(message, data)
    except Problem:
        return
    assert number > 0
    assert 1 <= len(pressed.encode()) <= 64


@given(st.text(min_size=30, max_size=40))
def test_only_a_uuid_names_what_is_sent(name: str) -> None:
    with pytest.raises(Problem):
        protocol.check_id(name)


def test_a_uuid_is_brought_into_one_form() -> None:
    name = uuid4()
    assert protocol.check_id(str(name).upper()) == str(name)
