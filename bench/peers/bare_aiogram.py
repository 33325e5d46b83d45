"""The walk as a bare aiogram bot: plain handlers and states in memory, no storage, no search.

Started by the benchmark: ``python -m bench.peers.bare_aiogram API_BASE TOKEN``.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bench.peers import windows
from bench.peers.windows import Window


class Filing(StatesGroup):
    text = State()
    photos = State()
    category = State()
    place = State()
    unit = State()


class Finding(StatesGroup):
    ask = State()
    results = State()
    one = State()


router = Router()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.clear()
    await answer(message, windows.HOME)


@router.callback_query(F.data == "home")
async def home(query: CallbackQuery, state: FSMContext) -> None:
    await state.clear()
    await turn(query, windows.HOME_AGAIN)


@router.callback_query(F.data == "file")
async def file(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Filing.text)
    await turn(query, windows.TEXT)


@router.message(Filing.text)
async def told(message: Message, state: FSMContext) -> None:
    await state.update_data(text=message.text)
    await state.set_state(Filing.photos)
    await answer(message, windows.PHOTOS)


@router.callback_query(Filing.photos, F.data == "back")
async def back_to_text(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Filing.text)
    await turn(query, windows.TEXT)


@router.callback_query(Filing.photos, F.data == "skip")
async def no_photos(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Filing.category)
    await turn(query, windows.CATEGORY)


@router.callback_query(Filing.category, F.data == "back")
async def back_to_photos(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Filing.photos)
    await turn(query, windows.PHOTOS)


@router.callback_query(Filing.category, F.data.startswith("pick:"))
async def category(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(category=query.data)
    await state.set_state(Filing.place)
    await turn(query, windows.PLACE)


@router.callback_query(Filing.place, F.data == "back")
async def back_to_category(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Filing.category)
    await turn(query, windows.CATEGORY)


@router.callback_query(Filing.place)
async def place(query: CallbackQuery, state: FSMContext) -> None:
    await state.update_data(place=query.data)
    await state.set_state(Filing.unit)
    await turn(query, windows.UNIT)


@router.message(Filing.unit)
async def unit_searched(message: Message, state: FSMContext) -> None:
    await state.update_data(unit=message.text)
    await answer(message, windows.UNITS_FOUND)


@router.callback_query(F.data == "find")
async def find(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Finding.ask)
    await turn(query, windows.FIND)


@router.message(Finding.ask)
async def searched(message: Message, state: FSMContext) -> None:
    await state.update_data(query=message.text)
    await state.set_state(Finding.one)
    await answer(message, windows.ONE)


@router.callback_query(Finding.results, F.data.startswith("pick:"))
async def one(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Finding.one)
    await turn(query, windows.ONE)


@router.callback_query(Finding.one, F.data == "back")
async def back_to_results(query: CallbackQuery, state: FSMContext) -> None:
    await state.set_state(Finding.results)
    await turn(query, windows.RESULTS)


async def answer(message: Message, window: Window) -> None:
    await message.answer(window.text, reply_markup=keyboard(window))


async def turn(query: CallbackQuery, window: Window) -> None:
    """Edit the message first, then answer the callback query, as our own bot does."""
    assert isinstance(query.message, Message)
    await query.message.edit_text(window.text, reply_markup=keyboard(window))
    await query.answer()


def keyboard(window: Window) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=label, callback_data=data) for label, data in row] for row in window.buttons]
    return InlineKeyboardMarkup(inline_keyboard=rows)


async def main(api_base: str, token: str) -> None:
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api_base)))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
