"""`qinqing directory check|import FILE`: checks a directory file, or replaces the stored directory with it."""

import argparse
import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from appeals import succession_service
from appeals.policy import AppealPolicy
from appeals.succession_service import Succession
from bot.commands import succession
from bot.commands.report_errors import CommandFailed, add_config_argument, load_config, open_database, report_errors
from bot.config.model import Config
from directory.load import Loaded, load
from directory.load_enterprises import LoadedEnterprises, read_enterprises
from directory.model import Directory
from directory.sheet import LoadError
from storage.database import Database
from workdays.published import published_calendar

NOT_IMPORTED = "✗ 没有导入任何内容"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", choices=("check", "import"), metavar="check|import", help="只检查，或检查后导入")
    parser.add_argument("file", type=Path, metavar="FILE", help="单位名录 csv；表头见自带的示例 directory.csv")
    parser.add_argument("--enterprises", type=Path, metavar="FILE", help="企业名单 csv，一并检查或导入")
    parser.add_argument("--yes", action="store_true", help="有人会因此失去岗位时也导入，不再询问（供脚本使用）")
    add_config_argument(parser)


@report_errors
def main(args: argparse.Namespace) -> int:
    loaded, firms = _load(args.file, args.enterprises)
    for warning in loaded.warnings:
        print(f"！{args.file}：{warning}")
    for warning in firms.warnings:
        print(f"！{args.enterprises}：{warning}")
    if args.act == "check":
        print(f"✓ {_counted(loaded.directory)}，可以导入")
    else:
        asyncio.run(_import(load_config(args), loaded.directory, datetime.now(UTC), sure=args.yes))
        print(f"✓ 已导入{_counted(loaded.directory)}")
    return 0


def _load(file: Path, enterprises: Path | None) -> tuple[Loaded, LoadedEnterprises]:
    """All or nothing: an error in either file rejects both."""
    try:
        loaded = load(file)
        firms = read_enterprises(enterprises, loaded.directory) if enterprises else LoadedEnterprises()
    except LoadError as error:
        raise CommandFailed(f"{error}\n{NOT_IMPORTED}，请改好后再试") from error
    return replace(loaded, directory=replace(loaded.directory, enterprises=firms.enterprises)), firms


async def _import(config: Config, directory: Directory, now: datetime, *, sure: bool) -> None:
    """Rehearsed first, so that the operator reads exactly what it does before it is done."""
    policy = AppealPolicy(config.hours.deadline_rules(published_calendar()), config.reminders.settings().ladder())
    async with open_database(config) as db:
        planned = await _rehearse(db, directory, policy, now)
        if planned.lost or planned.passed:
            print(succession.in_words(planned))
            _require_consent(sure=sure)
        async with db.transaction() as session:
            done = await succession_service.import_directory(session, directory, policy, now)
            if succession.in_words(done) != succession.in_words(planned):
                raise CommandFailed(f"{NOT_IMPORTED}：刚才又有人绑定岗位或登记进展，情况变了。请再执行一次。")


async def _rehearse(db: Database, directory: Directory, policy: AppealPolicy, now: datetime) -> Succession:
    async with db.transaction() as session:
        planned = await succession_service.import_directory(session, directory, policy, now)
        await session.rollback()
    return planned


def _require_consent(*, sure: bool) -> None:
    if sure:
        return
    if not sys.stdin.isatty():
        raise CommandFailed(f"{NOT_IMPORTED}。请核对上面的影响；确认无误，请加 --yes 再执行一次。")
    print("确定导入吗？确定请输入 yes：", end="", flush=True)
    if sys.stdin.readline().strip().lower() not in ("yes", "y", "是"):
        raise CommandFailed(NOT_IMPORTED)


def _counted(directory: Directory) -> str:
    firms = f"、{len(directory.enterprises)} 家企业" if directory.enterprises else ""
    return f" {len(directory.units)} 个单位、{len(directory.people)} 个人{firms}"
