"""The Bot API turned inwards: what aiogram and aiogram-dialog rely on, with the real error texts."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, Message

from bot.engine.session import LogSession
from bot.engine.unit_of_work import UnitOfWork
from chats import service, store
from chats.model import File, InboxUpdate, Kind
from storage.database import Database
from tests.conversation import MONDAY

KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="好", callback_data="ok")]])


@pytest.fixture
def bot() -> Bot:
    return Bot("1:test", session=LogSession())


@pytest.fixture
async def work(db: Database) -> AsyncIterator[UnitOfWork]:
    """A unit of work in a chat where the person has sent one message."""
    message = {"date": 1, "from": {"id": 1, "is_bot": False, "first_name": "示例"}, "text": "您好"}
    async with db.transaction() as session:
        chat = await store.open_chat(session, "web", "a")
        await service.receive(session, chat.id, "1", {"message": message}, MONDAY)
        update = await store.claim_oldest(session)
        assert isinstance(update, InboxUpdate)
        work = UnitOfWork(session, update, MONDAY)
        yield work
        work.leave()


async def test_sending_gives_a_whole_message_numbered_by_its_event(work: UnitOfWork, bot: Bot) -> None:
    sent = await bot.send_message(work.chat, "<b>收到</b>", parse_mode="HTML", reply_markup=KEYBOARD)
    assert isinstance(sent, Message)
    assert (sent.message_id, sent.text, sent.chat.id) == (2, "收到", work.chat)
    await work.store()
    last = (await store.events_after(work.session, work.chat, 0, 10))[-1]
    assert (last.number, last.kind, last.body["entities"][0]["type"]) == (2, Kind.SEND, "bold")


async def test_editing_replaces_and_deleting_removes(work: UnitOfWork, bot: Bot) -> None:
    sent = await bot.send_message(work.chat, "一", reply_markup=KEYBOARD)
    edited = await bot.edit_message_text("二", chat_id=work.chat, message_id=sent.message_id)
    assert (edited.text, edited.reply_markup) == ("二", None)  # type: ignore[union-attr]  # it is there by now
    await bot.delete_message(work.chat, sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("三", chat_id=work.chat, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(work.chat, sent.message_id)
    await work.store()
    kinds = [event.kind for event in await store.events_after(work.session, work.chat, 0, 10)]
    assert kinds == [Kind.SEND, Kind.SEND, Kind.EDIT, Kind.DELETE]


async def test_refusals_carry_the_bot_apis_own_words(work: UnitOfWork, bot: Bot) -> None:
    for text, words in (
        ("", "message text is empty"),
        ("长" * 4097, "message is too long"),
        ("<b>", "can't parse entities"),
    ):
        with pytest.raises(TelegramBadRequest, match=words):
            await bot.send_message(work.chat, text, parse_mode="HTML")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("改", chat_id=work.chat, message_id=1)
    too_long = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="好", callback_data="x" * 65)]])
    with pytest.raises(TelegramBadRequest, match="BUTTON_DATA_INVALID"):
        await bot.send_message(work.chat, "好", reply_markup=too_long)
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_photo(work.chat, "nothing")
    with pytest.raises(TelegramBadRequest, match="is not known here"):
        await bot.send_dice(work.chat)


async def test_removing_a_keyboard_twice_is_not_modified(work: UnitOfWork, bot: Bot) -> None:
    sent = await bot.send_message(work.chat, "一", reply_markup=KEYBOARD)
    await bot.edit_message_reply_markup(chat_id=work.chat, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await bot.edit_message_reply_markup(chat_id=work.chat, message_id=sent.message_id)


async def test_a_file_shown_in_another_chat_becomes_that_chats_own(work: UnitOfWork, bot: Bot) -> None:
    async with work.session.begin_nested():
        other = await store.open_chat(work.session, "web", "b")
        await store.add_file(work.session, File("photo", other.id, "厂区.jpg", "image/jpeg", 9, "d" * 64, 8, 6), MONDAY)
    sent = await bot.send_photo(work.chat, "photo", caption="厂区")
    assert sent.photo
    assert sent.photo[-1].file_id != "photo"
    copy = await store.get_file(work.session, sent.photo[-1].file_id)
    assert copy is not None
    assert (copy.chat, copy.digest) == (work.chat, "d" * 64)
    media = InputMediaPhoto(media=copy.id, caption="新说明")
    edited = await bot.edit_message_media(media, chat_id=work.chat, message_id=sent.message_id)
    assert edited.caption == "新说明"  # type: ignore[union-attr]  # it is there by now
    changed = await bot.edit_message_caption(chat_id=work.chat, message_id=sent.message_id, caption="又一个")
    assert changed.caption == "又一个"  # type: ignore[union-attr]  # it is there by now


async def test_a_toast_is_no_message(work: UnitOfWork, bot: Bot) -> None:
    assert await bot.answer_callback_query("1", text="已登记")
    await work.store()
    last = (await store.events_after(work.session, work.chat, 0, 10))[-1]
    assert (last.kind, last.body["text"]) == (Kind.TOAST, "已登记")
