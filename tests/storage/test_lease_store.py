"""A lease belongs to one holder until it ends; a holder that stops renewing loses it."""

import asyncio
from datetime import timedelta

from bot.engine.process import LEASE_PREFIX, Presence, name
from storage import lease_store
from storage.database import Database
from tests.conversation import MONDAY, StillClock

LASTS = timedelta(seconds=15)


async def take(db: Database, holder: str, after: float = 0, lease: str = "telegram poll") -> bool:
    async with db.transaction() as session:
        return await lease_store.take(session, lease, holder, MONDAY + timedelta(seconds=after), LASTS)


async def alive(db: Database, after: float) -> list[str]:
    async with db.reading() as session:
        return await lease_store.alive(session, LEASE_PREFIX, MONDAY + timedelta(seconds=after))


async def test_one_holds_it_and_renews_it(db: Database) -> None:
    assert await take(db, "a")
    assert not await take(db, "b", 14)
    assert await take(db, "a", 14)
    assert not await take(db, "b", 28)


async def test_who_stops_renewing_loses_it(db: Database) -> None:
    assert await take(db, "a")
    assert await take(db, "b", 15)
    assert not await take(db, "a", 16)


async def test_it_can_be_given_back_by_its_holder_only(db: Database) -> None:
    assert await take(db, "a")
    for holder, free in (("b", False), ("a", True)):
        async with db.transaction() as session:
            await lease_store.release(session, "telegram poll", holder)
        assert await take(db, "c") is free


async def test_of_many_who_try_at_once_one_gets_it(db: Database) -> None:
    assert sum(await asyncio.gather(*(take(db, str(number)) for number in range(8)))) == 1


async def test_the_living_are_those_whose_lease_has_not_ended(db: Database) -> None:
    for holder, after in (("b", 0), ("a", 10)):
        assert await take(db, holder, after, LEASE_PREFIX + holder)
    assert await take(db, "c", 0, "process%other")
    assert await alive(db, 14) == ["a", "b"]
    assert await alive(db, 15) == ["a"]
    async with db.transaction() as session:
        await lease_store.forget_ended(session, MONDAY + timedelta(seconds=15))
    assert await alive(db, 0) == ["a"]


async def test_a_process_is_alive_from_its_beginning_to_its_end(db: Database) -> None:
    assert name() == name()
    clock = StillClock()
    await take(db, "before", 0, LEASE_PREFIX + "before")
    presence = Presence(db, clock, "me")
    await presence.begin()
    assert await alive(db, 1) == (["me"] if db.sqlite else ["before", "me"])
    clock.at += timedelta(seconds=14)
    await presence.renew()
    assert await alive(db, 20) == ["me"]
    await presence.end()
    assert await alive(db, 20) == []


async def test_a_presence_stops_when_told(db: Database) -> None:
    stopping = asyncio.Event()
    running = asyncio.create_task(Presence(db, StillClock(), "me").run(stopping))
    stopping.set()
    await asyncio.wait_for(running, 20)
