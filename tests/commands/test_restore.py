"""`qinqing restore`: everything is checked before anything moves, and a kill at any moment leaves old or new data."""

import os
import signal
import sqlite3
import sys
import tarfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import replacing
from bot.commands.replacing import Places
from bot.commands.restore import restore
from bot.commands.work_folder import locked
from storage.files import FileStore
from tests.commands.installation import CONTENT, DIGEST, Qinqing, everything, manifest_of, rows, with_manifest

NOW = datetime(2026, 11, 30, 1, tzinfo=UTC)
SLOW = [HealthCheck.function_scoped_fixture]


@pytest.mark.parametrize("ending", ["-wal", "-shm", ""])
def test_any_of_the_databases_files_that_is_there_alone_is_moved_aside(
    qinqing: Qinqing, installation: Path, backup: Path, ending: str
) -> None:
    before = rows(installation)
    installation.unlink()
    orphan = installation.with_name(installation.name + ending)
    orphan.write_bytes(_log_of_another_database(installation.parent.parent))
    code, _, said = qinqing("restore", str(backup))
    assert (code, str(orphan) in said, "--force" in said) == (1, True, True)
    code, said, complaint = qinqing("restore", str(backup), "--force")
    assert (code, complaint) == (0, "")
    assert rows(installation) == before
    (old,) = (one for one in installation.parent.iterdir() if one.name.startswith("qinqing.db.before-"))
    assert old.name.endswith(ending)
    assert old.name.removesuffix(ending) in said


def _log_of_another_database(folder: Path) -> bytes:
    """A write-ahead log that SQLite would apply to whatever lies beside it."""
    with closing(sqlite3.connect(folder / "other.db")) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE other AS SELECT randomblob(9000) AS noise")
        connection.commit()
        return (folder / "other.db-wal").read_bytes()


def test_a_backup_is_restored_if_it_is_the_one_that_was_meant(
    qinqing: Qinqing, installation: Path, backup: Path
) -> None:
    digest = sha256(backup.read_bytes()).hexdigest()
    before = everything(installation.parent)
    code, _, said = qinqing("restore", str(backup), "--force", "--digest", "0" * 64)
    assert (code, digest in said, "0" * 64 in said) == (1, True, True)
    code, _, said = qinqing("restore", str(backup), "--force", "--digest", "abc")
    assert (code, "abc" in said, "64" in said) == (1, True, True)
    assert everything(installation.parent) == before
    assert qinqing("restore", str(backup), "--force", "--digest", f"SHA256:{digest.upper()}")[0] == 0


def test_a_manifest_that_promises_something_else_is_refused_before_anything_moves(
    qinqing: Qinqing, installation: Path, backup: Path
) -> None:
    before, good = everything(installation.parent), manifest_of(backup)
    for name, value, told in (
        ("format", 2, "更新的版本"),
        ("made_at", "9999-12-31T23:59:59+00:00", "made_at"),
        ("schema", "9999", "更新的版本"),
        ("schema", "0000", "schema"),
        ("schema", "0001", "schema"),
        ("demo", not good["demo"], "demo"),
        ("database", "0" * 64, "与清单不符"),
        ("rows", {"appeal": 0}, "rows"),
        ("files", [], "与清单不符"),
        ("missing", ["0" * 64], "missing"),
    ):
        bad = with_manifest(backup, backup.with_name("bad.tar"), {**good, name: value})
        code, said, complaint = qinqing("restore", str(bad), "--force")
        assert (code, said, told in complaint, "没有改动" in complaint) == (1, "", True, True), complaint
        assert everything(installation.parent) == before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)
NAMES = ("format", "made_at", "schema", "demo", "database", "rows", "files", "missing", "new")


@given(changes=st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), JSON, min_size=1, max_size=3))
@settings(max_examples=40, suppress_health_check=SLOW, deadline=None)
def test_no_manifest_does_worse_than_a_sentence(
    qinqing: Qinqing, installation: Path, backup: Path, changes: dict[str, Any]
) -> None:
    bad = with_manifest(backup, backup.with_name("bad.tar"), {**manifest_of(backup), **changes})
    _refused_or_restored(qinqing, installation, bad)


@given(noise=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=40)), min_size=1))
@settings(max_examples=40, suppress_health_check=SLOW, deadline=None)
def test_no_archive_does_worse_than_a_sentence(
    qinqing: Qinqing, installation: Path, backup: Path, noise: list[tuple[float, bytes]]
) -> None:
    bad = bytearray(backup.read_bytes())
    for place, some in noise:
        start = int(place * 4096) if len(some) % 2 else int(place * len(bad))  # half of it into the first headers
        bad[start : start + len(some)] = some
    backup.with_name("bad.tar").write_bytes(bad)
    _refused_or_restored(qinqing, installation, backup.with_name("bad.tar"))


def _refused_or_restored(qinqing: Qinqing, installation: Path, bad: Path) -> None:
    before, had = everything(installation.parent), rows(installation)
    code, said, complaint = qinqing("restore", str(bad), "--force")
    if code == 0:
        assert rows(installation) == had, "only what the manifest vouches for"
        for old in [old for old in installation.parent.iterdir() if ".before-" in old.name]:
            old.rename(installation.parent.parent / os.urandom(8).hex())
        return
    assert (code, said) == (1, "")
    assert "没有改动" in complaint
    assert everything(installation.parent) == before


