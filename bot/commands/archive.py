"""A backup archive: one tar file with a manifest, the database and the files it refers to; and how to verify it."""

import gzip
import hashlib
import json
import os
import re
import tarfile
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from bot.commands import sqlite_store

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "qinqing.db"
FILE_NAME = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of a backup, so that it can be verified before it replaces anything."""

    format: int
    made_at: str
    schema: str  # id of the last migration
    demo: bool
    database: str  # SHA-256 of the database file
    rows: dict[str, int]  # number of rows by table
    files: list[str]  # digests, each also the file's name
    missing: list[str]  # digests that the database refers to but that were not in the folder

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


class BadArchive(Exception):
    """Not a backup of this product, or a damaged one; the message says what is wrong."""


def verify(archive: Path) -> Manifest:
    """Read the whole archive and compare its contents with its manifest."""
    return _read(archive, None)


def unpack(archive: Path, folder: Path) -> Manifest:
    """Verify the archive, extract it into ``folder`` and check the extracted database too."""
    manifest = _read(archive, folder)
    database = folder / DATABASE
    if not sqlite_store.is_sound(database) or sqlite_store.count_rows(database) != manifest.rows:
        raise BadArchive("备份里的数据库不完整，文件已损坏")
    return manifest


def words(manifest: Manifest) -> str:
    return f"诉求 {manifest.rows.get('appeal', 0)} 件，附件 {len(manifest.files)} 个"


def digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _read(archive: Path, folder: Path | None) -> Manifest:
    try:
        with tarfile.open(archive, "r:*") as tar:
            manifest = _manifest(tar.next(), tar)
            found = {member.name: _take(member, tar, folder) for member in tar if member.name != MANIFEST}
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, FileExistsError) as error:
        raise BadArchive("不是亲清的备份文件，或文件不完整") from error
    expected = {DATABASE: manifest.database} | {f"files/{one[:2]}/{one}": one for one in manifest.files}
    if found != expected:
        raise BadArchive("备份的内容与清单不符，文件已损坏")
    return manifest


def _manifest(first: tarfile.TarInfo | None, tar: tarfile.TarFile) -> Manifest:
    """The manifest comes first, so that a file that is not a backup is refused before anything is extracted."""
    if first is None or first.name != MANIFEST or not first.isfile() or first.size > 100 * CHUNK_BYTES:
        raise BadArchive("不是亲清的备份文件（里面没有清单）")
    try:
        said = json.loads(_content(first, tar).read())
        if isinstance(said, dict) and isinstance(said.get("format"), int) and said["format"] > FORMAT:
            raise BadArchive("备份来自更新的版本，请用新版本的程序恢复")
        return Manifest(**said)
    except (ValueError, TypeError) as error:
        raise BadArchive("备份的清单读不懂，文件可能已损坏") from error


def _take(member: tarfile.TarInfo, tar: tarfile.TarFile, folder: Path | None) -> str:
    """The digest of one archive member, extracted into ``folder`` if given. Only expected names are accepted."""
    if not member.isfile() or not (member.name == DATABASE or FILE_NAME.fullmatch(member.name)):
        raise BadArchive("备份里有不该有的内容，没有使用它")
    digest = hashlib.sha256()
    with _target(folder and folder / member.name) as written:
        content = _content(member, tar)
        while chunk := content.read(CHUNK_BYTES):
            digest.update(chunk)
            written.write(chunk)
    return digest.hexdigest()


def _target(file: Path | None) -> IO[bytes]:
    if file is None:
        return Path(os.devnull).open("wb")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    return file.open("wb")


def _content(member: tarfile.TarInfo, tar: tarfile.TarFile) -> IO[bytes]:
    content = tar.extractfile(member)
    assert content is not None  # called only for regular files
    return content
