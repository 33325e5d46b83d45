"""Migrations lead to exactly the tables the code knows, once, however many processes begin at the same time."""

import multiprocessing
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, NullPool, create_engine, inspect, make_url, text

from chats.model import Lane
from migrations.stores import STORES, whole_schema
from storage import migrate
from storage.migrate import NewerDatabase

ROOT = Path(__file__).parents[2]
PERSON = """INSERT INTO person (id, name, phone, withholds_phone, hours, language, created_at)
    VALUES (1, '张示例', '', false, '', 'zh', '2026-11-23 00:00:00')"""
ENTERPRISE = """INSERT INTO enterprise (id, name, township, industry, size, phone, checked)
    VALUES (1, '示例小店', '例山镇', '', '', '', true)"""
MESSAGE = """INSERT INTO outbox (key, lane, person, text, buttons, put_at, not_before)
    VALUES (:text, :lane, 1, :text, '[]', '2026-11-23 00:00:00', '2026-11-23 00:00:00')"""
APPEAL_TEXT = "INSERT INTO appeal_text (id, text) VALUES (3, '路坏了')"
APPEAL = """INSERT INTO appeal
    (id, filer, enterprise_name, category, place, source, accused, confidential, text, files, stage, pings)
    VALUES (12, 1, '示例小店', 'roads', '', 'chat', '[]', false, 3, '[]', 'assign', '[]')"""
FACT = """INSERT INTO appeal_fact (appeal, position, kind, at)
    VALUES (12, 0, 'filed', '2026-12-31 18:00:00')"""  # UTC: in the district it is 2027 already
ON_TELEGRAM = (
    "INSERT INTO chat (id, channel, external, last_event) VALUES (7, 'telegram', '1:7', 3)",
    "INSERT INTO file (id, chat, name, kind, size, digest, width, height, at, state)"
    " VALUES ('f', 7, 'a.pdf', 'application/pdf', 1, '', 0, 0, '2026-11-23 00:00:00', 'waiting')",
    "INSERT INTO remote_chat (chat, carried, claimed_by, unreachable, menu) VALUES (7, 2, 'a', 'blocked', 'staff')",
    "INSERT INTO remote_message (chat, message, remote, possibly_twice, failed) VALUES (7, 1, '41', true, NULL)",
    "INSERT INTO remote_file (account, digest, kind, remote) VALUES ('telegram:1', 'd', 'photo', 'photo-1')",
    "INSERT INTO incoming_file (file, remote, tries, next_try_at) VALUES ('f', 'document-1', 1, '2026-11-23 00:00:00')",
)
WEB_CHAT = "INSERT INTO chat (id, channel, external, last_event) VALUES (7, 'web', 'a', 0)"
ACCOUNT = "INSERT INTO account (chat, person, used_at) VALUES (7, 1, '2026-11-23 00:00:00')"
WEB_SESSION = """INSERT INTO web_session (digest, chat, agent, created_at, seen_at, expires_at)
    VALUES ('d', 7, '', '2026-11-23 00:00:00', '2026-11-23 00:00:00', '2027-02-21 00:00:00')"""
REPRESENTS = "INSERT INTO represents (person, enterprise, since) VALUES (1, 1, '2026-11-23 00:00:00')"


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An address where no database is yet, or an empty one."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'new' / 'qinqing.db'}"
        return
    yield str(request.getfixturevalue("empty_postgres"))


def engine_of(url: str) -> Engine:
    return create_engine(url.replace("+aiosqlite", ""), poolclass=NullPool)


def test_the_migrations_lead_to_the_tables_of_the_code(url: str) -> None:
    migrate.upgrade(url)
    with engine_of(url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, whole_schema()) == []


