"""Files are stored by the digest of their content, once, whole, and spread over folders."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.files import FileStore

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def test_a_file_is_read_back_by_its_digest(files: FileStore) -> None:
    digest = files.put("合同".encode())
    assert digest == sha256("合同".encode()).hexdigest()
    assert files.read(digest) == "合同".encode()


def test_storing_again_changes_nothing(files: FileStore) -> None:
    digest = files.put(b"x")
    written = files.path(digest).stat().st_ino
    assert files.put(b"x") == digest
    assert files.path(digest).stat().st_ino == written


def test_files_are_spread_by_the_first_two_digits(files: FileStore) -> None:
    digest = files.put(b"x")
    assert files.path(digest) == files.folder / digest[:2] / digest


def test_nothing_half_written_stays_behind(files: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="disk full"):
        files.put(b"x")
    assert [path for path in files.folder.rglob("*") if path.is_file()] == []


def test_many_may_store_the_same_at_once(files: FileStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(files.put, [b"x" * 100_000] * 40))
    assert len(digests) == 1
    assert [path.name for path in files.folder.rglob("*") if path.is_file()] == list(digests)


@given(st.text(max_size=70))
def test_only_a_digest_names_a_file(name: str) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        FileStore(Path("files")).path(name)


def test_a_path_out_of_the_folder_is_no_digest(files: FileStore) -> None:
    with pytest.raises(ValueError, match="not a digest"):
        files.read("../../../etc/passwd")


def aged(files: FileStore, content: bytes, at: datetime) -> str:
    digest = files.put(content)
    os.utime(files.path(digest), (at.timestamp(), at.timestamp()))
    return digest


def test_only_what_is_older_is_listed(files: FileStore) -> None:
    old = aged(files, b"old", NOON - timedelta(hours=2))
    aged(files, b"new", NOON)
    assert [digest for some in files.older_than(NOON - timedelta(hours=1)) for digest in some] == [old]


def test_what_is_removed_is_moved_aside_and_deleted_later(files: FileStore) -> None:
    digest = aged(files, b"x", NOON)
    assert files.remove(digest, NOON + timedelta(hours=1))
    assert not files.path(digest).exists()
    assert (files.folder / "removed" / digest).read_bytes() == b"x"
    files.clear(removed_before=datetime.now(UTC) + timedelta(days=1), begun_before=NOON)
    assert not (files.folder / "removed" / digest).exists()


def test_what_was_stored_again_meanwhile_is_not_removed(files: FileStore) -> None:
    digest = aged(files, b"x", NOON)
    files.put(b"x")
    assert not files.remove(digest, NOON + timedelta(hours=1))
    assert files.read(digest) == b"x"


def test_half_files_of_a_dead_process_are_deleted(files: FileStore) -> None:
    half = files.path(files.put(b"x")).with_name(".new-half")
    half.write_bytes(b"y")
    files.clear(removed_before=NOON, begun_before=datetime.now(UTC) + timedelta(days=1))
    assert not half.exists()
    assert files.put(b"x")


def test_a_disk_that_is_nearly_full_has_no_room(files: FileStore, monkeypatch: pytest.MonkeyPatch) -> None:
    assert files.has_room()
    monkeypatch.setattr("storage.files.FULL_BELOW_BYTES", 2**62)
    assert not files.has_room()
