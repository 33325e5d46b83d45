"""A person of the journeys with a phone, who reads what Telegram shows rather than what our log says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.channels.telegram import store
from chats.model import Body
from tests.conversation import Shown, Talker
from tests.telegram.formatting import units
from tests.telegram.people import Person
from tests.telegram.people import Shown as OnScreen
from tests.telegram.pictures import picture

if TYPE_CHECKING:
    from tests.telegram.town import TownOnTelegram

LONGEST = 4096  # UTF-16 units: the app splits longer texts into several messages


class Phone(Talker):
    """``chat`` is our number of the chat, 0 until the first update is received."""

    town: TownOnTelegram

    def __init__(self, town: TownOnTelegram, person: Person, name: str, chat: int = 0) -> None:
        super().__init__(town, chat, name)
        self.person = person

    async def say(self, text: str) -> str:
        for piece in _pieces(text.replace("\x00", "")):  # keyboards cannot type it, and Telegram does not accept it
            await self.person.say(piece)
        return await self._known()

    async def send(self, content: Body, name: str | None = None) -> str:
        await self.person.send(content)
        return await self._known()

    async def send_photo(self) -> str:
        await self.person.send_photo(picture())
        return await self._known()

    async def press(self, label: str, times: int = 1) -> str:
        return await self.person.press(label, times)

    def pressed(self, shown: Shown, data: str) -> Body:
        return self.person.pressed(_on_screen(shown), data)

    async def hear(self, payload: Body, name: str | None = None, *, work: bool = True) -> bool:
        """Telegram delivers it to the bot, valid or not."""
        assert name is None, "Telegram gives the numbers"
        assert work, "use Town.together"
        await self.person.hear(payload)
        await self._known()
        return True

    async def screen(self) -> list[Shown]:
        return [_shown(message) for message in await self.person.screen()]

    async def last(self) -> str:
        return await self.person.last()

    async def toasts(self) -> list[str]:
        return await self.person.toasts()

    async def read(self, pattern: str) -> re.Match[str]:
        return await self.person.read(pattern)

    async def button(self, label: str) -> tuple[Shown, str]:
        shown, data = await self.person.button(label)
        return _shown(shown), data

    async def _known(self) -> str:
        """The last message, once our number of the chat is known."""
        if not self.chat:
            async with self.town.db.reading() as session:
                known = await store.known(session, self.town.external(self.person.number))
            self.chat = known.chat if known else 0
        return await self.person.last()


def _pieces(text: str) -> list[str]:
    """The text split as the app does."""
    pieces = []
    while text:
        end = LONGEST
        while units(text[:end]) > LONGEST:
            end -= (units(text[:end]) - LONGEST + 1) // 2
        pieces.append(text[:end])
        text = text[end:]
    return pieces


def _shown(message: OnScreen) -> Shown:
    return Shown(message.number, message.text, message.mine, message.buttons, message.body)


def _on_screen(message: Shown) -> OnScreen:
    return OnScreen(message.number, message.text, message.mine, message.buttons, message.body)
