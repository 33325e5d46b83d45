"""python-telegram-bot, which shares no code with us or aiogram, works with the stand-in as with Telegram."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from tests.telegram.pictures import picture
from tests.telegram.standin import Fault, Person, StandIn

TEXT, PHOTO, CONFIRM = range(3)
Applied = Application[Any, Any, Any, Any, Any, Any]
Attempt = Callable[[Bot], Coroutine[Any, Any, object]]
# Said to all who use one conversation for words and taps, as it is meant here.
pytestmark = pytest.mark.filterwarnings("ignore:If 'per_message=False'")

CHOICE = InlineKeyboardMarkup([[InlineKeyboardButton("提交", callback_data="yes")]])


@pytest.fixture(autouse=True)
def _newer_behaviour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits are timedeltas: without this the library warns that they will be."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


class Clerk:
    """A conversation in four steps that sends, uploads, edits, deletes, downloads and answers taps."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.notes: dict[int, Message] = {}

    def handler(self) -> ConversationHandler[ContextTypes.DEFAULT_TYPE]:
        words = filters.TEXT & ~filters.COMMAND
        return ConversationHandler(
            entry_points=[CommandHandler("start", self.start)],
            states={
                TEXT: [MessageHandler(words, self.take_text)],
                PHOTO: [MessageHandler(filters.PHOTO, self.take_photo)],
                CONFIRM: [CallbackQueryHandler(self.confirm)],
            },
            fallbacks=[],
            per_message=False,
        )

    async def start(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
        message = heard(update)
        self.notes[message.chat_id] = await message.reply_text("<b>您好</b>，请说说情况", parse_mode="HTML")
        return TEXT

    async def take_text(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
        message = heard(update)
        await self.notes[message.chat_id].edit_text(f"情况：{message.text}")
        await message.reply_text("请拍一张照片")
        return PHOTO

    async def take_photo(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
        message = heard(update)
        file = await message.photo[-1].get_file()
        self.received.append(bytes(await file.download_as_bytearray()))
        await self.notes.pop(message.chat_id).delete()
        await message.reply_photo(self.received[-1], caption="是这张吗？", reply_markup=CHOICE)
        return CONFIRM

    async def confirm(self, update: Update, _: ContextTypes.DEFAULT_TYPE) -> int:
        query = update.callback_query
        assert isinstance(query, CallbackQuery)
        await query.answer("收到了")
        await query.edit_message_caption("已收到")
        assert isinstance(query.message, Message)
        await query.message.reply_document(b"receipt", filename="回执.txt")
        return ConversationHandler.END


def heard(update: Update) -> Message:
    assert update.message is not None
    return update.message


@asynccontextmanager
async def clerk(standin: StandIn) -> AsyncIterator[tuple[Applied, Clerk]]:
    """An application, ready to be given a way in."""
    clerk = Clerk()
    application = (
        Application.builder()
        .token(standin.token)
        .base_url(f"{standin.address}/bot")
        .base_file_url(f"{standin.address}/file/bot")
        .build()
    )
    application.add_handler(clerk.handler())
    async with application:
        await application.start()
        yield application, clerk
        if application.updater and application.updater.running:
            await application.updater.stop()
        await application.stop()


@asynccontextmanager
async def client(standin: StandIn) -> AsyncIterator[Bot]:
    async with Bot(standin.token, f"{standin.address}/bot", f"{standin.address}/file/bot") as bot:
        yield bot


async def converse(standin: StandIn, person: Person, clerk: Clerk) -> None:
    """One person from the greeting to the receipt."""
    photo = picture(300, 200)
    await person.say("/start")
    await person.read("^您好，请说说情况$")
    await person.say("门口积水")
    await person.read("情况：门口积水")
    await person.read("请拍一张照片")
    await person.send_photo(photo)
    await person.read("是这张吗？")
    await person.press("提交")
    await person.read("已收到")
    await person.read(r"\[文件\]")
    assert await person.toasts() == ["收到了"]
    assert person.turning() == []
    assert clerk.received == [photo]
    bots = [shown.text for shown in await person.screen() if not shown.mine]
    assert bots == ["请拍一张照片", "已收到", "[文件]"]
    assert [call.method for call in standin.record.of("deleteMessage")] == ["deleteMessage"]


async def test_a_conversation_by_long_polling(standin: StandIn) -> None:
    async with clerk(standin) as (application, ours):
        assert application.updater
        await application.updater.start_polling(timeout=20)
        await converse(standin, standin.person(1), ours)


async def test_a_conversation_by_webhook(standin: StandIn) -> None:
    async with clerk(standin) as (application, ours), webhook_of(application) as address:
        await application.bot.set_webhook(address, secret_token="sample-secret", max_connections=1)
        assert (await application.bot.get_webhook_info()).url == address
        await converse(standin, standin.person(1), ours)
        assert set(standin.account.webhook.statuses) == {200}
        assert await application.bot.delete_webhook()


async def test_many_people_talk_at_once_and_nobodys_messages_are_mixed(standin: StandIn) -> None:
    async with clerk(standin) as (application, ours):
        assert application.updater
        await application.updater.start_polling(timeout=20)
        people = [standin.person(number) for number in range(1, 11)]
        await asyncio.gather(*(file_something(person) for person in people))
        assert len(ours.received) == len(people)
        assert standin.record.duplicates().total() == 0 == len(standin.record.refused)


async def file_something(person: Person) -> None:
    await person.say("/start")
    await person.read("您好")
    await person.say(f"情况{person.number}")
    await person.read(f"情况：情况{person.number}$")
    await person.send_photo(picture(colour=f"#0000{person.number:02x}"))
    await person.press("提交")
    await person.read("已收到")
    await person.read(r"\[文件\]")


@pytest.mark.parametrize(
    ("attempt", "kind", "words"),
    [
        (lambda bot: bot.send_message(2, "好"), BadRequest, "Chat not found"),
        (lambda bot: bot.send_message(1, ""), BadRequest, "Message text is empty"),
        (lambda bot: bot.send_message(1, "长" * 5000), BadRequest, "Message is too long"),
        (lambda bot: bot.send_message(1, "<p>", "HTML"), BadRequest,
         'Can\'t parse entities: unsupported start tag "p" at byte offset 0'),
        (lambda bot: bot.edit_message_text("好", 1, 1), BadRequest,
         "Message is not modified: specified new message content and reply markup are exactly the same "
         "as a current content and reply markup of the message"),
        (lambda bot: bot.edit_message_text("好", 1, 99), BadRequest, "Message to edit not found"),
        (lambda bot: bot.delete_message(1, 99), BadRequest, "Message to delete not found"),
        (lambda bot: bot.answer_callback_query("9"), BadRequest,
         "Query is too old and response timeout expired or query id is invalid"),
        (lambda bot: bot.get_file("nonsense"), BadRequest, "Invalid file_id"),
        (lambda bot: bot.send_photo(1, "nonsense"), BadRequest, "Wrong file identifier/http url specified"),
        (lambda bot: bot.send_message(3, "好"), Forbidden, "Forbidden: bot was blocked by the user"),
        (lambda bot: bot.send_message(4, "好"), Forbidden, "Forbidden: user is deactivated"),
    ],
)  # fmt: skip
async def test_refusals_arrive_as_the_right_errors(
    standin: StandIn, attempt: Attempt, kind: type[TelegramError], words: str
) -> None:
    standin.person(1).meet()
    await standin.person(3).block()
    standin.person(4).meet().deactivate()
    async with client(standin) as bot:
        assert (await bot.send_message(1, "好")).message_id == 1
        with pytest.raises(kind) as refused:
            await attempt(bot)
    assert type(refused.value) is kind
    assert refused.value.message.lower() == words.lower()


async def test_waiting_and_moving_arrive_with_their_numbers(standin: StandIn) -> None:
    standin.person(1).meet()
    standin.upgrade(standin.group(-7), -1007)
    standin.faults.add(Fault("sendMessage", "429", chat=1, seconds=5))
    async with client(standin) as bot:
        with pytest.raises(RetryAfter) as wait:
            await bot.send_message(1, "好")
        with pytest.raises(ChatMigrated) as moved:
            await bot.send_message(-7, "好")
    assert wait.value.retry_after == timedelta(seconds=5)
    assert moved.value.new_chat_id == -1007


async def test_two_polls_arrive_as_a_conflict(standin: StandIn) -> None:
    async with client(standin) as one, client(standin) as two:
        older = asyncio.create_task(one.get_updates(timeout=30))
        assert await standin.polled()
        newer = asyncio.create_task(two.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await older
        await standin.person(1).say("您好")
        (update,) = await newer
    assert heard(update).text == "您好"


async def test_a_revoked_token_arrives_as_such(standin: StandIn) -> None:
    async with client(standin) as bot:
        standin.account.revoked = True
        with pytest.raises(InvalidToken):
            await bot.get_me()


@pytest.mark.parametrize("kind", ["500", "502", "502 page", "cut", "lost", "500 accepted"])
async def test_broken_answers_arrive_as_network_errors(standin: StandIn, kind: Any) -> None:
    person = standin.person(1).meet()
    standin.faults.add(Fault("sendMessage", kind))
    async with client(standin) as bot:
        with pytest.raises(NetworkError):
            await bot.send_message(1, "好")
    assert bool(await person.screen()) == (kind in ("lost", "500 accepted"))


async def test_a_missing_answer_arrives_as_a_timeout(standin: StandIn) -> None:
    person = standin.person(1).meet()
    standin.faults.add(Fault("sendMessage", "hang"))
    async with client(standin) as bot:
        with pytest.raises(TimedOut):
            await bot.send_message(1, "好", read_timeout=0.2)
    assert await person.last() == "好"


async def test_polling_goes_on_after_faults_and_each_update_arrives(standin: StandIn) -> None:
    standin.faults.seed(3)
    for kind in ("409", "500", "cut", "lost", "502 page", "twice", "shuffle"):
        standin.faults.add(Fault("getUpdates", kind, nth=2))
    person, told = standin.person(1), []
    async with client(standin) as bot:
        offset = 0
        for text in "甲乙丙丁戊己":
            await person.say(text)
            try:
                updates = await bot.get_updates(offset, timeout=5)
            except TelegramError:
                continue
            told += [update for update in updates if update.update_id >= offset]
            offset = max((update.update_id + 1 for update in updates), default=offset)
        told += await bot.get_updates(offset)
    assert {heard(update).text for update in told} == set("甲乙丙丁戊己")


@asynccontextmanager
async def webhook_of(application: Applied) -> AsyncIterator[str]:
    """The library's own server needs tornado; its documented way without it is any server and the update queue."""

    async def take(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != "sample-secret":
            return web.Response(status=403)
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", take)
    server = TestServer(app)
    await server.start_server()
    try:
        yield str(server.make_url("/hook"))
    finally:
        await server.close()
