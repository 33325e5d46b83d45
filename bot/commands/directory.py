"""`qinqing directory check|import FILE`: looks a directory through, or makes the stored one like it."""

import argparse
import asyncio
from pathlib import Path

from bot.commands.plainly import Failed, add_config_argument, configured, opened, plainly
from bot.config import Config
from directory import service
from directory.load import Loaded, load
from directory.sheet import LoadError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=("check", "import"), metavar="check|import", help="只检查，或检查后导入")
    parser.add_argument("file", type=Path, metavar="FILE", help="单位名录 csv；表头见自带的示例 directory.csv")
    add_config_argument(parser)


@plainly
def main(args: argparse.Namespace) -> int:
    loaded = _load(args.file)
    for warning in loaded.warnings:
        print(f"！{args.file}：{warning}")
    if args.act == "check":
        print(f"✓ {_counted(loaded)}，可以导入")
    else:
        asyncio.run(_import(configured(args), loaded))
        print(f"✓ 已导入{_counted(loaded)}")
    return 0


def _load(file: Path) -> Loaded:
    try:
        return load(file)
    except LoadError as error:
        raise Failed(f"{error}\n✗ 没有导入任何内容，请改好后再试") from error


async def _import(config: Config, loaded: Loaded) -> None:
    async with opened(config) as db, db.transaction() as session:
        await service.import_directory(session, loaded.directory)


def _counted(loaded: Loaded) -> str:
    return f" {len(loaded.directory.units)} 个单位、{len(loaded.directory.people)} 个人"
