"""`qinqing restore FILE`: restores a verified backup; existing data is moved aside, never deleted."""

import argparse
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.commands import archive, sqlite_store
from bot.commands.archive import DATABASE, BadArchive, Manifest
from bot.commands.report_errors import CommandFailed, add_config_argument, load_config, report_errors, sqlite_file
from storage import migrate
from workdays.deadline_rules import DISTRICT_TIME


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="qinqing backup 做出的备份文件")
    parser.add_argument("--force", action="store_true", help="已有数据时也恢复；原有的数据改名留在原处")
    add_config_argument(parser)


@report_errors
def main(args: argparse.Namespace) -> int:
    config = load_config(args)
    database = sqlite_file(config)
    if database is None:
        raise CommandFailed("配置里的数据库是 PostgreSQL，请用 pg_restore 恢复。完整步骤见 docs/operations.md。")
    manifest, aside = restore(args.file, database, config.files.folder, datetime.now(UTC), force=args.force)
    made = datetime.fromisoformat(manifest.made_at).astimezone(DISTRICT_TIME)
    print(f"已恢复 {made:%Y-%m-%d %H:%M} 的备份：{archive.words(manifest)}。")
    for place in aside:
        print(f"原有的数据留在 {place}，确认无误后可以删除。")
    if manifest.demo:
        print("注意：这是演示库的备份，只能用 qinqing run --demo 打开。")
    return 0


def restore(
    file: Path, database: Path, files: Path, now: datetime, *, force: bool = False
) -> tuple[Manifest, list[Path]]:
    """Returns the backup's manifest and where the previous data was moved."""
    there = next((place for place in (database, files) if _holds_anything(place)), None)
    if there and not force:
        raise CommandFailed(f"{there}：已经有数据，没有恢复。确实要替换，请加 --force（原有的数据会改名留下）。")
    _refuse_if_used(database)
    database.parent.mkdir(parents=True, exist_ok=True)
    files.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=database.parent, prefix=".restore-") as folder:
        manifest = _unpacked(file, Path(folder))
        aside = [*_moved_aside(database, now), *_moved_aside(files, now)]
        _put_files(Path(folder) / "files", files)
        (Path(folder) / DATABASE).replace(database)  # last: until now nothing looks like a completed restore
    return manifest, aside


def _unpacked(file: Path, folder: Path) -> Manifest:
    try:
        manifest = archive.unpack(file, folder)
    except FileNotFoundError:
        raise CommandFailed(f"{file}：没有这个文件。") from None
    except IsADirectoryError:
        raise CommandFailed(f"{file}：这是一个文件夹，应为备份文件。") from None
    except BadArchive as error:
        raise CommandFailed(f"{file}：{error}。现有数据没有改动。") from error
    if manifest.schema not in migrate.known():
        raise CommandFailed(f"{file}：备份来自更新的版本，这个版本读不懂。请换用新版本的程序恢复。现有数据没有改动。")
    return manifest


def _refuse_if_used(database: Path) -> None:
    """A running service would keep writing to the file that is being moved away."""
    if not database.is_file():
        return
    if sqlite_store.is_used(database):
        raise CommandFailed(f"{database}：正在被使用。请先停止亲清的服务，再恢复。")


def _moved_aside(place: Path, now: datetime) -> list[Path]:
    """Renamed with a timestamp, together with the database's WAL files; an empty place is left as it is."""
    if not _holds_anything(place):
        return []
    aside = f"{place.name}.before-{now.astimezone(DISTRICT_TIME):%Y%m%d-%H%M%S}"
    for ending in ("-wal", "-shm", ""):
        part = place.with_name(place.name + ending)
        if part.exists():
            part.rename(place.with_name(aside + ending))
    return [place.with_name(aside)]


def _holds_anything(place: Path) -> bool:
    return any(place.iterdir()) if place.is_dir() else place.exists()


def _put_files(source: Path, target: Path) -> None:
    if target.is_dir():
        target.rmdir()  # it is empty, or it would have been moved aside
    if source.is_dir():
        shutil.move(source, target)
    else:
        target.mkdir()
