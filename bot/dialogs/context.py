"""Typed reading of what aiogram and aiogram-dialog keep loosely: who speaks, in which transaction, at what time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from aiogram.types import Message
from aiogram_dialog import DialogManager
from sqlalchemy.ext.asyncio import AsyncSession

from bot.dialogs.services import Services
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
    real_now: datetime  # one-time codes expire by it, in the demo too
    services: Services
    chat: int  # where the person speaks now
    channel: str

    async def directory(self) -> Directory:
        """The directory as it stands now."""
        return await self.services.directory.current(self.session)

    async def learned(self) -> Learned:
        """What the office's assignments have taught so far."""
        return await self.services.directory.learned(self.session)

    async def unit_name(self, unit: int | None) -> str:
        found = (await self.directory()).by_id.get(unit) if unit is not None else None
        return found.name if found else ""


def context(manager: DialogManager) -> Context:
    data, chat = manager.middleware_data, current().update.chat
    times = data["now"], data["real_now"]
    return Context(data["session"], data["person"], *times, data["services"], chat.id, chat.channel)


def set_person(manager: DialogManager, person: Person) -> None:
    """The person as changed by this update, for the windows drawn after it, in the language that person reads."""
    manager.middleware_data["person"] = person
    use_language(person.language)


def start_value(manager: DialogManager, key: str) -> Any:
    """What the dialog was started with."""
    return cast(dict[str, Any], manager.start_data or {}).get(key)


async def answer(manager: DialogManager, text: str) -> None:
    """Say something below the message that is being answered, before any window."""
    message = manager.event
    assert isinstance(message, Message)
    await message.answer(text)
