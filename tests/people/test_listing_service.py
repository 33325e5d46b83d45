"""An import of the directory changes the rights of those who lose a post by it or get one back, and of nobody else."""

from collections.abc import Awaitable, Callable

from sqlalchemy import select

from people import listing_service, post_store
from people.model import Official, Person, Role
from people.store import AccountRow
from storage.database import Database

ZHANG, LI = Official("示例局", "张示例", Role.HANDLER), Official("示例局", "李示例", Role.CHIEF)

NewPerson = Callable[[str], Awaitable[Person]]


async def marks(db: Database) -> list[str]:
    async with db.reading() as session:
        return list(await session.scalars(select(AccountRow.rights_mark).order_by(AccountRow.chat)))


async def put(db: Database, unit: int, *officials: Official) -> list[str]:
    async with db.transaction() as session:
        await listing_service.put_listed(session, officials, {"示例局": unit})
    return await marks(db)


async def test_only_whoever_loses_or_regains_a_post_has_other_rights(
    db: Database, post: int, new_person: NewPerson
) -> None:
    holder, _ = await new_person("one"), await new_person("two")
    async with db.transaction() as session:
        await post_store.bind_post(session, post, holder.id)
        unit = (await post_store.post(session, post)).unit or 0
    assert await put(db, unit, ZHANG, LI) == ["", ""]
    lost, other = await put(db, unit, LI)
    assert lost
    regained, still = await put(db, unit, ZHANG, LI)
    assert regained not in ("", lost)
    assert (other, still) == ("", "")
    assert await put(db, unit, ZHANG) == [regained, ""]
