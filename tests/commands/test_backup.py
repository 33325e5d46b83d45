"""`qinqing backup` and `qinqing restore`: complete, verified, while the service runs, and without overwriting."""

import io
import json
import os
import sqlite3
import stat
import subprocess
import sys
import tarfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands.work_folder import locked
from storage.files import FileStore
from tests.commands.installation import CONTENT, DIGEST, Qinqing, content, rows


def clear(database: Path, files: FileStore) -> None:
    database.unlink()
    files.path(DIGEST).unlink()
    files.path(DIGEST).parent.rmdir()


@pytest.mark.parametrize("name", ["b.tar", "b.tar.gz"])
def test_what_was_backed_up_comes_back(
    qinqing: Qinqing, installation: Path, files: FileStore, tmp_path: Path, name: str
) -> None:
    before = rows(installation)
    code, said, _ = qinqing("backup", str(tmp_path / name))
    assert code == 0
    assert "附件 1 个" in said
    clear(installation, files)
    code, said, complaint = qinqing("restore", str(tmp_path / name))
    assert (code, complaint) == (0, "")
    assert rows(installation) == before
    assert files.read(DIGEST) == CONTENT
    assert stat.S_IMODE(installation.stat().st_mode) == 0o600
    assert qinqing("migrate")[0] == 0


def test_a_backup_is_for_its_owner_only_and_names_no_account(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with tarfile.open(backup) as tar:
        assert {(member.uname, member.uid, member.mode) for member in tar} == {("", 0, 0o600)}


def test_the_digest_that_is_printed_is_what_sha256sum_prints(
    qinqing: Qinqing, installation: Path, tmp_path: Path
) -> None:
    _, said, _ = qinqing("backup", str(tmp_path / "b.tar.gz"))
    assert sha256((tmp_path / "b.tar.gz").read_bytes()).hexdigest() in said
    assert "--digest" in said


def test_what_a_killed_backup_left_is_swept_and_what_lives_is_left_alone(
    qinqing: Qinqing, installation: Path, tmp_path: Path
) -> None:
    for name in (".backup-old.tar", ".backup-a1b2c3d4", ".backup-living.tar"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "qinqing.db").write_bytes(b"confidential")
    with locked(tmp_path / ".backup-living.tar"):
        assert qinqing("backup", str(tmp_path / "b.tar"))[0] == 0
        assert sorted(os.listdir(tmp_path)) == [".backup-living.tar", "b.tar", "config.toml", "data"]
        code, _, said = qinqing("backup", str(tmp_path / "living.tar"))
    assert (code, "正在写这个文件" in said) == (1, True)


def test_nothing_is_left_lying_beside_the_backup(backup: Path) -> None:
    assert sorted(os.listdir(backup.parent)) == ["b.tar", "config.toml", "data"]


def test_an_existing_file_is_never_written_over(qinqing: Qinqing, backup: Path) -> None:
    before = backup.read_bytes()
    code, _, said = qinqing("backup", str(backup))
    assert code == 1
    assert "没有覆盖" in said
    assert backup.read_bytes() == before


def test_files_that_are_waited_for_or_were_refused_do_not_stop_a_backup(
    qinqing: Qinqing, installation: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(installation)) as connection, connection:
        connection.execute("INSERT INTO chat VALUES (77, 'telegram', '1:7', 0)")
        connection.execute(
            "INSERT INTO file (id, chat, name, kind, size, digest, width, height, at, state)"
            " VALUES ('waiting', 77, 'a.pdf', 'application/pdf', 1, '', 0, 0, '2026-11-23 00:00:00', 'waiting')"
        )
    code, _, said = qinqing("backup", str(tmp_path / "waiting.tar"))
    assert code == 0, said


def test_a_backup_of_nothing_is_refused(qinqing: Qinqing, tmp_path: Path) -> None:
    code, _, said = qinqing("backup", str(tmp_path / "b.tar"))
    assert code == 1
    assert "还没有这个数据库" in said
    assert not (tmp_path / "b.tar").exists()


def test_a_folder_that_is_not_there_is_told(qinqing: Qinqing, installation: Path, tmp_path: Path) -> None:
    assert "没有这个文件夹" in qinqing("backup", str(tmp_path / "none" / "b.tar"))[2]


def test_a_file_that_is_missing_or_damaged_is_told_and_the_rest_saved(
    qinqing: Qinqing, installation: Path, files: FileStore, tmp_path: Path
) -> None:
    files.path(DIGEST).write_bytes(b"something else")
    code, _, said = qinqing("backup", str(tmp_path / "b.tar"))
    assert code == 0
    assert "有 1 个在文件夹里找不到或已损坏" in said
    with tarfile.open(tmp_path / "b.tar") as tar:
        manifest = json.loads(content(tar, "manifest.json"))
    assert manifest["missing"] == [DIGEST]
    assert manifest["files"] == []


def test_a_damaged_database_is_not_saved_as_if_it_were_whole(
    qinqing: Qinqing, installation: Path, tmp_path: Path
) -> None:
    with installation.open("r+b") as file:
        file.seek(8192)
        file.write(os.urandom(40_000))
    code, _, said = qinqing("backup", str(tmp_path / "b.tar"))
    assert code == 1
    assert "qinqing doctor" in said
    assert not (tmp_path / "b.tar").exists()


def test_a_database_that_reads_well_but_breaks_its_own_rules_is_not_saved(
    qinqing: Qinqing, installation: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(installation)) as connection, connection:
        connection.execute("INSERT INTO inbox VALUES (1, 1, 'a', '{}', 'new', '2026-11-23 01:00:00', NULL, 0)")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'error VARCHAR', 'error VARCHAR NOT NULL')")
    code, _, said = qinqing("backup", str(tmp_path / "b.tar"))
    assert code == 1
    assert "已损坏" in said


