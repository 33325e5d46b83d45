"""Typed access to what aiogram and aiogram-dialog keep in untyped dicts: person, transaction, time, services."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogs.services import Services
from bot.engine import updates
from bot.engine.unit_of_work import current
from directory.learned import Learned
from directory.model import Directory
from people.model import Person
from texts.speech import use_language


@dataclass(frozen=True, slots=True)
class Context:
    """What a handler, click or getter needs to call a service."""

    session: AsyncSession
    person: Person
    now: datetime
    real_now: datetime  # used for the expiry of one-time codes, in the demo too
    services: Services
    chat: int  # the chat in which the person is writing
    channel: str
    mark: str  # names the update being answered, see ``updates.mark``

    async def directory(self) -> Directory:
        """The current directory."""
        return await self.services.directory.current(self.session)

    async def learned(self) -> Learned:
        """What routing has learned from the office's assignments so far."""
        return await self.services.directory.learned(self.session)

    async def unit_name(self, unit: int | None) -> str:
        found = (await self.directory()).by_id.get(unit) if unit is not None else None
        return found.name if found else ""


def context(manager: DialogManager) -> Context:
    data, update = manager.middleware_data, current().update
    chat, times = update.chat, (data["now"], data["real_now"])
    mark = updates.mark(chat.id, update.external)
    return Context(data["session"], data["person"], *times, data["services"], chat.id, chat.channel, mark)


def set_person(manager: DialogManager, person: Person) -> None:
    """Set the person as changed by this update, and their language, for the windows rendered afterwards."""
    manager.middleware_data["person"] = person
    use_language(person.language)


def start_value(manager: DialogManager, key: str) -> Any:
    """A value from the dialog's start data; None if missing."""
    return cast(dict[str, Any], manager.start_data or {}).get(key)


def office(manager: DialogManager) -> dict[str, str]:
    """The office's name and telephone, for sentences that name both."""
    at = context(manager).services.office
    return {"office": at.name, "phone": at.phone}


async def answer(manager: DialogManager, text: str) -> None:
    """Reply to the current message, or below the button just pressed, above any window that follows."""
    event = manager.event
    message = event.message if isinstance(event, CallbackQuery) else event
    assert isinstance(message, Message)
    await message.answer(text)
