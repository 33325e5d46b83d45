"""Files are stored by the digest of their content, once, whole, and spread over folders."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.files import FileStore


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


def test_a_file_is_read_back_by_its_digest(files: FileStore) -> None:
    digest = files.put("合同".encode())
    assert digest == sha256("合同".encode()).hexdigest()
    assert files.read(digest) == "合同".encode()


def test_storing_again_changes_nothing(files: FileStore) -> None:
    digest = files.put(b"x")
    written = files.path(digest).stat().st_mtime_ns
    assert files.put(b"x") == digest
    assert files.path(digest).stat().st_mtime_ns == written


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
