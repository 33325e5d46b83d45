"""What is made of a raw update, whatever it is."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import update_parser
from bot.channels.telegram.contents import MAX_NUMBER, Malformed, TelegramFile
from bot.channels.telegram.update_parser import ButtonPress, EditedMessage, GroupCommand, NewMessage, ReachChange
from tests.channels.telegram import updates
from tests.channels.telegram.updates import BOSS, GROUP, Raw


def said(update: Raw) -> NewMessage:
    heard = update_parser.parse(update)
    assert isinstance(heard, NewMessage)
    return heard


def test_a_text_is_heard_with_its_place_and_language() -> None:
    heard = said(updates.message(7, external_id=41, text="证照办不下来", language="en-US"))
    assert (heard.update, heard.chat, heard.external_id, heard.language) == (7, BOSS, "41", "en-US")
    assert heard.at == 1_772_416_800
    assert heard.content.body == {"text": "证照办不下来"}


def test_nobodys_name_or_number_is_taken_along() -> None:
    for update in [
        *updates.samples(),
        updates.message(91, location={"latitude": 31.8}),
    ]:
        heard = repr(update_parser.parse(update))
        assert not any(private in heard for private in ("王", "shili_wang", "13800001234", "31.8", "示例园区"))


def test_a_shared_contact_is_its_telephone_typed_and_nothing_else_of_it() -> None:
    contact = {"phone_number": "8613800001234", "first_name": "王示例", "vcard": "王", "user_id": BOSS}
    heard = said(updates.message(90, contact=contact))
    assert heard.content.body == {"text": "+8613800001234"}
    assert "王" not in repr(heard)
    assert said(updates.message(91, contact={**contact, "phone_number": "?"})).content.body == {}


@pytest.mark.parametrize(
    ("text", "kept", "length"),
    [
        ("/start", "/start", 6),
        ("/start K7QF-29XM", "/start K7QF-29XM", 6),
        ("/start@shili_qinqing_bot K7QF29XM", "/start K7QF29XM", 6),
        ("/appeal@shili_qinqing_bot\n我们厂停电", "/appeal\n我们厂停电", 7),
    ],
)
def test_a_command_needs_no_name_in_a_private_chat(text: str, kept: str, length: int) -> None:
    command = {"type": "bot_command", "offset": 0, "length": length}
    assert said(updates.message(1, text=text)).content.body == {"text": kept, "entities": [command]}


@pytest.mark.parametrize("text", ["/", "／start", "/start@", "http://example.com/start", "/诉求", "a /start"])
def test_what_only_looks_like_a_command_is_a_text(text: str) -> None:
    assert said(updates.message(1, text=text)).content.body == {"text": text}


def test_of_a_photo_the_largest_size_is_taken() -> None:
    heard = said(updates.photo(8, caption="厂区门口", media_group_id="77"))
    assert heard.content.file == TelegramFile("photo", "large-8", "照片.jpg", "image/jpeg", 210_000, 1280, 960)
    assert heard.content.body == {"caption": "厂区门口", "media_group_id": "77"}


def test_a_document_keeps_the_name_its_sender_gave_it() -> None:
    expected = TelegramFile("document", "document-9", "环评报告.pdf", "application/pdf", 350_000)
    assert said(updates.document(9)).content.file == expected


def test_a_files_size_fits_its_column_whatever_telegram_says() -> None:
    update = updates.document(9)
    update["message"]["document"]["file_size"] = 4 * 1024**3
    file = said(update).content.file
    assert file is not None
    assert file.size == MAX_NUMBER


def test_an_animation_is_no_document_though_telegram_sends_it_as_one_too() -> None:
    update = updates.document(1)
    update["message"]["animation"] = {"file_id": "a"}
    heard = said(update)
    assert heard.content.file is None
    assert heard.content.body == {}


@pytest.mark.parametrize("kind", ["voice", "audio", "video", "video_note"])
def test_of_what_is_spoken_only_that_is_kept(kind: str) -> None:
    body = said(updates.message(1, **contents(kind))).content.body
    assert body == {"voice": {"file_id": "-", "file_unique_id": "-", "duration": 0}}


@pytest.mark.parametrize("kind", ["pinned_message", "new_chat_photo", "delete_chat_photo", "successful_payment"])
def test_what_nobody_said_is_no_message(kind: str) -> None:
    assert update_parser.parse(updates.message(1, **contents(kind))) is None


def test_a_rewritten_text_names_its_message() -> None:
    assert update_parser.parse(updates.edited(5, 41, text="更正")) == EditedMessage(
        5, BOSS, "zh-hans", "41", 1_772_416_900, {"text": "更正"}
    )


def test_a_caption_that_was_taken_away_is_rewritten_too() -> None:
    heard = update_parser.parse(updates.edited(5, 41, photo=[{"file_id": "x"}]))
    assert isinstance(heard, EditedMessage)
    assert heard.body == {"caption": ""}


def test_a_press_keeps_the_name_by_which_it_is_answered() -> None:
    assert update_parser.parse(updates.press(6, "q:1", external_id=44, name="4382bfdwdsb")) == ButtonPress(
        6, BOSS, "zh-hans", "4382bfdwdsb", "44", "q:1"
    )


def test_a_press_without_its_message_comes_from_the_senders_own_chat() -> None:
    heard = update_parser.parse(updates.press(6, "q:1", external_id=None))
    assert isinstance(heard, ButtonPress)
    assert (heard.chat, heard.external_id) == (BOSS, None)


def test_a_press_that_starts_a_game_is_none_of_ours() -> None:
    update = updates.press(6, "q:1")
    del update["callback_query"]["data"]
    assert update_parser.parse(update) is None


@pytest.mark.parametrize("data", ["", "x" * 65, "诉" * 22])
def test_a_button_holds_1_to_64_bytes(data: str) -> None:
    with pytest.raises(Malformed):
        update_parser.parse(updates.press(6, data))


@pytest.mark.parametrize(("status", "reachable"), [("kicked", False), ("left", False), ("member", True)])
def test_who_blocks_the_bot_is_out_of_reach_until_they_let_it_in(status: str, reachable: bool) -> None:
    assert update_parser.parse(updates.membership(3, status)) == ReachChange(3, BOSS, reachable)


def test_in_groups_only_commands_are_heard() -> None:
    assert update_parser.parse(updates.in_group(4, "/find@shili_qinqing_bot 市监局")) == GroupCommand(
        4, GROUP, "zh-hans", "shili_qinqing_bot"
    )
    assert update_parser.parse(updates.in_group(4, "/find 市监局")) == GroupCommand(4, GROUP, "zh-hans", "")
    assert update_parser.parse(updates.in_group(4, "大家好")) is None


def test_other_bots_are_not_listened_to() -> None:
    update = updates.in_group(4, "/start")
    update["message"]["from"]["is_bot"] = True
    assert update_parser.parse(update) is None


def test_updates_we_did_not_ask_for_are_none_of_our_business() -> None:
    assert update_parser.parse({"update_id": 1, "poll": {"id": "1"}}) is None
    channel = updates.message(1, text="公告")
    channel["message"]["chat"] = {"id": GROUP, "type": "channel"}
    assert update_parser.parse(channel) is None


@pytest.mark.parametrize("language", ["", "中文", "x" * 50, "en\x00", 5, None, ["en"]])
def test_an_odd_language_is_no_language(language: Any) -> None:
    assert said(updates.message(1, text="你好", language=language)).language == ""


@pytest.mark.parametrize("date", [None, "today", -1, 0, 2**40, 10**400])
def test_an_odd_date_is_left_to_our_own_clock(date: Any) -> None:
    assert said(updates.message(1, text="你好", date=date)).at is None


def test_what_no_database_keeps_is_left_out() -> None:
    assert said(updates.message(1, text="甲\ud800乙\x00丙")).content.body == {"text": "甲乙丙"}


def contents(kind: str) -> dict[str, Any]:
    return {kind: {"file_id": "long name", "duration": 3}}


@given(st.randoms(use_true_random=False))
def test_no_misshapen_update_is_anything_but_malformed(random: Random) -> None:
    for update in updates.samples():
        broken = updates.misshapen(update, random)
        update_parser.update_number(broken)
        try:
            heard = update_parser.parse(broken)
        except Malformed:
            continue
        json.dumps(repr(heard), ensure_ascii=False).encode()  # and nothing is left in it that cannot be written down


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=8), inside, max_size=4),
    max_leaves=12,
)


@given(st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member", "other"]), ANYTHING)
def test_whatever_comes_is_heard_passed_over_or_malformed(kind: str, value: Any) -> None:
    for update in (value, {"update_id": 1, kind: value}):
        try:
            update_parser.parse(update)
        except Malformed:
            continue
