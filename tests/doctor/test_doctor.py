"""`qinqing doctor` finds what is wrong and says how to fix it."""

import asyncio
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.commands.doctor import examine
from bot.config.file import load
from bot.doctor import calendar, disk, memory
from bot.doctor import settings as of_settings
from bot.doctor.checks import CheckResult, Mark
from directory import service as directory
from directory.load import load as load_directory
from storage.database import Database, sqlite_url
from workdays.published import published_calendar

Qinqing = Callable[..., tuple[int, str, str]]

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def installation(qinqing: Qinqing, database: Path) -> Path:
    qinqing("migrate")
    return database


def change(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def found(config: Path, words: str, now: datetime = NOW) -> CheckResult:
    """The one result that says ``words``."""
    (one,) = [result for result in asyncio.run(examine(load(config), now)) if words in result.text]
    return one


def move_in(database: Path) -> None:
    async def act() -> None:
        db = Database(sqlite_url(database))
        async with db.transaction() as session:
            await directory.import_directory(session, load_directory().directory)
        await db.close()

    asyncio.run(act())


def test_a_sound_installation_is_told_so(qinqing: Qinqing, installation: Path) -> None:
    code, said, complaint = qinqing("doctor")
    assert (code, complaint) == (0, "")
    assert "✗" not in said
    for words in ("内存", "数据库是最新的", "数据库文件完好", "只有服务账号能读", "可以写入", "系统时钟"):
        assert words in said


def test_every_finding_that_is_not_good_says_how_to_mend_it(config: Path, installation: Path) -> None:
    move_in(installation)
    for result in asyncio.run(examine(load(config), NOW)):
        assert bool(result.remedy) == (result.mark is not Mark.GOOD), result


def test_before_the_first_start_it_says_what_is_to_come(config: Path, database: Path) -> None:
    assert "qinqing migrate" in found(config, "还没有建表").remedy
    assert not database.exists()


def test_a_newer_database_is_wrong(config: Path, installation: Path) -> None:
    change(installation, "UPDATE alembic_version SET version_num = '9999'")
    assert found(config, "更新的版本").mark is Mark.WRONG


def test_a_damaged_database_is_wrong(qinqing: Qinqing, installation: Path) -> None:
    with installation.open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(40_000))
    code, said, complaint = qinqing("doctor")
    assert code == 1
    assert "qinqing restore" in said + complaint or "数据库读不了" in complaint


def test_a_database_that_others_can_read_is_told(config: Path, installation: Path) -> None:
    installation.chmod(0o644)
    assert "chmod 600" in found(config, "别的账号也能读").remedy


def test_a_folder_that_cannot_be_written_is_wrong(config: Path, installation: Path) -> None:
    (installation.parent / "files").write_text("in the way", encoding="utf-8")
    config.write_text(config.read_text(encoding="utf-8").replace("data/files", "data/files/x"), encoding="utf-8")
    assert found(config, "不能写入").mark is Mark.WRONG


@pytest.mark.parametrize(("free", "mark"), [(0.5, Mark.WRONG), (3, Mark.WARNING), (20, Mark.GOOD)])
def test_little_space_is_told(
    config: Path, installation: Path, monkeypatch: pytest.MonkeyPatch, free: float, mark: Mark
) -> None:
    usage = type("Usage", (), {"free": free * disk.GIGABYTE})
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    assert found(config, "数据库所在文件夹还有" if mark is Mark.GOOD else "数据库所在文件夹只剩").mark is mark


def test_a_clock_that_was_set_back_is_wrong(config: Path, installation: Path) -> None:
    change(
        installation,
        "INSERT INTO chat VALUES (1, 'web', 'one', 1)",
        "INSERT INTO chat_event VALUES (1, 1, 'send', 1, '{}', '2026-11-23 01:00:00', 0)",
    )
    assert found(config, "系统时钟", NOW).mark is Mark.GOOD
    assert found(config, "系统时钟", NOW - timedelta(hours=1)).mark is Mark.WRONG


