"""Starting imports and builds only what it needs, and nothing that few installations or starts use."""

import json
import os
import subprocess
import sys

import pytest

from migrations.stores import whole_schema
from storage import migrate
from tests.crash.website import free_port

RARE = {
    "aiohttp_socks",  # Telegram through a proxy
    "alembic",  # there is nothing to migrate
    "bot.channels.telegram.channel",  # Telegram is off
    "faker",  # only the metadata of Litestar asks for it
    "polyfactory",  # the same
    "psycopg",  # the database is SQLite
}
FEW = 20  # of aiogram's 403 types
START = """
import asyncio, json, os, sys
from pathlib import Path
from bot.commands import run

async def main():
    config = run.demo_settings(Path(sys.argv[1]))
    with run.listening(config.server) as sockets:
        await run.started(config, sockets, demo=True)
        await seen()

async def seen():
    from aiogram import types
    from storage.tables import Table
    built = [name for name in types.__all__ if getattr(getattr(types, name), "__pydantic_complete__", False)]
    print(json.dumps({"modules": list(sys.modules), "tables": list(Table.metadata.tables), "types built": built}))
    sys.stdout.flush()
    os._exit(0)  # nothing needs to be ended in good order

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What a process holds that has just started a demo whose tables were there."""
    folder = tmp_path_factory.mktemp("demo")
    migrate.upgrade(f"sqlite:///{folder / 'demo.db'}")
    ports = {f"QINQING_SERVER__{name}": str(free_port()) for name in ("PORT", "OPERATIONS_PORT")}
    command = [sys.executable, "-c", START, str(folder)]
    said = subprocess.run(command, env={**os.environ, **ports}, stdout=subprocess.PIPE, check=True).stdout
    held: dict[str, list[str]] = json.loads(said)
    return held


def test_rare_modules_are_not_imported(started: dict[str, list[str]]) -> None:
    assert RARE & set(started["modules"]) == set()


def test_few_of_aiograms_types_are_built(started: dict[str, list[str]]) -> None:
    assert {"Message", "Update"} <= set(started["types built"])
    assert len(started["types built"]) <= FEW


def test_no_table_is_unknown_for_want_of_an_import(started: dict[str, list[str]]) -> None:
    """Or emptying a demo would pass over it."""
    assert set(started["tables"]) == set(whole_schema().tables)
