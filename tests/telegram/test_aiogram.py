"""aiogram's own polling and HTTP client work with the stand-in as with Telegram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.filters import CommandStart
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.telegram.pictures import picture
from tests.telegram.standin import Fault, StandIn

CHOICE = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="提交", callback_data="yes")]])


@asynccontextmanager
async def client(standin: StandIn) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(standin.address))
    async with Bot(standin.token, session=session).context() as bot:
        yield bot


def talkative() -> Dispatcher:
    """Greets, takes a photo and gives it back, answers a tap."""
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def greet(message: Message) -> None:
        await message.answer("<b>您好</b>", parse_mode="HTML")

    @dispatcher.message(F.photo)
    async def return_photo(message: Message, bot: Bot) -> None:
        assert message.photo
        content = await bot.download(message.photo[-1])
        assert content is not None
        file = BufferedInputFile(content.read(), "照片.jpg")
        await message.answer_photo(file, caption="是这张吗？", reply_markup=CHOICE)

    @dispatcher.callback_query()
    async def finish(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.answer("收到了")
        await query.message.edit_caption(caption="已收到")

    return dispatcher


async def test_a_conversation_by_aiograms_own_polling(standin: StandIn) -> None:
    person, dispatcher = standin.person(1), talkative()
    async with client(standin) as bot:
        polling = asyncio.create_task(
            dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False, polling_timeout=20)
        )
        await person.say("/start")
        await person.read("^您好$")
        await person.send_photo(picture(300, 200))
        await person.press("提交")
        await person.read("已收到")
        assert (await person.toasts(), person.turning()) == (["收到了"], [])
        await dispatcher.stop_polling()
        await polling


async def test_refusals_arrive_as_the_right_errors(standin: StandIn) -> None:
    standin.person(1).meet()
    await standin.person(2).block()
    standin.upgrade(standin.group(-7), -1007)
    standin.account.files.limits.upload = 100
    async with client(standin) as bot:
        with pytest.raises(TelegramBadRequest, match="Bad Request: message to edit not found"):
            await bot.edit_message_text("好", chat_id=1, message_id=9)
        with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
            await bot.send_message(2, "好")
        with pytest.raises(TelegramMigrateToChat) as moved:
            await bot.send_message(-7, "好")
        with pytest.raises(TelegramEntityTooLarge):
            await bot.send_document(1, BufferedInputFile(bytes(101), "a.bin"))
    assert moved.value.migrate_to_chat_id == -1007


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("409", TelegramConflictError),
        ("429", TelegramRetryAfter),
        ("500", TelegramServerError),
        ("502", TelegramServerError),
        ("cut", TelegramNetworkError),
        ("lost", TelegramNetworkError),
    ],
)
async def test_faults_arrive_as_the_right_errors(standin: StandIn, kind: str, error: type[Exception]) -> None:
    standin.person(1).meet()
    standin.faults.add(Fault("sendMessage", kind))  # type: ignore[arg-type]  # parametrised: a str
    async with client(standin) as bot:
        with pytest.raises(error):
            await bot.send_message(1, "好")


async def test_wrong_tokens_arrive_as_such(standin: StandIn) -> None:
    async with client(standin) as bot:
        standin.account.revoked = True
        with pytest.raises(TelegramUnauthorizedError):
            await bot.get_me()
    session = AiohttpSession(api=TelegramAPIServer.from_base(standin.address))
    async with Bot("1:~", session=session).context() as bot:
        with pytest.raises(TelegramNotFound):
            await bot.get_me()
