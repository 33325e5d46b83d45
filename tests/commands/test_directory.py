"""`qinqing directory check|import` takes a directory and its enterprises, all of them or nothing."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from directory import service
from directory.store import EnterpriseRow
from storage.database import Database, sqlite_url

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