def test_the_migrations_make_the_same_checks_and_defaults_as_the_code(tmp_path: Path) -> None:
    """SQLite keeps the text of its tables, so that everything can be compared."""
    migrate.upgrade(f"sqlite:///{tmp_path / 'migrated.db'}")
    made = create_engine(f"sqlite:///{tmp_path / 'made.db'}", poolclass=NullPool)
    whole_schema().create_all(made)
    assert _statements(engine_of(f"sqlite:///{tmp_path / 'migrated.db'}")) == _statements(made)


def test_migrating_again_changes_nothing(url: str) -> None:
    migrate.upgrade(url)
    assert migrate.current(url) == migrate.head()
    migrate.upgrade(url)
    assert migrate.current(url) == migrate.head()


def test_what_is_in_the_tables_is_kept_when_they_change(url: str) -> None:
    if url.startswith("sqlite"):
        Path(str(make_url(url).database)).parent.mkdir()
    with migrate.connected(url) as config:
        command.upgrade(config, "0002")
        config.attributes["connection"].execute(text(PERSON))
        config.attributes["connection"].execute(text(ENTERPRISE))
        config.attributes["connection"].execute(text(REPRESENTS))
    migrate.upgrade(url)
    with engine_of(url).connect() as connection:
        kept = connection.execute(
            text("SELECT name, checked, specialist FROM enterprise JOIN represents ON id = enterprise")
        )
        assert kept.all() == [("示例小店", 1, None)]


def test_what_waits_in_the_outbox_keeps_its_lane(url: str) -> None:
    if url.startswith("sqlite"):
        Path(str(make_url(url).database)).parent.mkdir()
    with migrate.connected(url) as config:
        command.upgrade(config, "0005")
        connection = config.attributes["connection"]
        connection.execute(text(PERSON))
        for lane, said in enumerate(("reminder", "news", "broadcast")):  # as they were numbered then
            connection.execute(text(MESSAGE), {"lane": lane, "text": said})
    migrate.upgrade(url)
    with engine_of(url).connect() as connection:
        kept = connection.execute(text("SELECT text, lane FROM outbox ORDER BY lane"))
        assert kept.all() == [("reminder", Lane.REMINDER), ("news", Lane.NEWS), ("broadcast", Lane.BROADCAST)]


def test_what_waits_about_an_appeal_knows_its_appeal_by_number(url: str) -> None:
    if url.startswith("sqlite"):
        Path(str(make_url(url).database)).parent.mkdir()
    with migrate.connected(url) as config:
        command.upgrade(config, "0005")
        connection = config.attributes["connection"]
        for statement in (PERSON, APPEAL_TEXT, APPEAL, FACT):
            connection.execute(text(statement))
        for key in ("appeal:12:1:filed→person:1", "account-bound:7:2026→person:1"):
            connection.execute(text(MESSAGE), {"lane": 1, "text": key})
    migrate.upgrade(url)
    with engine_of(url).connect() as connection:
        kept = connection.execute(text("SELECT subject, subject_number, subject_label FROM outbox ORDER BY id"))
        assert kept.all() == [("appeal", 12, "SQ-2027-00012"), (None, None, "")]


def test_what_is_known_of_chats_on_telegram_is_kept_under_its_new_names(url: str) -> None:
    if url.startswith("sqlite"):
        Path(str(make_url(url).database)).parent.mkdir()
    with migrate.connected(url) as config:
        command.upgrade(config, "0006")
        for statement in ON_TELEGRAM:
            config.attributes["connection"].execute(text(statement))
    migrate.upgrade(url)
    with engine_of(url).connect() as connection:
        for kept, row in {
            "chat, last_sent, claimed_by, sent_at, unreachable, menu FROM outbound_chat": (
                7, 2, "a", None, "blocked", "staff",
            ),
            "message, external_id, possibly_twice, failed FROM outbound_message": (1, "41", True, None),
            "account, digest, kind, external_id FROM outbound_file": ("telegram:1", "d", "photo", "photo-1"),
            "file, external_id, tries FROM incoming_file": ("f", "document-1", 1),
        }.items():  # fmt: skip
            assert connection.execute(text(f"SELECT {kept}")).all() == [row]


