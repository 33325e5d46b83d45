"""`qinqing migrate`: upgrades the database to this version's schema, as `qinqing run` does when it starts."""

import argparse
import asyncio

from bot.commands.finishing import finish_restore
from bot.commands.report_errors import add_config_argument, load_config, open_database, report_errors
from bot.config.model import Config
from storage import meta_store, migrate


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config_argument(parser)


@report_errors
def main(args: argparse.Namespace) -> int:
    config = load_config(args)
    finish_restore(config)
    url = config.database_url
    before = migrate.current(url)
    migrate.upgrade(url)
    after = migrate.current(url)
    if before is None:
        asyncio.run(_mark_as_real(config))
    latest = f"数据库已经是最新的（{after}），没有改动。"
    print(latest if before == after else f"数据库已升级：{before or '空库'} → {after}。")
    return 0


async def _mark_as_real(config: Config) -> None:
    """A database created by this command is never a demo."""
    async with open_database(config) as db, db.transaction() as session:
        await meta_store.check_demo(session, demo=False)
