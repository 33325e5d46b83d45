"""`qinqing directory check|import FILE`: checks a directory file, or replaces the stored directory with it."""

import argparse
import asyncio
from dataclasses import replace
from pathlib import Path

from bot.commands.report_errors import CommandFailed, add_config_argument, load_config, open_database, report_errors
from bot.config.model import Config
from directory import service
from directory.load import Loaded, load
from directory.load_enterprises import load_enterprises
from directory.model import Directory
from directory.sheet import LoadError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=("check", "import"), metavar="check|import", help="只检查，或检查后导入")
    parser.add_argument("file", type=Path, metavar="FILE", help="单位名录 csv；表头见自带的示例 directory.csv")
    parser.add_argument("--enterprises", type=Path, metavar="FILE", help="企业名单 csv，一并检查或导入")
    add_config_argument(parser)


@report_errors
def main(args: argparse.Namespace) -> int:
    loaded = _load(args.file, args.enterprises)
    for warning in loaded.warnings:
        print(f"！{args.file}：{warning}")
    if args.act == "check":
        print(f"✓ {_counted(loaded.directory)}，可以导入")
    else:
        asyncio.run(_import(load_config(args), loaded.directory))
        print(f"✓ 已导入{_counted(loaded.directory)}")
    return 0


def _load(file: Path, enterprises: Path | None) -> Loaded:
    """All or nothing: an error in either file rejects both."""
    try:
        loaded = load(file)
        firms = load_enterprises(enterprises, loaded.directory) if enterprises else ()
    except LoadError as error:
        raise CommandFailed(f"{error}\n✗ 没有导入任何内容，请改好后再试") from error
    return replace(loaded, directory=replace(loaded.directory, enterprises=firms))


async def _import(config: Config, directory: Directory) -> None:
    async with open_database(config) as db, db.transaction() as session:
        await service.import_directory(session, directory)


def _counted(directory: Directory) -> str:
    firms = f"、{len(directory.enterprises)} 家企业" if directory.enterprises else ""
    return f" {len(directory.units)} 个单位、{len(directory.people)} 个人{firms}"
