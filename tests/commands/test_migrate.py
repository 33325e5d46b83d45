"""`qinqing migrate` makes and upgrades the database, and says what it did."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

Qinqing = Callable[..., tuple[int, str, str]]


def test_it_makes_the_database_and_says_so(qinqing: Qinqing, database: Path) -> None:
    code, said, _ = qinqing("migrate")
    assert code == 0
    assert "空库 → " in said
    assert database.is_file()


def test_a_second_time_there_is_nothing_to_do(qinqing: Qinqing) -> None:
    qinqing("migrate")
    assert "没有改动" in qinqing("migrate")[1]


def test_a_database_made_here_is_no_demo(qinqing: Qinqing, database: Path) -> None:
    qinqing("migrate")
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'demo'").fetchone() == ("no",)


def test_a_newer_database_is_left_alone_with_words(qinqing: Qinqing, database: Path) -> None:
    qinqing("migrate")
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    code, _, said = qinqing("migrate")
    assert code == 1
    assert "比这个程序新" in said


def test_a_wrong_configuration_is_told_without_traceback(qinqing: Qinqing, config: Path) -> None:
    config.write_text(config.read_text(encoding="utf-8") + "[server]\nprot = 1\n", encoding="utf-8")
    code, said, complaint = qinqing("migrate")
    assert code == 2
    assert not said
    assert complaint.strip() == f"{config} 第 12 行 server.prot：没有这个设置，是不是 server.port？"


def test_a_folder_without_rights_is_told_without_traceback(qinqing: Qinqing, config: Path) -> None:
    (config.parent / "data").write_text("not a folder", encoding="utf-8")
    code, _, said = qinqing("migrate")
    assert code == 1
    assert "data" in said


def test_an_unreachable_server_is_told_without_password(
    qinqing: Qinqing, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QINQING_DATABASE__URL", "postgresql://q:geheim@127.0.0.1:1/none?connect_timeout=1")
    code, _, said = qinqing("migrate")
    assert code == 1
    assert "连不上数据库" in said
    assert "geheim" not in said
