"""The walk as a bare python-telegram-bot ConversationHandler bot: states in memory, no storage, no search.

Started by the benchmark: ``python -m bench.peers.bare_ptb API_BASE TOKEN``.
"""

import sys
import warnings
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bench.peers import windows
from bench.peers.windows import Window

HOME, TEXT, PHOTOS, CATEGORY, PLACE, UNIT, ASK, RESULTS, ONE = range(9)
PICKED = r"^pick:\d+$"

Context = ContextTypes.DEFAULT_TYPE
Handler = Callable[[Update, Context], Coroutine[Any, Any, int]]


async def start(update: Update, _: Context) -> int:
    return await answer(update, windows.HOME, HOME)


async def home(update: Update, context: Context) -> int:
    assert context.user_data is not None
    context.user_data.clear()
    return await turn(update, windows.HOME_AGAIN, HOME)


async def told(update: Update, context: Context) -> int:
    keep(context, "text", typed(update))
    return await answer(update, windows.PHOTOS, PHOTOS)


async def category(update: Update, context: Context) -> int:
    keep(context, "category", pressed(update))
    return await turn(update, windows.PLACE, PLACE)


async def place(update: Update, context: Context) -> int:
    keep(context, "place", pressed(update))
    return await turn(update, windows.UNIT, UNIT)


async def unit_searched(update: Update, context: Context) -> int:
    keep(context, "unit", typed(update))
    return await answer(update, windows.UNITS_FOUND, UNIT)


async def searched(update: Update, context: Context) -> int:
    keep(context, "query", typed(update))
    return await answer(update, windows.ONE, ONE)


def to(window: Window, state: int) -> Handler:
    """The handler of a button that only opens another window."""

    async def go(update: Update, _: Context) -> int:
        return await turn(update, window, state)

    return go


def keep(context: Context, name: str, value: str) -> None:
    assert context.user_data is not None
    context.user_data[name] = value


def typed(update: Update) -> str:
    assert update.message is not None
    return update.message.text or ""


def pressed(update: Update) -> str:
    assert update.callback_query is not None
    return update.callback_query.data or ""


async def answer(update: Update, window: Window, state: int) -> int:
    assert update.message is not None
    await update.message.reply_text(window.text, reply_markup=keyboard(window))
    return state


async def turn(update: Update, window: Window, state: int) -> int:
    """Edit the message first, then answer the callback query, as our own bot does."""
    assert update.callback_query is not None
    await update.callback_query.edit_message_text(window.text, reply_markup=keyboard(window))
    await update.callback_query.answer()
    return state


def keyboard(window: Window) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in window.buttons]
    )


def conversation() -> ConversationHandler[Context]:
    words = filters.TEXT & ~filters.COMMAND
    file: CallbackQueryHandler[Context, object] = CallbackQueryHandler(to(windows.TEXT, TEXT), "^file$")
    return ConversationHandler(
        entry_points=[CommandHandler("start", start)],
        states={
            HOME: [file, CallbackQueryHandler(to(windows.FIND, ASK), "^find$")],
            TEXT: [MessageHandler(words, told)],
            PHOTOS: [
                CallbackQueryHandler(to(windows.CATEGORY, CATEGORY), "^skip$"),
                CallbackQueryHandler(to(windows.TEXT, TEXT), "^back$"),
            ],
            CATEGORY: [
                CallbackQueryHandler(category, PICKED),
                CallbackQueryHandler(to(windows.PHOTOS, PHOTOS), "^back$"),
            ],
            PLACE: [
                CallbackQueryHandler(to(windows.CATEGORY, CATEGORY), "^back$"),
                CallbackQueryHandler(place, r"^(skip|pick:\d+)$"),
            ],
            UNIT: [MessageHandler(words, unit_searched)],
            ASK: [MessageHandler(words, searched)],
            RESULTS: [CallbackQueryHandler(to(windows.ONE, ONE), PICKED), MessageHandler(words, searched)],
            ONE: [CallbackQueryHandler(to(windows.RESULTS, RESULTS), "^back$"), file],
        },
        fallbacks=[CommandHandler("start", start), CallbackQueryHandler(home, "^home$")],
    )


def main(api_base: str, token: str) -> None:
    warnings.simplefilter("ignore", PTBUserWarning)  # intended: buttons of several messages are one conversation
    requests = [HTTPXRequest(connection_pool_size=size, httpx_kwargs={"trust_env": False}) for size in (256, 1)]
    builder = Application.builder().token(token).base_url(f"{api_base}/bot")
    application = builder.request(requests[0]).get_updates_request(requests[1]).build()
    application.add_handler(conversation())
    application.run_polling(timeout=25)


if __name__ == "__main__":
    main(*sys.argv[1:])
