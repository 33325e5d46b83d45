"""Dialog steps per second: durable on SQLite, the same with plain connections, and the same without a database."""

import asyncio
from pathlib import Path
from statistics import median

from bench import durable, in_memory
from bench.report import Promise, Report
from bench.stopwatch import Stopwatch
from bench.walk import WALK

CHATS = 200
RUNS = 3
MUST, AIM, STATEMENTS = 120, 300, 12


def measure(folder: Path, chats: int = CHATS, runs: int = RUNS) -> Report:
    ours, plain, memory = [], [], []
    statements: list[int] = []
    for _ in range(runs):  # one of each in turn, so that a slow minute of the machine affects all
        watch, statements = asyncio.run(durable.walk(chats, folder))
        ours.append(watch)
        with durable.plain_connections():
            plain.append(asyncio.run(durable.walk(chats, folder))[0])
        memory.append(asyncio.run(in_memory.walk(chats)))
    return Report(
        title="Dialog steps",
        columns=("steps", "per second", "processor time of a step", "beside ours"),
        rows=[
            _row(
                "durable: inbox row to commit, SQLite through aiosqlite, thread hand-offs for BEGIN and COMMIT only",
                ours,
                ours,
            ),
            _row("durable, peer: SQLAlchemy's own aiosqlite connections", plain, ours),
            _row("in memory: same dispatcher and dialogs, MemoryStorage, no database", memory, ours),
        ],
        promises=[
            Promise("durable dialog steps", _per_second(ours), "/s", MUST, AIM, at_least=True),
            Promise("SQL statements of a dialog step, most", max(statements), "", STATEMENTS),
        ],
        notes=[
            f"{chats} chats take {len(WALK)} steps each, {runs} runs: home, filing step by step with going back, "
            "searching a unit, home again. Steps are taken one after another, as by one worker. "
            f"SQL statements of a step: {min(statements)} least, {median(statements):g} median, {max(statements)} most."
        ],
    )


def _row(what: str, watches: list[Stopwatch], ours: list[Stopwatch]) -> tuple[str, ...]:
    processor = median(watch.processor_milliseconds for watch in watches)
    times = _per_second(watches) / _per_second(ours)
    return what, f"{_per_second(watches):,.0f}", f"{processor:.2f} ms", f"{times:.2f} ×"


def _per_second(watches: list[Stopwatch]) -> float:
    return median(watch.per_second for watch in watches)
