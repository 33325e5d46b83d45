"""`qinqing route --evaluate` and `--forget` as an operator types them."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from people.model import Role
from storage.database import Database, sqlite_url
from tests.conversation import Town
from tests.journeys.acts import introduce

Qinqing = Callable[..., tuple[int, str, str]]
APPEALS = 12


@pytest.fixture
def installation(qinqing: Qinqing, database: Path) -> Path:
    """A database with some appeals that the office has assigned."""
    qinqing("migrate")
    asyncio.run(_assign(database))
    return database


async def _assign(file: Path) -> None:
    db = Database(sqlite_url(file))
    try:
        town = await Town(db).settle()
        office, boss = await town.holder(Role.OFFICE), await town.someone("示例老板")
        for number in range(APPEALS):
            if "是哪一种" in await boss.say(f"我们厂排污许可证办了{number + 2}个月还没有批下来"):
                await boss.press("另一件新的事")
            if not number:
                await introduce(boss)
            await boss.press("确认提交")
            await office.press("交办给")
            town.clock.real += timedelta(minutes=2)  # what is said at once would belong to the appeal just filed
    finally:
        await db.close()


def test_past_appeals_are_evaluated_in_their_order_and_one_can_be_forgotten(
    qinqing: Qinqing, installation: Path
) -> None:
    code, said, _ = qinqing("route", "--evaluate")
    lines = said.splitlines()
    assert code == 0
    assert lines[1].startswith("第 1 至 10 件：只凭规则 首选对 ")
    assert lines[-1].startswith(f"合计 {APPEALS} 件：")
    assert qinqing("route", "--forget", "SQ-2026-00001")[:2] == (
        0, "✓ 已撤销从 SQ-2026-00001 学到的内容，之后的推荐不再受它影响\n",
    )  # fmt: skip
    code, _, wrong = qinqing("route", "--forget", "SQ-2026-00001")
    assert code == 1
    assert "没有从这件诉求学到过什么" in wrong


def test_nothing_to_evaluate_and_nothing_to_forget_are_told(qinqing: Qinqing) -> None:
    qinqing("migrate")
    code, _, wrong = qinqing("route", "--evaluate")
    assert (code, wrong[:14]) == (1, "还没有可以评估的诉求：要有营")
    assert qinqing("route", "--forget", "00001")[0] == 1


def test_without_a_database_it_says_what_to_do(qinqing: Qinqing) -> None:
    code, _, wrong = qinqing("route", "--evaluate")
    assert code == 1
    assert "qinqing migrate" in wrong


def test_other_questions_are_refused_beside(qinqing: Qinqing) -> None:
    code, _, wrong = qinqing("route", "停水了", "--evaluate")
    assert code == 2
    assert "单独使用" in wrong
