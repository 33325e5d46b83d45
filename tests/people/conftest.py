"""A small district: one unit with a chief and a handling specialist, and a few chats."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest

from chats import store as chats
from directory.store import UnitRow
from people import service
from people.model import Person, Role
from people.post_store import PostRow
from storage.database import Database

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

NewPerson = Callable[[str], Awaitable[Person]]


@pytest.fixture
def new_person(db: Database) -> NewPerson:
    """Creates the person of a new web chat."""

    async def make(external: str) -> Person:
        async with db.transaction() as session:
            chat = await chats.open_chat(session, "web", external)
            return await service.welcome(session, chat.id, "zh", NOW)

    return make


@pytest.fixture
async def post(db: Database) -> int:
    """The vacant post of a handling specialist."""
    async with db.transaction() as session:
        unit = UnitRow(name="示例局", category="部门", aliases=[], duties=[])
        session.add(unit)
        await session.flush()
        row = PostRow(unit=unit.id, role=Role.HANDLER, name="张示例", phone="13800001234")
        session.add(row)
        await session.flush()
        return row.id
