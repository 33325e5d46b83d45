"""A transaction in the small district, on both engines; set up once, and every test is rolled back."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database, sqlite_url
from tests import databases
from tests.appeals.district import settle


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=["sqlite", "postgres"])
async def settled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """One engine for all tests, so that each statement is compiled once; its users run in the session's loop."""
    if request.param == "sqlite":
        db = Database(sqlite_url(tmp_path_factory.mktemp("settled") / "qinqing.db"))
    else:
        db = Database(databases.postgres_database(request.getfixturevalue("postgres"), "small_district"))
    await settle(db)
    yield db
    await db.close()


@pytest_asyncio.fixture(loop_scope="session")
async def session(settled: Database) -> AsyncIterator[AsyncSession]:
    """Rolled back at the end of the test."""
    async with settled.transaction() as session:
        yield session
        await session.rollback()