def test_in_the_demo_the_clock_may_be_ahead(config: Path, installation: Path) -> None:
    change(
        installation,
        "UPDATE meta SET value = 'yes' WHERE key = 'demo'",
        "INSERT INTO chat VALUES (1, 'web', 'one', 1)",
        "INSERT INTO chat_event VALUES (1, 1, 'send', 1, '{}', '2030-01-01 01:00:00', 0)",
    )
    assert not [one for one in asyncio.run(examine(load(config), NOW)) if "系统时钟" in one.text]
    assert found(config, "演示库").mark is Mark.WARNING


def test_an_empty_directory_is_told(config: Path, installation: Path) -> None:
    assert "qinqing directory import" in found(config, "单位名录是空的").remedy


def test_a_directory_is_counted_with_its_breaches_and_unbound_posts(config: Path, installation: Path) -> None:
    move_in(installation)
    assert "45 个单位" in found(config, "单位名录：").text
    assert found(config, "专员配备不合").mark is Mark.WARNING
    assert "qinqing invite" in found(config, "还没有绑定聊天").remedy


def test_dead_letters_are_told(config: Path, installation: Path) -> None:
    assert found(config, "没有处理失败的消息").mark is Mark.GOOD
    change(
        installation,
        "INSERT INTO chat VALUES (1, 'web', 'one', 1)",
        "INSERT INTO inbox VALUES (1, 1, 'a', '{}', 'dead', '2026-11-23 01:00:00', 'ValueError', 0)",
    )
    assert found(config, "1 条消息处理失败").mark is Mark.WARNING


def test_updates_that_ended_the_process_are_told(config: Path, installation: Path) -> None:
    change(
        installation,
        "INSERT INTO chat VALUES (1, 'web', 'one', 1)",
        "INSERT INTO inbox VALUES (1, 1, 'a', '{}', 'held', '2026-11-23 01:00:00', '', 3)",
    )
    assert found(config, "服务几次意外中止").mark is Mark.WARNING


@pytest.mark.parametrize(
    ("now", "marks"),
    [
        (datetime(2026, 3, 2, tzinfo=UTC), [Mark.GOOD, Mark.GOOD]),
        (datetime(2026, 11, 23, tzinfo=UTC), [Mark.GOOD, Mark.WARNING]),
        (datetime(2031, 3, 2, tzinfo=UTC), [Mark.WRONG, Mark.GOOD]),
        (datetime(2025, 12, 31, 15, 59, tzinfo=UTC), [Mark.GOOD, Mark.GOOD]),
    ],
)
def test_years_without_a_notice_are_told_in_time(now: datetime, marks: list[Mark]) -> None:
    assert [result.mark for result in calendar.of_calendar(published_calendar(), now)] == marks


def test_pages_without_https_are_told_unless_they_are_local(config: Path) -> None:
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("https://", "http://"), encoding="utf-8")
    assert "https" in found(config, "没有用 https").remedy
    config.write_text(text.replace("https://qinqing.example.gov.cn", "http://localhost:8080"), encoding="utf-8")
    assert len(list(of_settings.of_settings(load(config)))) == 1


def test_an_unreachable_server_is_wrong(qinqing: Qinqing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_DATABASE__URL", "postgresql://q:geheim@127.0.0.1:1/none?connect_timeout=1")
    code, said, _ = qinqing("doctor")
    assert code == 1
    assert "✗ 连不上数据库" in said
    assert "geheim" not in said


@pytest.mark.parametrize(
    ("megabytes", "mark", "remedy"),
    [(900, Mark.GOOD, ""), (899, Mark.WARNING, "把内存加到 900 MB 以上")],
)
def test_memory_is_compared_with_what_the_service_may_take(megabytes: int, mark: Mark, remedy: str) -> None:
    result = memory.compare(megabytes)
    assert (result.mark, result.remedy) == (mark, remedy)
    assert str(megabytes) in result.text
