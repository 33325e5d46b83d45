"""`qinqing doctor`: checks everything that commonly goes wrong, and says what is wrong and how to fix it."""

import argparse
import asyncio
from datetime import UTC, datetime

from sqlalchemy.exc import DBAPIError

from bot.commands.report_errors import (
    EXIT_FAILURE,
    add_config_argument,
    describe_database_error,
    load_config,
    open_database,
    report_errors,
    sqlite_file,
)
from bot.config.model import Config
from bot.doctor import calendar, channel, database, disk, memory, settings
from bot.doctor.checks import CheckResult, Mark, good
from storage import migrate
from workdays.published import published_calendar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_config_argument(parser)


@report_errors
def main(args: argparse.Namespace) -> int:
    found = asyncio.run(examine(load_config(args), datetime.now(UTC)))
    for result in found:
        print(f"{result.mark} {result.text}")
        if result.remedy:
            print(f"    → {result.remedy}")
    return EXIT_FAILURE if any(result.mark is Mark.WRONG for result in found) else 0


async def examine(config: Config, now: datetime) -> list[CheckResult]:
    file = sqlite_file(config)
    found = [
        *settings.of_settings(config),
        memory.of_memory(),
        *disk.of_disk(config, file),
        *settings.of_secrets(file),
    ]
    found += await _database(config, now)
    found += await _telegram(config, now)
    found += calendar.of_calendar(published_calendar(), now)
    return found


async def _database(config: Config, now: datetime) -> list[CheckResult]:
    try:
        schema = await asyncio.to_thread(database.of_schema, config.database_url)
        if migrate.current(config.database_url) != migrate.head():
            return [schema]
        async with open_database(config) as db, db.reading() as session:
            found = [schema, *[one async for one in database.of_database(session, now, sqlite=db.sqlite)]]
            if config.telegram.enabled:
                found += [one async for one in channel.of_channel(session, config.telegram)]
            return found
    except DBAPIError as error:
        return [CheckResult(Mark.WRONG, describe_database_error(error), "")]


async def _telegram(config: Config, now: datetime) -> list[CheckResult]:
    if not config.telegram.enabled:
        return [good("没有开启 Telegram（没有令牌）")]
    from bot.doctor import telegram  # imports aiogram, which takes seconds: only for installations that use Telegram

    return [one async for one in telegram.of_telegram(config.telegram, config.web.public_url, now)]
