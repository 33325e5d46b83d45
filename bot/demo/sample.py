"""The sample district, which moves into a new demo; a real house waits for its own directory."""

from sqlalchemy.ext.asyncio import AsyncSession

from directory import service as directory
from directory import store as directory_store
from directory.load import load
from directory.load_enterprises import load_enterprises
from directory.model import Directory


async def move_in(session: AsyncSession) -> None:
    known, _ = await directory_store.versions(session)
    if not known:
        units = load().directory
        enterprises = load_enterprises(directory=units)
        await directory.import_directory(session, Directory(units.units, units.people, enterprises))