def test_devices_that_are_signed_in_stay_signed_in(url: str) -> None:
    """Their sessions and the chats' accounts begin with the same mark of rights."""
    if url.startswith("sqlite"):
        Path(str(make_url(url).database)).parent.mkdir()
    with migrate.connected(url) as config:
        command.upgrade(config, "0010")
    with engine_of(url).begin() as connection:
        for row in (PERSON, WEB_CHAT, ACCOUNT, WEB_SESSION):
            connection.execute(text(row))
    migrate.upgrade(url)
    with engine_of(url).connect() as connection:
        marks = "SELECT account.rights_mark, web_session.rights_mark, press, replaced FROM account JOIN web_session"
        assert connection.execute(text(f"{marks} USING (chat)")).all() == [("", "", None, None)]


def test_asking_for_the_version_makes_no_database(tmp_path: Path) -> None:
    assert migrate.current(f"sqlite:///{tmp_path / 'none.db'}") is None
    assert not (tmp_path / "none.db").exists()


def test_the_files_of_the_migrations_are_numbered_as_alembic_orders_them(tmp_path: Path) -> None:
    with migrate.connected(f"sqlite:///{tmp_path / 'qinqing.db'}") as config:
        scripts = list(ScriptDirectory.from_config(config).walk_revisions())
    assert migrate.known() == [script.revision for script in reversed(scripts)]


def test_several_processes_may_migrate_at_once(url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=migrate.upgrade, args=(url,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert migrate.current(url) == migrate.head()


def test_a_database_of_a_later_version_is_left_alone(url: str) -> None:
    migrate.upgrade(url)
    with engine_of(url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase, match="比这个程序新"):
        migrate.upgrade(url)
    assert migrate.current(url) == "9999"


def test_a_migration_that_fails_leaves_nothing_behind(url: str) -> None:
    if url.startswith("sqlite"):
        Path(str(make_url(url).database)).parent.mkdir()
    with pytest.raises(RuntimeError, match="power cut"):
        _upgrade_until_power_fails(url)
    assert migrate.current(url) is None
    assert inspect(engine_of(url)).get_table_names() == []


def _upgrade_until_power_fails(url: str) -> None:
    with migrate.connected(url) as config:
        command.upgrade(config, "head")
        raise RuntimeError("power cut")


def test_a_new_sqlite_file_is_for_its_owner_only_and_has_its_log(tmp_path: Path) -> None:
    file = tmp_path / "qinqing.db"
    migrate.upgrade(f"sqlite:///{file}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_rows_that_would_refer_to_nothing_stop_a_migration(tmp_path: Path) -> None:
    file = tmp_path / "qinqing.db"
    migrate.upgrade(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO account (chat, person, used_at) VALUES (7, 7, '2026-11-23 00:00:00')")
    with pytest.raises(RuntimeError, match="refer to nothing"):
        migrate.upgrade(f"sqlite:///{file}")


def test_every_module_with_tables_is_known_to_the_migrations() -> None:
    with_tables = {
        str(file.relative_to(ROOT)).removesuffix(".py").replace("/", ".")
        for package in ("appeals", "bot", "chats", "directory", "outbox", "people", "storage")
        for file in (ROOT / package).rglob("*.py")
        if "__tablename__ =" in file.read_text(encoding="utf-8")
    }
    assert with_tables == set(STORES)


def _statements(engine: Engine) -> dict[str, list[str]]:
    """The parts of the statement that made each table and index, whatever their order, spacing and quotes."""
    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    with engine.connect() as connection:
        plain = {name: " ".join(sql.replace('"', "").split()) for name, sql in connection.execute(text(query))}
    parts = {name: re.split(r", (?![^()]*\))", sql) for name, sql in plain.items()}
    return {name: sorted(part.removesuffix(" )") for part in found) for name, found in parts.items()}
