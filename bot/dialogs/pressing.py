"""The type of a subject's button handlers: one for each act of the buttons under its messages."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from outbox.buttons import Press

Handler = Callable[[CallbackQuery, DialogManager, Press], Awaitable[None]]
Handlers = Mapping[str, Handler]