WRITER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
connection.execute("PRAGMA synchronous=OFF")
for number in range(10_000_000):
    connection.execute("BEGIN IMMEDIATE")
    made = connection.execute("INSERT INTO chat VALUES (NULL, 'web', ?, 1)", (f"w{number}",)).lastrowid
    connection.execute("INSERT INTO chat_event VALUES (?, 1, 'send', 1, '{}', '2026-11-23', 0)", (made,))
    connection.execute("COMMIT")
    if number == 100:
        print("writing", flush=True)
"""


def test_a_backup_taken_while_others_write_is_one_moment(qinqing: Qinqing, installation: Path, tmp_path: Path) -> None:
    """The writer always adds a chat and its first event together: no backup holds one without the other."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(installation)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        try:
            for number in range(5):
                assert qinqing("backup", str(tmp_path / f"{number}.tar"))[0] == 0
        finally:
            writer.kill()
    counts = []
    for number in range(5):
        with tarfile.open(tmp_path / f"{number}.tar") as tar:
            manifest = json.loads(content(tar, "manifest.json"))
        assert manifest["rows"]["chat"] - 1 == manifest["rows"]["chat_event"]
        counts.append(manifest["rows"]["chat"])
    assert counts == sorted(counts), "none holds less than the one before"


def test_existing_data_is_not_replaced_without_force(qinqing: Qinqing, installation: Path, backup: Path) -> None:
    before = rows(installation)
    code, _, said = qinqing("restore", str(backup))
    assert code == 1
    assert "--force" in said
    assert rows(installation) == before


def test_with_force_what_was_there_is_moved_aside(
    qinqing: Qinqing, installation: Path, backup: Path, files: FileStore
) -> None:
    with closing(sqlite3.connect(installation)) as connection, connection:
        connection.execute("UPDATE chat SET external = 'later'")
    code, said, _ = qinqing("restore", str(backup), "--force")
    assert code == 0
    (old,) = [file for file in installation.parent.iterdir() if file.name.startswith("qinqing.db.before-")]
    (old_files,) = [folder for folder in installation.parent.iterdir() if folder.name.startswith("files.before-")]
    assert str(old) in said
    assert any("later" in line for line in rows(old))
    assert not any("later" in line for line in rows(installation))
    assert FileStore(old_files).read(DIGEST) == files.read(DIGEST) == CONTENT


def test_a_database_in_use_is_not_moved_away(qinqing: Qinqing, installation: Path, backup: Path) -> None:
    with closing(sqlite3.connect(installation)) as running:
        running.execute("SELECT count(*) FROM chat").fetchone()
        code, _, said = qinqing("restore", str(backup), "--force")
    assert code == 1
    assert "正在被使用" in said
    assert any("one" in line for line in rows(installation))


