"""One town for each way on which people can reach it: the web, Telegram asked by us, Telegram telling us."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from migrations.stores import whole_schema
from storage.database import Database, sqlite_url
from tests.conversation import Town
from tests.crash.telegram_books import audit
from tests.journeys.ways import EVERY_WAY, Way
from tests.telegram.town import TownOnTelegram, on_telegram


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module, or a test by a mark of its own, may name the ways on which it is walked."""
    if "way" in metafunc.fixturenames and not _says_so_itself(metafunc):
        metafunc.parametrize("way", getattr(metafunc.module, "WAYS", EVERY_WAY), ids=str, indirect=True)


def _says_so_itself(metafunc: pytest.Metafunc) -> bool:
    return any(mark.args[0] == "way" for mark in metafunc.definition.iter_markers("parametrize"))


@pytest.fixture
def way(request: pytest.FixtureRequest) -> Way:
    assert isinstance(request.param, Way)
    return request.param


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file where the sample district lives already; it is copied quicker than made."""
    path = tmp_path_factory.mktemp("settled") / "qinqing.db"
    asyncio.run(_settle(sqlite_url(path)))
    return path


@pytest.fixture
async def town(
    way: Way, settled: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Town | TownOnTelegram]:
    if way.engine == "sqlite":
        url = sqlite_url(Path(shutil.copy(settled, tmp_path / "qinqing.db")))
    else:
        url = request.getfixturevalue("postgres")
        await _settle(url)
    db = Database(url)
    try:
        async with _built(db, way, tmp_path / "files") as town:
            yield town
    finally:
        await db.close()


async def _settle(url: str) -> None:
    db = Database(url)
    async with db.engine.begin() as connection:
        await connection.run_sync(whole_schema().drop_all)
        await connection.run_sync(whole_schema().create_all)
    await Town(db).settle()
    await db.close()


@asynccontextmanager
async def _built(db: Database, way: Way, files: Path) -> AsyncIterator[Town | TownOnTelegram]:
    """On Telegram both sets of books, theirs and ours, are compared at the end."""
    if way.channel == "web":
        yield Town(db)
        return
    async with on_telegram(db, files, way.channel) as town:
        yield town
        if town.audited:
            assert not (await audit(db, town.telegram)).complaints
