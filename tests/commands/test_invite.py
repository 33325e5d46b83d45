"""`qinqing invite PERSON` prints a code that binds that person's post."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from chats import outbound_store
from chats import store as chats
from directory import service as directory
from directory.model import Category, Directory, Unit
from people import invitation_service, service
from people.codes import digest
from people.invitation_service import Bound
from people.model import Official, Role
from storage.database import Database, sqlite_url

Qinqing = Callable[..., tuple[int, str, str]]

DIRECTORY = Directory(
    (Unit("示例区甲局", Category.DEPARTMENT), Unit("示例区乙局", Category.DEPARTMENT)),
    (
        Official("示例区甲局", "张示例", Role.HANDLER, "科员"),
        Official("示例区甲局", "李示例", Role.CHIEF),
        Official("示例区乙局", "李示例", Role.HANDLER),
    ),
)


@pytest.fixture
def installation(qinqing: Qinqing, database: Path) -> Path:
    """A database with a small directory."""
    qinqing("migrate")
    asyncio.run(_in(database, lambda session: directory.import_directory(session, DIRECTORY)))
    return database


async def _in(file: Path, act: Callable[[AsyncSession], Awaitable[object]]) -> object:
    db = Database(sqlite_url(file))
    async with db.transaction() as session:
        done = await act(session)
    await db.close()
    return done


def test_the_code_binds_the_post(qinqing: Qinqing, installation: Path) -> None:
    code, said, _ = qinqing("invite", "张示例")
    assert code == 0
    assert "张示例（示例区甲局 · 具办专员 · 科员）" in said
    written = re.findall(r"^    (\S{4}-\S{4})$", said, re.MULTILINE)[0]
    assert f"https://qinqing.example.gov.cn/chat?code={written}" in said

    async def redeem(session: AsyncSession) -> object:
        chat = await chats.open_chat(session, "web", "one")
        person = await service.welcome(session, chat.id, "zh", datetime.now(UTC))
        return await invitation_service.accept(session, person, digest(written), datetime.now(UTC), mark="1")

    bound = asyncio.run(_in(installation, redeem))
    assert isinstance(bound, Bound)
    assert bound.post.name == "张示例"
    assert "已经有人绑定" in qinqing("invite", "张示例")[1]


def test_the_link_to_the_bot_is_printed_once_its_name_is_known(qinqing: Qinqing, installation: Path) -> None:
    assert "t.me" not in qinqing("invite", "张示例")[1]
    name = ("telegram", "identity", "ok", "example_qinqing_bot", datetime.now(UTC))
    asyncio.run(_in(installation, lambda session: outbound_store.note_health(session, *name)))
    said = qinqing("invite", "张示例")[1]
    written = re.findall(r"^    (\S{4}-\S{4})$", said, re.MULTILINE)[0]
    assert f"请本人打开 https://qinqing.example.gov.cn/chat?code={written}" in said
    assert f"或在 Telegram 打开 https://t.me/example_qinqing_bot?start={written}" in said


def test_of_two_people_of_that_name_the_units_and_numbers_are_listed(qinqing: Qinqing, installation: Path) -> None:
    code, said, complaint = qinqing("invite", "李示例")
    assert code == 1
    assert not said
    listed = dict(re.findall(r"编号 (\d+)　李示例（(\S+)", complaint))
    assert set(listed.values()) == {"示例区甲局", "示例区乙局"}
    number = next(number for number, unit in listed.items() if unit == "示例区乙局")
    assert "示例区乙局 · 具办专员" in qinqing("invite", number)[1]


def test_somebody_unknown_is_told_with_the_nearest_names(qinqing: Qinqing, installation: Path) -> None:
    code, _, said = qinqing("invite", "张示列")
    assert code == 1
    assert "相近的有：张示例" in said
    assert "没有编号 99" in qinqing("invite", "99")[2]


def test_an_empty_directory_is_told_with_the_way_to_fill_it(qinqing: Qinqing) -> None:
    qinqing("migrate")
    assert "qinqing directory import" in qinqing("invite", "张示例")[2]


def test_without_a_database_none_is_made(qinqing: Qinqing, database: Path) -> None:
    code, _, said = qinqing("invite", "张示例")
    assert code == 1
    assert "qinqing migrate" in said
    assert not database.exists()
