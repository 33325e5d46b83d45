"""A process can stop while its database is away."""

from bot.engine.clock import Clock
from bot.engine.process import LEASE_PREFIX, Presence
from storage import lease_store
from storage.database import Database
from tests.storage.outages import failing


async def test_a_process_that_stops_without_its_database_leaves_its_lease_to_end_by_itself(db: Database) -> None:
    clock, presence = Clock(), Presence(db, Clock(), "leaving")
    await presence.begin()
    async with failing(db):
        await presence.end()
    async with db.reading() as session:
        assert await lease_store.alive(session, LEASE_PREFIX, clock.now()) == ["leaving"]
    await presence.end()
    async with db.reading() as session:
        assert await lease_store.alive(session, LEASE_PREFIX, clock.now()) == []
