"""One town for each way in which people can reach it: web, Telegram by polling, Telegram by webhook."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from storage.database import Database, sqlite_url
from tests import databases
from tests.conversation import Town
from tests.crash.telegram_books import audit
from tests.journeys.ways import EVERY_WAY, IN_SHORT, OF_WORDS, Way
from tests.telegram.town import TownOnTelegram, on_telegram

HERE = Path(__file__).parent


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module may name the ways of its tests; a test that names its own runs on all of them in `make test`."""
    if "way" in metafunc.fixturenames and not _says_so_itself(metafunc):
        short = IN_SHORT[metafunc.module.__name__.rpartition(".")[2]]
        ways = getattr(metafunc.module, "WAYS", EVERY_WAY)
        metafunc.parametrize("way", [_walked(way, way in short) for way in ways], indirect=True)


@pytest.hookimpl(tryfirst=True)  # before the marks are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave all rows but the first of a test of words to the soak."""
    for item in items:
        if isinstance(item, pytest.Function) and _is_of_words(item) and any(_places(item).values()):
            item.add_marker(pytest.mark.soak)


def _is_of_words(item: pytest.Function) -> bool:
    return item.path.parent == HERE and item.path.stem in OF_WORDS and "way" in item.fixturenames


def _places(item: pytest.Function) -> Mapping[str, int]:
    """The place of each argument's value, but for the way, among the rows that the test was given."""
    indices = item.callspec.indices if hasattr(item, "callspec") else {}
    return {name: place for name, place in indices.items() if name != "way"}


def _walked(way: Way, in_short: bool) -> ParameterSet:
    return pytest.param(way, id=str(way), marks=() if in_short else pytest.mark.soak)


def _says_so_itself(metafunc: pytest.Metafunc) -> bool:
    return any(mark.args[0] == "way" for mark in metafunc.definition.iter_markers("parametrize"))


@pytest.fixture
def way(request: pytest.FixtureRequest) -> Way:
    assert isinstance(request.param, Way)
    return request.param


@pytest.fixture(scope="session")
def settled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the sample district, which is faster to copy than to create."""
    path = tmp_path_factory.mktemp("settled") / "qinqing.db"
    asyncio.run(_settle(sqlite_url(path)))
    return path


@pytest.fixture(scope="session")
def settled_postgres(postgres: str) -> str:
    """The address of a PostgreSQL database with the sample district."""
    url = databases.postgres_database(postgres, "settled")
    asyncio.run(_settle(url))
    databases.keep(url)
    return url


@pytest.fixture
def url(way: Way, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """A database with the sample district."""
    if way.engine == "sqlite":
        settled = request.getfixturevalue("settled_sqlite")
        return sqlite_url(Path(shutil.copy(settled, tmp_path / "qinqing.db")))
    url: str = request.getfixturevalue("settled_postgres")
    databases.rewind(url)
    return url


@pytest.fixture
async def town(url: str, way: Way, tmp_path: Path) -> AsyncIterator[Town | TownOnTelegram]:
    db = Database(url)
    try:
        async with _built(db, way, tmp_path / "files") as town:
            yield town
    finally:
        await db.close()


async def _settle(url: str) -> None:
    databases.make_tables(url)
    db = Database(url)
    await Town(db).settle()
    await db.close()


@asynccontextmanager
async def _built(db: Database, way: Way, files: Path) -> AsyncIterator[Town | TownOnTelegram]:
    """On Telegram, the stand-in's record and ours are compared at the end."""
    if way.channel == "web":
        yield Town(db)
        return
    async with on_telegram(db, files, way.channel) as town:
        yield town
        if town.audited:
            assert not (await audit(db, town.telegram)).complaints
