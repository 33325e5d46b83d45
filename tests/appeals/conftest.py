"""A transaction in the small district, on both engines: the district is settled once, and no test leaves a trace."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database, sqlite_url
from tests.appeals.district import settle


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=["sqlite", "postgres"])
async def settled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Database]:
    """One engine for all, so that each statement is compiled once; whoever asks for it runs in the session's loop."""
    if request.param == "sqlite":
        db = Database(sqlite_url(tmp_path_factory.mktemp("settled") / "qinqing.db"))
    else:
        db = Database(_database_of_its_own(request.getfixturevalue("postgres")))
    await settle(db)
    yield db
    await db.close()


@pytest_asyncio.fixture(loop_scope="session")
async def session(settled: Database) -> AsyncIterator[AsyncSession]:
    """What is done in it is undone at the end."""
    async with settled.transaction() as session:
        yield session
        await session.rollback()


def _database_of_its_own(server: str) -> str:
    """Other tests drop every table of the one that is there."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE small_district"))
    engine.dispose()
    return make_url(server).set(database="small_district").render_as_string(hide_password=False)
