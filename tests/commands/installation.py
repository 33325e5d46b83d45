"""An installation with a chat that has sent one file, its backup, and what can be asked of both; for backup's tests."""

import io
import json
import sqlite3
import tarfile
from collections.abc import Callable, Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from storage.files import FileStore

Qinqing = Callable[..., tuple[int, str, str]]

CONTENT = b"a photo of a licence"
DIGEST = sha256(CONTENT).hexdigest()


@pytest.fixture
def installation(qinqing: Qinqing, database: Path, files: FileStore) -> Path:
    """A database with a chat that has sent one file."""
    qinqing("migrate")
    files.put(CONTENT)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("INSERT INTO chat (channel, external, last_event) VALUES ('web', 'one', 0)")
        connection.execute(
            "INSERT INTO file (id, chat, name, kind, size, digest, width, height, at)"
            " VALUES ('f', 1, '执照.jpg', 'image/jpeg', 20, ?, 0, 0, '2026-11-23 01:00:00')",
            (DIGEST,),
        )
    return database


@pytest.fixture
def files(config: Path) -> FileStore:
    return FileStore(config.parent / "data" / "files")


@pytest.fixture
def backup(qinqing: Qinqing, installation: Path, tmp_path: Path) -> Path:
    assert qinqing("backup", str(tmp_path / "b.tar"))[0] == 0
    return tmp_path / "b.tar"


def rows(database: Path) -> list[str]:
    """Everything in the tables, as SQL."""
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def everything(folder: Path) -> dict[str, bytes | None]:
    """All that lies in a folder, byte for byte; folders are None."""
    return {
        str(one.relative_to(folder)): one.read_bytes() if one.is_file() else None for one in sorted(folder.rglob("*"))
    }


def content(tar: tarfile.TarFile, name: str) -> bytes:
    found = tar.extractfile(name)
    assert found is not None
    return found.read()


def manifest_of(backup: Path) -> dict[str, Any]:
    with tarfile.open(backup) as tar:
        found: dict[str, Any] = json.loads(content(tar, "manifest.json"))
        return found


def with_manifest(backup: Path, target: Path, manifest: bytes | Mapping[str, Any]) -> Path:
    """A copy of the backup whose manifest says something else."""
    said = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
    with tarfile.open(backup) as tar, tarfile.open(target, "w:") as made:
        for member in tar:
            inside = said if member.name == "manifest.json" else content(tar, member.name)
            member.size = len(inside)
            made.addfile(member, io.BytesIO(inside))
    return target
