"""`qinqing restore FILE`: restores a verified backup; existing data is moved aside, never deleted."""

import argparse
import hmac
from datetime import UTC, datetime
from pathlib import Path

from bot.commands import archive, replacing, sqlite_store
from bot.commands.finishing import finish_restore
from bot.commands.manifest import DIGEST, BadArchive, Manifest
from bot.commands.replacing import Places
from bot.commands.report_errors import CommandFailed, add_config_argument, load_config, report_errors, sqlite_file
from workdays.deadline_rules import DISTRICT_TIME

UNTOUCHED = "现有数据没有改动。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="qinqing backup 做出的备份文件")
    parser.add_argument("--force", action="store_true", help="已有数据时也恢复；原有的数据改名留在原处")
    parser.add_argument("--digest", default="", metavar="SHA256", help="备份时打印的校验值；对不上就不恢复")
    add_config_argument(parser)


@report_errors
def main(args: argparse.Namespace) -> int:
    config = load_config(args)
    database = sqlite_file(config)
    if database is None:
        raise CommandFailed("配置里的数据库是 PostgreSQL，请用 pg_restore 恢复。完整步骤见 docs/operations.md。")
    finish_restore(config)
    places = Places(database, config.files.folder)
    _tell(*restore(args.file, places, datetime.now(UTC), force=args.force, digest=args.digest))
    return 0


def _tell(manifest: Manifest, aside: list[Path]) -> None:
    made = datetime.fromisoformat(manifest.made_at).astimezone(DISTRICT_TIME)
    print(f"已恢复 {made:%Y-%m-%d %H:%M} 的备份：{archive.words(manifest)}。")
    for place in aside:
        print(f"原有的数据留在 {place}，确认无误后可以删除。")
    if manifest.demo:
        print("注意：这是演示库的备份，只能用 qinqing run --demo 打开。")


def restore(
    file: Path, places: Places, now: datetime, *, force: bool = False, digest: str = ""
) -> tuple[Manifest, list[Path]]:
    """Returns the backup's manifest and where the previous data was moved. Checks everything before it moves anything;
    ``digest`` is what the operator expects of ``file``, "" if anything."""
    _refuse_if_occupied(places, force=force)
    with replacing.preparing(places) as folder:
        manifest = _unpacked(file, folder, _expected(digest))
        _refuse_if_used(places.database)
        return manifest, replacing.replace(places, f"{now.astimezone(DISTRICT_TIME):%Y%m%d-%H%M%S}")


def _refuse_if_occupied(places: Places, *, force: bool) -> None:
    there = next(places.occupied(), None)
    if there and not force:
        raise CommandFailed(f"{there}：已经有数据，没有恢复。确实要替换，请加 --force（原有的数据会改名留下）。")
    if places.files.is_mount():
        text = "附件文件夹是一个挂载点，不能改名，没有恢复。请把 files.folder 改到挂载点里面的一个文件夹。"
        raise CommandFailed(f"{places.files}：{text}{UNTOUCHED}")


def _expected(digest: str) -> str:
    expected = digest.strip().lower().removeprefix("sha256:")
    if expected and not DIGEST.fullmatch(expected):
        raise CommandFailed(f"--digest 应为备份时打印的 64 位校验值（0-9、a-f），现在是“{digest}”。{UNTOUCHED}")
    return expected


def _unpacked(file: Path, folder: Path, expected: str) -> Manifest:
    try:
        _check_digest(file, expected)
        return archive.unpack(file, folder)
    except FileNotFoundError:
        raise CommandFailed(f"{file}：没有这个文件。") from None
    except IsADirectoryError:
        raise CommandFailed(f"{file}：这是一个文件夹，应为备份文件。") from None
    except BadArchive as error:
        raise CommandFailed(f"{file}：{error}。{UNTOUCHED}请重新复制这份备份再试，或换一份备份。") from error


def _check_digest(file: Path, expected: str) -> None:
    found = archive.digest_of(file) if expected else ""
    if not hmac.compare_digest(found, expected):
        raise CommandFailed(
            f"{file}：校验值对不上，没有恢复。\n    要求的：{expected}\n    文件的：{found}\n"
            f"这不是那一份备份，或者它被改过。请换回原来的文件，或核对校验值。{UNTOUCHED}"
        )


def _refuse_if_used(database: Path) -> None:
    """A running service would keep writing to the file that is being moved away."""
    if database.is_file() and sqlite_store.is_used(database):
        raise CommandFailed(f"{database}：正在被使用。请先停止亲清的服务，再恢复。")