def test_a_file_of_zeros_without_end_is_not_unpacked(qinqing: Qinqing, installation: Path, backup: Path) -> None:
    with tarfile.open(backup) as tar, tarfile.open(backup.with_name("bad.tar.gz"), "w:gz") as made:
        first = tar.next()
        assert first is not None
        made.addfile(first, tar.extractfile(first))
        large = tarfile.TarInfo("qinqing.db")
        large.size = 2**50
        made.fileobj.write(large.tobuf(tarfile.GNU_FORMAT))
    code, _, said = qinqing("restore", str(backup.with_name("bad.tar.gz")), "--force")
    assert (code, "磁盘空间不够" in said) == (1, True)


def test_the_same_member_twice_is_refused(qinqing: Qinqing, installation: Path, backup: Path) -> None:
    with tarfile.open(backup, "a") as tar:
        tar.addfile(tarfile.TarInfo(f"files/{DIGEST[:2]}/{DIGEST}"))
    code, _, said = qinqing("restore", str(backup), "--force")
    assert (code, "有两个" in said) == (1, True)


def test_while_one_restores_others_wait(qinqing: Qinqing, installation: Path, backup: Path) -> None:
    work = installation.with_name(".restore-qinqing.db")
    work.mkdir()
    with locked(work):
        for words in (("restore", str(backup), "--force"), ("backup", "x.tar"), ("migrate",)):
            code, _, said = qinqing(*words)
            assert (code, "正在从备份恢复" in said) == (1, True)
    assert qinqing("restore", str(backup), "--force")[0] == 0
    assert not work.exists()


def test_what_killed_restores_of_earlier_releases_left_is_swept(
    qinqing: Qinqing, installation: Path, backup: Path
) -> None:
    left = installation.with_name(".restore-x8_4kq2z")
    left.mkdir()
    (left / "qinqing.db").write_bytes(b"confidential")
    assert qinqing("migrate")[0] == 0
    assert not left.exists()


def test_names_of_data_moved_aside_are_never_taken_twice(installation: Path, backup: Path, files: FileStore) -> None:
    places = Places(installation, files.folder)
    moved = [restore(backup, places, NOW, force=True)[1] for _ in range(3)]
    assert len({place for one in moved for place in one}) == 6
    assert all(place.exists() for one in moved for place in one)


def test_a_kill_at_any_moment_leaves_the_old_or_the_new_data(
    installation: Path, backup: Path, files: FileStore
) -> None:
    """The child dies at its first, second, third … change of a name or file, until it lives to the end."""
    places = Places(installation, files.folder)
    old = _later_state(installation, files)
    ways = set()
    for moment in range(1, 200):
        ended = _in_child(partial(_restore_and_die, moment, backup, places))
        replacing.finish(places)
        state = rows(installation)
        is_new = not any("later" in line for line in state)
        assert files.read(DIGEST) == CONTENT
        assert is_new or state == old
        assert [one.name for one in installation.parent.iterdir() if one.name.startswith(".restore")] == []
        ways.add((ended, is_new))
        if ended == 0:
            break
        if is_new:
            _bring_back(installation, files)
    assert ways == {(-signal.SIGKILL, False), (-signal.SIGKILL, True), (0, True)}


def _later_state(installation: Path, files: FileStore) -> list[str]:
    with closing(sqlite3.connect(installation)) as connection, connection:
        connection.execute("UPDATE chat SET external = 'later'")
    files.put(b"a later file")
    return rows(installation)


def _bring_back(installation: Path, files: FileStore) -> None:
    """What was moved aside is whole: put it back, as an operator would."""
    (aside,) = (one for one in installation.parent.iterdir() if one.name.startswith("qinqing.db.before-"))
    assert any("later" in line for line in rows(aside))
    (kept,) = (one for one in installation.parent.iterdir() if one.name.startswith("files.before-"))
    assert FileStore(kept).read(sha256(b"a later file").hexdigest()) == b"a later file"
    aside.replace(installation)
    for one in sorted(files.folder.rglob("*"), reverse=True):
        one.rmdir() if one.is_dir() else one.unlink()
    files.folder.rmdir()
    kept.rename(files.folder)


def _in_child(act: Callable[[], object]) -> int:
    """How the child ended: 0, or minus the signal that killed it. Nothing is open here that a fork could break."""
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


CHANGES = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "shutil.move")


def _restore_and_die(moment: int, backup: Path, places: Places) -> None:
    """Runs in a process of its own, which is killed before its change number ``moment``."""
    changes = iter(range(1, moment))

    def count(event: str, given: tuple[object, ...]) -> None:
        writes = event == "open" and isinstance(given[2], int) and given[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if (event in CHANGES or writes) and next(changes, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    restore(backup, places, NOW, force=True)


def test_the_next_start_completes_a_restore_that_was_killed(
    qinqing: Qinqing, installation: Path, backup: Path, files: FileStore
) -> None:
    before = rows(installation)
    _later_state(installation, files)
    _in_child(partial(_restore_and_die_halfway, backup, Places(installation, files.folder)))
    assert not installation.exists()
    code, _, said = qinqing("migrate")
    assert (code, "现在已经完成" in said) == (0, True)
    assert rows(installation) == before


def _restore_and_die_halfway(backup: Path, places: Places) -> None:
    def watch(event: str, given: tuple[object, ...]) -> None:
        if event == "os.rename" and str(given[1]) == str(places.database):
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    restore(backup, places, NOW, force=True)
