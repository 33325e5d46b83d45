"""People who follow the scripts of ``tests.crash.people`` on their phones, and staff invited there."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import count

from PIL import Image

from directory import service as directory
from people import invitation_service, post_store
from people.model import Role
from tests.crash.people import LANES, Lane
from tests.crash.telegram_tables import Tables
from tests.telegram.people import Person


class Phone:
    """Types at any time, but taps only what is on the screen once the bot has answered."""

    def __init__(self, tables: Tables, number: int, name: str) -> None:
        self.name = name
        self.person: Person = tables.telegram.person(number)
        self._tables = tables

    async def say(self, text: str) -> str:
        return await self.person.say(text)

    async def say_at_once(self, *texts: str) -> None:
        for text in texts:
            await self.person.say(text)

    async def send_photos(self, count: int) -> None:
        for number in range(count):
            picture = BytesIO()
            Image.new("RGB", (40, 40), (200, 30 * number, 30)).save(picture, "JPEG")
            await self.person.send_photo(picture.getvalue())

    async def press(self, label: str, times: int = 1) -> str:
        await self._tables.answered(self.person.number)
        return await self.person.press(label, times)

    async def read(self, pattern: str) -> re.Match[str]:
        return await self.person.read(pattern)

    async def sees(self, label: str) -> bool:
        await self._tables.answered(self.person.number)
        return any(label in button for button in self.person.shown()[-1].buttons)


@dataclass(frozen=True)
class Staff:
    office: Phone
    specialists: dict[str, Phone]


class District:
    """Everybody who has a phone here. Bosses are numbered in order of arrival."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._numbers = count(1000)

    async def hire(self, lanes: Sequence[Lane] = LANES) -> Staff:
        """The office and each lane's specialist and chief: invited, and linked by their codes."""
        async with self.tables.db.reading() as session:
            units = {name: unit.id for name, unit in (await directory.load(session)).by_name.items()}
        hired = await asyncio.gather(
            self._employ("office", Role.OFFICE, None),
            *(self._employ(f"handler {lane.name}", Role.HANDLER, units[lane.unit]) for lane in lanes),
            *(self._employ(f"chief {lane.name}", Role.CHIEF, units[lane.unit]) for lane in lanes),
        )
        return Staff(hired[0], dict(zip((lane.unit for lane in lanes), hired[1:], strict=False)))

    def boss(self) -> Phone:
        number = next(self._numbers)
        return Phone(self.tables, number, f"boss {number}")

    async def _employ(self, name: str, role: Role, unit: int | None) -> Phone:
        """One person holds all posts of the role (in the unit): one by invitation, the others assigned directly."""
        phone = Phone(self.tables, next(self._numbers), name)
        async with self.tables.db.transaction() as session:
            first, *others = await post_store.posts(session, role, unit=unit)
            code = await invitation_service.invite(session, first.id, datetime.now(UTC))
        await phone.say(f"/start {code}")
        await phone.read("邀请码")
        await phone.press("是我，确认")
        await phone.read("绑定好了")
        async with self.tables.db.transaction() as session:
            person = (await post_store.post(session, first.id)).person
            assert person is not None
            for post in others:
                await post_store.bind_post(session, post.id, person)
        return phone
