"""The sample district: loaded into a new demo and wiped when it restarts; a real installation has its own data."""

from secrets import token_hex

from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo import store
from directory import service as directory
from directory import store as directory_store
from directory.load import load
from directory.load_enterprises import load_enterprises
from directory.model import Directory
from storage import meta_store
from storage.database import Database


async def seed_sample(session: AsyncSession) -> None:
    known, _ = await directory_store.versions(session)
    if not known:
        units = load().directory
        enterprises = load_enterprises(directory=units)
        await directory.import_directory(session, Directory(units.units, units.people, enterprises))
        await meta_store.put(session, store.RUN, token_hex(8))


async def wipe_sample(database: str) -> None:
    """Wipe a stopped demo's database, for the sample to be loaded again. Files stay: the folder may hold others."""
    db = Database(database)
    try:
        async with db.transaction() as session:
            await meta_store.check_demo(session, demo=True)
            await store.wipe(session)
    finally:
        await db.close()
