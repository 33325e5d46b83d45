"""Shared by operator commands: loading the configuration, and reporting errors in words instead of tracebacks."""

import argparse
import errno
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from sqlite3 import DatabaseError

from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from bot.config.file import ConfigError, load
from bot.config.model import Config
from bot.operations.listening import AddressTaken
from storage.database import Database
from storage.meta_store import WrongDatabase
from storage.migrate import NewerDatabase

EXIT_FAILURE = 1
BAD_SETTINGS = 2

Main = Callable[[argparse.Namespace], int]


class CommandFailed(Exception):
    """The command could not do its work; the message says why and what to do."""


def add_config_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", type=Path, metavar="FILE", help="配置文件，例如 config.toml")


def load_config(args: argparse.Namespace) -> Config:
    return load(args.config)


@asynccontextmanager
async def open_database(config: Config) -> AsyncIterator[Database]:
    """The database, which must exist: connecting to a missing SQLite file would create an empty one."""
    file = sqlite_file(config)
    if file is not None and not file.is_file():
        raise CommandFailed(f"{file}：还没有这个数据库。请先执行：qinqing migrate")
    db = Database(config.database_url)
    try:
        yield db
    finally:
        await db.close()


def report_errors(main: Main) -> Main:
    @wraps(main)
    def reporting(args: argparse.Namespace) -> int:
        try:
            return main(args)
        except ConfigError as error:
            return _say(str(error), BAD_SETTINGS)
        except (CommandFailed, AddressTaken, WrongDatabase, NewerDatabase) as error:
            return _say(str(error), EXIT_FAILURE)
        except (OperationalError, ProgrammingError) as error:
            return _say(describe_database_error(error), EXIT_FAILURE)
        except DatabaseError as error:
            return _say(f"数据库读不了：{error}。请运行 qinqing doctor。", EXIT_FAILURE)
        except OSError as error:
            return _say(describe_file_error(error), EXIT_FAILURE)

    return reporting


def describe_file_error(error: OSError) -> str:
    where = error.filename or "文件"
    if isinstance(error, PermissionError):
        return f"{where}：当前账号没有权限。请用 chmod 或 chown 调整，或换服务账号执行。"
    if error.errno == errno.ENOSPC:
        return f"{where}：磁盘满了。请清理出空间后重试。"
    return f"{where}：{error.strerror}。"


def describe_database_error(error: DBAPIError) -> str:
    """Explain a database error in words; at this point the driver's message contains neither password nor data."""
    said = str(error.orig).strip().splitlines()
    if any("no such table" in line or 'relation "' in line for line in said):
        return "数据库还没有建表。请先执行：qinqing migrate"
    if any("locked" in line for line in said):
        return "数据库正被占用，等了很久还没轮到。请看看是否有别的程序在使用它，稍后再试。"
    why = said[0] if said else type(error).__name__
    return f"连不上数据库：{why}。请核对 [database] 的 url，以及数据库服务是否在运行。"


def sqlite_file(config: Config) -> Path | None:
    """The path of the database file if it is SQLite, else None."""
    url = make_url(config.database_url)
    return Path(str(url.database)) if url.get_backend_name() == "sqlite" else None


def _say(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code
