"""What PostgreSQL may show of a row that another transaction changes while it is waited for."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import TextClause, text, update

from appeals import store
from appeals.progress import Status
from appeals.store import AppealRow
from storage.database import Database
from tests import databases
from tests.appeals.district import COLLEAGUE, HANDLER, ORDINARY, bring, settle


@pytest_asyncio.fixture
async def alone(postgres: str) -> AsyncIterator[Database]:
    """A small district in a PostgreSQL of its own: two transactions commit there."""
    db = Database(databases.postgres_database(postgres, "locking_district"))
    await settle(db)
    yield db
    await db.close()


async def test_an_appeal_read_under_a_lock_has_the_handler_that_it_was_given_while_it_was_waited_for(
    alone: Database,
) -> None:
    async with alone.transaction() as session:
        number = await bring(session, ORDINARY, Status.CONTACT)
    async with alone.transaction() as first:
        handed_over = update(AppealRow).where(AppealRow.id == number).values(handler=COLLEAGUE.posts[0].id)
        await first.execute(handed_over)
        waiting = asyncio.create_task(_handler(alone, number))
        await _until_blocked(alone)
    assert await waiting == COLLEAGUE.posts[0].id != HANDLER.posts[0].id


async def _handler(db: Database, number: int) -> int | None:
    async with db.transaction() as session:
        dossier = await store.read(session, number, lock=True)
        assert dossier is not None
        return dossier.handler.id if dossier.handler else None


async def _until_blocked(db: Database) -> None:
    """Until another transaction waits for a lock; each look needs a transaction of its own."""
    blocked = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    async with asyncio.timeout(30):
        while not await _count(db, blocked):  # noqa: ASYNC110  the server does not say when a lock is waited for
            await asyncio.sleep(0.01)


async def _count(db: Database, query: TextClause) -> int:
    async with db.reading() as session:
        return int(await session.scalar(query) or 0)
