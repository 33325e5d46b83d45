"""Metadata of a database: a few named values, among them whether it is a demo."""

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table, insert


class MetaRow(Table):
    __tablename__ = "meta"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class WrongDatabase(Exception):
    """A demo was started on a real database, or the other way round; the text tells the operator how to fix it."""


async def check_demo(session: AsyncSession, demo: bool) -> None:
    """Mark a new database permanently as a demo or a real one; raise WrongDatabase if it is marked otherwise.

    A database without a mark that contains anything is a real one: the demo must never take it over.
    """
    mark = await get(session, "demo")
    if mark is None:
        mark = "yes" if demo and await _is_empty(session) else "no"
        await put(session, "demo", mark)
    if demo and mark != "yes":
        raise WrongDatabase(
            "这个数据库不是演示库，不能用 --demo 打开，以免真实诉求被演示的时钟改动。"
            "请去掉 --demo，或用 --demo 的默认位置另建一个演示库。"
        )
    if not demo and mark == "yes":
        raise WrongDatabase(
            "这个数据库是演示库，里面都是样例，不能当作正式库使用。"
            "请把配置文件 [database] 的 url 改成另一个位置（会自动新建），或加上 --demo 继续演示。"
        )


async def get(session: AsyncSession, key: str) -> str | None:
    row = await session.get(MetaRow, key)
    return row.value if row else None


async def put(session: AsyncSession, key: str, value: str) -> None:
    put = insert(session, MetaRow).values(key=key, value=value)
    await session.execute(put.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


async def revision(session: AsyncSession) -> str:
    """The last migration applied to the database; "" if there is none."""
    return await session.scalar(text("SELECT version_num FROM alembic_version")) or ""


async def require_answer(session: AsyncSession) -> None:
    """Raises the database's own error if it does not answer."""
    await session.execute(select(1))


async def _is_empty(session: AsyncSession) -> bool:
    """Whether no table of the product contains a row."""
    for table in Table.metadata.sorted_tables:
        if (await session.execute(select(1).select_from(table).limit(1))).first():
            return False
    return True