def test_a_backup_of_a_later_version_is_refused(qinqing: Qinqing, installation: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(installation)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    qinqing("backup", str(tmp_path / "b.tar"))
    code, _, said = qinqing("restore", str(tmp_path / "b.tar"), "--force")
    assert code == 1
    assert "更新的版本" in said
    assert installation.is_file()


def test_a_demos_backup_says_that_it_is_one(qinqing: Qinqing, installation: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(installation)) as connection, connection:
        connection.execute("UPDATE meta SET value = 'yes' WHERE key = 'demo'")
    qinqing("backup", str(tmp_path / "b.tar"))
    assert "演示库" in qinqing("restore", str(tmp_path / "b.tar"), "--force")[1]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (b"", "不是亲清的备份文件"),
        (b"plain text, no archive at all", "不是亲清的备份文件"),
        (b"\x1f\x8b broken gzip", "不是亲清的备份文件"),
    ],
)
def test_what_is_no_backup_is_refused(
    qinqing: Qinqing, installation: Path, tmp_path: Path, bad: bytes, said: str
) -> None:
    (tmp_path / "bad").write_bytes(bad)
    before = rows(installation)
    code, _, complaint = qinqing("restore", str(tmp_path / "bad"), "--force")
    assert code == 1
    assert said in complaint
    assert rows(installation) == before


def test_what_is_no_file_is_refused(qinqing: Qinqing, tmp_path: Path) -> None:
    assert "没有这个文件" in qinqing("restore", str(tmp_path / "none"))[2]
    assert "文件夹" in qinqing("restore", str(tmp_path))[2]


@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_backup_damaged_anywhere_is_refused_or_comes_back_whole(
    qinqing: Qinqing, installation: Path, backup: Path, place: float, flip: int
) -> None:
    bad = bytearray(backup.read_bytes())
    bad[int(place * len(bad))] ^= flip
    damaged = backup.with_name("damaged.tar")
    damaged.write_bytes(bad)
    before = rows(installation)
    code, _, said = qinqing("restore", str(damaged), "--force")
    assert rows(installation) == before
    assert code in (0, 1)
    assert bool(said) == (code == 1)
    for old in [old for old in installation.parent.iterdir() if ".before-" in old.name]:
        old.rename(installation.parent / f"{os.urandom(8).hex()}")


@given(length=st.floats(0, 1, exclude_max=True))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_backup_cut_short_is_refused(qinqing: Qinqing, installation: Path, backup: Path, length: float) -> None:
    content = backup.read_bytes().rstrip(b"\0")
    backup.with_name("cut.tar").write_bytes(content[: int(length * len(content))])
    assert qinqing("restore", str(backup.with_name("cut.tar")), "--force")[0] == 1


@pytest.mark.parametrize(
    "member", ["../escaped", "/etc/escaped", "files/../../escaped", "files/ab/short", "extra", "qinqing.db"]
)
def test_an_archive_with_anything_else_in_it_is_refused(
    qinqing: Qinqing, installation: Path, backup: Path, member: str
) -> None:
    with tarfile.open(backup, "a") as tar:
        info = tarfile.TarInfo(member)
        info.size = 4
        tar.addfile(info, io.BytesIO(b"evil"))
    code, _, said = qinqing("restore", str(backup), "--force")
    assert code == 1
    assert "备份" in said
    assert not (installation.parent / "escaped").exists()


def test_a_link_in_an_archive_is_refused(qinqing: Qinqing, installation: Path, backup: Path) -> None:
    with tarfile.open(backup, "a") as tar:
        info = tarfile.TarInfo(f"files/{'a' * 2}/{'a' * 64}")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    assert qinqing("restore", str(backup), "--force")[0] == 1


def test_for_postgresql_it_says_pg_dump(qinqing: Qinqing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QINQING_DATABASE__URL", "postgresql://q:geheim@db/qinqing")
    code, _, said = qinqing("backup", str(tmp_path / "b.tar"))
    assert code == 1
    assert "pg_dump" in said
    assert "geheim" not in said
    assert "pg_restore" in qinqing("restore", str(tmp_path / "b.tar"))[2]
