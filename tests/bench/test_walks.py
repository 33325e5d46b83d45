"""The walk that the steps are timed on leads through the dialogs as they are, with and without a database."""

from pathlib import Path

from bench import durable, in_memory
from bench.walk import WALK


async def test_a_chat_takes_the_whole_walk_on_a_database(tmp_path: Path) -> None:
    watch, statements = await durable.walk(1, tmp_path)
    assert watch.done == len(WALK)
    assert min(statements) > 0


async def test_chats_take_the_whole_walk_without_a_database() -> None:
    assert (await in_memory.walk(2)).done == 2 * len(WALK)
