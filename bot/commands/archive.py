"""A backup archive: one tar file with a manifest, the database and the files it refers to; and how to verify it."""

import gzip
import hashlib
import os
import re
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Literal

from bot.commands import manifest as manifests
from bot.commands import sqlite_store
from bot.commands.manifest import BadArchive, Manifest
from storage import migrate

MANIFEST, DATABASE = "manifest.json", "qinqing.db"
FILE_NAME = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
CHUNK_BYTES = 1024 * 1024
MAX_MANIFEST_BYTES = 100 * CHUNK_BYTES
SPARE_BYTES = 100 * CHUNK_BYTES  # left free on the disk that an archive is extracted to
GZIP = b"\x1f\x8b"
_BROKEN = (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError, OverflowError, IndexError)
"""What tarfile and gzip raise for bytes that are not an archive; OSError is the disk's."""


def verify(archive: Path) -> Manifest:
    """Read the whole archive and compare its contents with its manifest."""
    return _read(archive, None)


def unpack(archive: Path, folder: Path) -> Manifest:
    """Verify the archive, extract it into ``folder`` and check the extracted database too."""
    manifest = _read(archive, folder)
    _check_schema(manifest.schema)
    _check_database(manifest, folder / DATABASE)
    return manifest


def _check_database(manifest: Manifest, database: Path) -> None:
    if not sqlite_store.is_sound(database):
        raise BadArchive("备份里的数据库不完整，文件已损坏")
    found = sqlite_store.contents(database)
    if found is None or found.rows != manifest.rows:
        raise BadArchive("备份里的数据库与清单（rows）不符，文件已损坏")
    if (found.schema, found.demo, found.files) != (manifest.schema, manifest.demo, _named(manifest)):
        raise BadArchive("备份里的数据库与清单（schema、demo、files、missing）不符，文件已损坏")


def _check_schema(schema: str) -> None:
    known = migrate.known()
    if schema > known[-1]:
        raise BadArchive(f"备份来自更新的版本（{schema}），这个版本读不懂，请换用新版本的程序恢复")
    if schema not in known:
        raise BadArchive(f"备份的清单里 schema 不对，{schema} 不是亲清的数据库版本")


def _named(manifest: Manifest) -> list[str]:
    return sorted(manifest.files + manifest.missing)


def words(manifest: Manifest) -> str:
    return f"诉求 {manifest.rows.get('appeal', 0)} 件，附件 {len(manifest.files)} 个"


def digest_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _read(archive: Path, folder: Path | None) -> Manifest:
    with _opened(archive) as tar:
        manifest = _manifest(tar.next(), tar)
        found: dict[str, str] = {}
        for member in islice(tar, 1, None):  # iterating begins anew with the manifest
            if member.name in found:
                raise BadArchive(f"备份里有两个 {member.name}，没有使用它")
            found[member.name] = _take(member, tar, folder)
    expected = {DATABASE: manifest.database} | {f"files/{one[:2]}/{one}": one for one in manifest.files}
    if found != expected:
        raise BadArchive("备份的内容与清单不符，文件已损坏")
    return manifest


@contextmanager
def _opened(archive: Path) -> Iterator[tarfile.TarFile]:
    """Only the two forms that backups have: plain and gzip. Anything unreadable in it is a BadArchive."""
    with archive.open("rb") as packed:
        mode: Literal["r:gz", "r:"] = "r:gz" if packed.read(len(GZIP)) == GZIP else "r:"
        packed.seek(0)
        try:
            with tarfile.open(fileobj=packed, mode=mode) as tar:
                yield tar
        except _BROKEN as error:
            raise BadArchive("不是亲清的备份文件，或文件不完整") from error


def _manifest(first: tarfile.TarInfo | None, tar: tarfile.TarFile) -> Manifest:
    """The manifest comes first, so that a file that is not a backup is refused before anything is extracted."""
    if first is None or first.name != MANIFEST or not _is_plain(first) or first.size > MAX_MANIFEST_BYTES:
        raise BadArchive("不是亲清的备份文件（里面没有清单）")
    return manifests.read(_content(first, tar).read())


def _take(member: tarfile.TarInfo, tar: tarfile.TarFile, folder: Path | None) -> str:
    """The digest of one archive member, extracted into ``folder`` if given. Only expected names are accepted."""
    if not _is_plain(member) or not (member.name == DATABASE or FILE_NAME.fullmatch(member.name)):
        raise BadArchive("备份里有不该有的内容，没有使用它")
    if folder is not None and member.size > shutil.disk_usage(folder).free - SPARE_BYTES:
        raise BadArchive(f"磁盘空间不够放下备份里的 {member.name}（{member.size / 1024**3:.1f} GB），请先清理磁盘")
    with _target(folder and folder / member.name) as written:
        return _copy(_content(member, tar), written)


def _copy(content: IO[bytes], written: IO[bytes]) -> str:
    """The digest of what was copied."""
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK_BYTES):
        digest.update(chunk)
        written.write(chunk)
    return digest.hexdigest()


def _is_plain(member: tarfile.TarInfo) -> bool:
    """Neither a link or device, nor a sparse file, of which a few bytes can become terabytes."""
    return member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()


@contextmanager
def _target(file: Path | None) -> Iterator[IO[bytes]]:
    """Where a member is written to, durable at the end."""
    if file is None:
        with Path(os.devnull).open("wb") as nowhere:
            yield nowhere
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600, exist_ok=False)
    with file.open("wb") as written:
        yield written
        written.flush()
        os.fsync(written.fileno())


def _content(member: tarfile.TarInfo, tar: tarfile.TarFile) -> IO[bytes]:
    content = tar.extractfile(member)
    assert content is not None  # called only for regular files
    return content
