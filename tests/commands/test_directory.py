"""`qinqing directory check|import` takes a directory and its enterprises, all of them or nothing."""

import asyncio
import io
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from appeals import service as appeals
from appeals.draft import Draft
from appeals.policy import AppealPolicy
from chats import store as chats
from directory import service
from directory.store import EnterpriseRow
from people import post_store
from people import service as people
from people.model import Person, Post, Role
from storage.database import Database, sqlite_url
from workdays.deadline_rules import DeadlineRules
from workdays.published import published_calendar

Qinqing = Callable[..., tuple[int, str, str]]
UNITS = "单位,类别,姓名,角色\n区市场监督管理局,部门,张示例,首席专员\n示湖街道,街道,,\n"
FIRMS = "名称,统一社会信用代码,乡镇街道,专员\n示例食品店,,示湖街道,张示例\n"


@pytest.fixture
def units(tmp_path: Path) -> Path:
    file = tmp_path / "units.csv"
    file.write_text(UNITS, encoding="utf-8")
    return file


@pytest.fixture
def firms(tmp_path: Path) -> Path:
    file = tmp_path / "firms.csv"
    file.write_text(FIRMS, encoding="utf-8")
    return file


def stored(file: Path) -> tuple[list[str], list[tuple[str, bool]]]:
    """Names of the units, and of the enterprises with whether each has a specialist."""

    async def read() -> tuple[list[str], list[tuple[str, bool]]]:
        db = Database(sqlite_url(file))
        async with db.reading() as session:
            names = [unit.name for unit in (await service.load(session)).units]
            rows = await session.scalars(select(EnterpriseRow))
            found = [(row.name, row.specialist is not None) for row in rows]
        await db.close()
        return names, found

    return asyncio.run(read())


def test_both_files_are_imported_together(qinqing: Qinqing, database: Path, units: Path, firms: Path) -> None:
    qinqing("migrate")
    code, said, _ = qinqing("directory", "import", str(units), "--enterprises", str(firms))
    assert code == 0
    assert "✓ 已导入 2 个单位、1 个人、1 家企业" in said
    assert stored(database) == (["区市场监督管理局", "示湖街道"], [("示例食品店", True)])


def test_checking_stores_nothing(qinqing: Qinqing, database: Path, units: Path, firms: Path) -> None:
    qinqing("migrate")
    code, said, _ = qinqing("directory", "check", str(units), "--enterprises", str(firms))
    assert code == 0
    assert "2 个单位、1 个人、1 家企业，可以导入" in said
    assert stored(database) == ([], [])


def test_a_mistake_in_either_file_refuses_both(qinqing: Qinqing, database: Path, units: Path, firms: Path) -> None:
    qinqing("migrate")
    firms.write_text(FIRMS.replace("示湖街道", "示海街道"), encoding="utf-8")
    code, _, wrong = qinqing("directory", "import", str(units), "--enterprises", str(firms))
    assert code == 1
    assert "第 2 行「乡镇街道」" in wrong
    assert "没有导入任何内容" in wrong
    assert stored(database) == ([], [])


def test_a_missing_file_is_told(qinqing: Qinqing, units: Path, tmp_path: Path) -> None:
    qinqing("migrate")
    code, _, wrong = qinqing("directory", "import", str(units), "--enterprises", str(tmp_path / "none.csv"))
    assert code == 1
    assert "文件不存在" in wrong


CHIEF = "区市场监督管理局,部门,{},首席专员\n"
STAFF = "单位,类别,姓名,角色\n" + CHIEF.format("张示例") + "区市场监督管理局,部门,李 例,具办专员\n"
MONDAY = datetime(2026, 11, 23, 2, tzinfo=UTC)


class Terminal(io.StringIO):
    """A terminal at which somebody types an answer."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def busy(qinqing: Qinqing, database: Path, units: Path) -> Path:
    """The handler 李 例 has linked a chat and handles an appeal."""
    units.write_text(STAFF, encoding="utf-8")
    qinqing("migrate")
    assert qinqing("directory", "import", str(units))[0] == 0

    async def work() -> None:
        db = Database(sqlite_url(database))
        async with db.transaction() as session:
            chat = await chats.open_chat(session, "web", "one")
            person = await people.welcome(session, chat.id, "zh", MONDAY)
            await post_store.bind_post(session, 2, person.id)
            policy = AppealPolicy(DeadlineRules(published_calendar()))
            draft = Draft("办证卡住了", "other", enterprise_name="示例食品店")
            number = (await appeals.file(session, person, draft, policy, MONDAY)).id
            clerk = Person(99, posts=(Post(9, 9, Role.OFFICE, "赵示例"),))
            await appeals.assign(session, replace(clerk, id=person.id), number, 1, policy, MONDAY)
        await db.close()

    asyncio.run(work())
    return units


def holders(database: Path) -> list[tuple[str, bool, bool]]:
    """Every post: its name, whether it is active, whether it is linked."""

    async def read() -> list[tuple[str, bool, bool]]:
        db = Database(sqlite_url(database))
        async with db.reading() as session:
            rows = await session.scalars(select(post_store.PostRow).order_by(post_store.PostRow.id))
            found = [(row.name, row.active, row.person is not None) for row in rows]
        await db.close()
        return found

    return asyncio.run(read())


BEFORE = [("张示例", True, False), ("李 例", True, True)]


def test_another_spelling_asks_nothing_and_keeps_the_post(qinqing: Qinqing, database: Path, busy: Path) -> None:
    busy.write_text(STAFF.replace("李 例", "李\u200b例").replace("市场", "市　场"), encoding="utf-8")
    code, said, complaint = qinqing("directory", "import", str(busy))
    assert (code, complaint) == (0, "")
    assert "失去岗位" not in said
    assert holders(database) == [("张示例", True, False), ("李例", True, True)]


def test_without_a_terminal_nobody_loses_a_post_unless_it_is_meant(
    qinqing: Qinqing, database: Path, busy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("yes\n"))
    busy.write_text(STAFF.replace("李 例", "王示例"), encoding="utf-8")
    code, said, complaint = qinqing("directory", "import", str(busy))
    assert code == 1
    assert "李 例（区市场监督管理局 · 具办专员），绑定了聊天" in said
    assert "SQ-2026-00001 → 王示例（区市场监督管理局 · 具办专员），还没有绑定聊天" in said
    assert "--yes" in complaint
    assert holders(database) == BEFORE
    code, said, _ = qinqing("directory", "import", str(busy), "--yes")
    assert (code, "李 例" in said) == (0, True)
    assert holders(database) == [("张示例", True, False), ("李 例", False, True), ("王示例", True, False)]


@pytest.mark.parametrize(("answer", "code"), [("yes\n", 0), ("\n", 1), ("no\n", 1), ("", 1)])
def test_at_a_terminal_it_asks(
    qinqing: Qinqing, database: Path, busy: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    busy.write_text(STAFF.replace("李 例", "王示例"), encoding="utf-8")
    done, said, complaint = qinqing("directory", "import", str(busy))
    assert (done, "确定导入吗" in said) == (code, True)
    assert (holders(database) == BEFORE) == (code == 1)
    assert ("没有导入" in complaint) == (code == 1)
