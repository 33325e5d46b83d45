"""How a subject takes the buttons under its messages: one handler for each of its acts."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager

from outbox.buttons import Press

Handler = Callable[[CallbackQuery, DialogManager, Press], Awaitable[None]]
Handlers = Mapping[str, Handler]
