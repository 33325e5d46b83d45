"""`qinqing backup FILE`: a consistent archive of database and received files, made while the service keeps running."""

import argparse
import io
import os
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import make_url

from bot.commands import archive, sqlite_store, work_folder
from bot.commands.archive import DATABASE, MANIFEST
from bot.commands.finishing import finish_restore
from bot.commands.manifest import FORMAT, BadArchive, Manifest
from bot.commands.report_errors import CommandFailed, add_config_argument, load_config, report_errors, sqlite_file
from bot.config.model import Config
from storage.files import FileStore

PREFIX = ".backup-"  # of the folder in which a backup is made, beside it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="备份文件，例如 qinqing.tar；以 .gz 结尾则压缩")
    add_config_argument(parser)


@report_errors
def main(args: argparse.Namespace) -> int:
    config = load_config(args)
    database = sqlite_file(config)
    if database is None:
        raise CommandFailed(_by_pg_dump(config, args.file))
    finish_restore(config)
    if not database.is_file():
        raise CommandFailed(f"{database}：还没有这个数据库，没有可备份的内容。")
    manifest = back_up(database, FileStore(config.files.folder), args.file, datetime.now(UTC))
    _tell(manifest, args.file)
    return 0


def _tell(manifest: Manifest, file: Path) -> None:
    size = f"{file.stat().st_size / 1024**2:.1f} MB"
    print(f"已备份到 {file}（{size}）：{archive.words(manifest)}。")
    print(f"校验值（SHA-256）：{archive.digest_of(file)}")
    if manifest.missing:
        print(f"注意：数据库提到的附件有 {len(manifest.missing)} 个在文件夹里找不到或已损坏。", file=sys.stderr)
    print("备份里有保密诉求和个人信息，请妥善保管，并复制到另一台机器上。")
    print("校验值请另外记下：恢复时用 --digest 核对，就知道备份没有被人改过。")


def back_up(database: Path, files: FileStore, target: Path, now: datetime) -> Manifest:
    """Never overwrites anything: ``target`` appears complete and verified, or not at all."""
    if target.exists():
        raise CommandFailed(f"{target}：已经有这个文件，没有覆盖它。请换一个文件名。")
    if not target.absolute().parent.is_dir():
        raise CommandFailed(f"{target.absolute().parent}：没有这个文件夹。请先建好，或换一个位置。")
    with _work_folder(target.absolute()) as folder:
        copy, packed = folder / DATABASE, folder / "packed"
        _copy_database(database, copy)
        manifest = _described(copy, files, now)  # database first: files are only ever added, never changed
        _pack(manifest, copy, files, packed, gz=target.suffix in (".gz", ".tgz"))
        _verify(packed)
        _publish(packed, target)
    return manifest


@contextmanager
def _work_folder(target: Path) -> Iterator[Path]:
    """Beside the target; what killed backups have left there is swept."""
    work_folder.sweep_unlocked(target.parent)
    work_folder.sweep_beside(target.parent, PREFIX)
    try:
        with work_folder.work_folder(target.with_name(PREFIX + target.name)) as folder:
            yield folder
    except work_folder.InUse:
        raise CommandFailed(f"{target}：另一个 qinqing backup 正在写这个文件，请等它完成。") from None


def _copy_database(database: Path, copy: Path) -> None:
    """Copy a consistent snapshot; writers are not blocked."""
    sqlite_store.copy(database, copy)
    if not sqlite_store.is_sound(copy):
        raise CommandFailed(f"{database}：数据库已损坏，没有备份。请运行 qinqing doctor，并从以前的备份恢复。")


def _described(copy: Path, files: FileStore, now: datetime) -> Manifest:
    known = _contents(copy)
    there = [digest for digest in known.files if _is_whole(files.path(digest), digest)]
    return Manifest(
        format=FORMAT,
        made_at=now.isoformat(timespec="seconds"),
        schema=known.schema,
        demo=known.demo,
        database=archive.digest_of(copy),
        rows=known.rows,
        files=there,
        missing=sorted(set(known.files) - set(there)),
    )


def _contents(copy: Path) -> sqlite_store.Contents:
    found = sqlite_store.contents(copy)
    if found is None:
        raise CommandFailed("这个数据库里没有亲清的表，没有备份。请核对 [database] 的 url。")
    return found


def _is_whole(file: Path, digest: str) -> bool:
    return file.is_file() and archive.digest_of(file) == digest


def _pack(manifest: Manifest, copy: Path, files: FileStore, packed: Path, *, gz: bool) -> None:
    mode: Literal["w:gz", "w:"] = "w:gz" if gz else "w:"
    packed.touch(mode=0o600)
    with tarfile.open(packed, mode) as tar:
        said = manifest.to_json()
        head = tarfile.TarInfo(MANIFEST)
        head.size, head.mode = len(said), 0o600
        tar.addfile(head, io.BytesIO(said))
        tar.add(copy, DATABASE, filter=_nobodys)
        for digest in manifest.files:
            tar.add(files.path(digest), f"files/{digest[:2]}/{digest}", filter=_nobodys)


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Remove this machine's user and group names from the archive."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _verify(packed: Path) -> None:
    """Read back and verify what was written."""
    try:
        archive.verify(packed)
    except BadArchive as error:
        raise CommandFailed(f"备份写出后核对不上（{error}），没有保留。请检查磁盘后重试。") from error


def _publish(packed: Path, target: Path) -> None:
    with packed.open("rb") as written:
        os.fsync(written.fileno())
    try:
        os.link(packed, target)  # unlike a rename, it cannot overwrite a file that appeared in the meantime
    except FileExistsError:
        raise CommandFailed(f"{target}：已经有这个文件，没有覆盖它。请换一个文件名。") from None
    except OSError:  # a file system without hard links
        packed.rename(target)


def _by_pg_dump(config: Config, file: Path) -> str:
    address = make_url(config.database_url).set(drivername="postgresql").render_as_string(hide_password=True)
    return (
        "数据库是 PostgreSQL，请用它自己的工具备份；先数据库，后附件，次序不要反：\n"
        f"    pg_dump --format=custom --file={file}.dump '{address}'\n"
        f"    tar -cf {file}.files.tar -C {config.files.folder} .\n"
        "恢复用 pg_restore。完整步骤见 docs/operations.md。"
    )
