"""How long people wait: many chats talk to the real server; each answer is timed until it arrives at its page."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bench import serving
from bench.memory import opened
from bench.report import Promise, Report
from bench.serving import Server
from bench.visitor import Visitor, visiting
from bench.walk import WALK

VISITORS = 100
RATE = 50  # updates per second
WARM_UP, SECONDS = 3, 20
RUNS = 3
MUST = 60  # milliseconds, for 99 of 100 answers


@dataclass(frozen=True, slots=True)
class Rush:
    """The waits of one run in milliseconds, by percentile, and the load of the server's processor."""

    p50: float
    p95: float
    p99: float
    longest: float
    busy: float


def measure(folder: Path, seconds: int = SECONDS, runs: int = RUNS) -> Report:
    rushes = []
    for _ in range(runs):
        with serving.running(folder) as server:
            rushes.append(asyncio.run(_rush(server, seconds)))
    shown = [("median run", *_middle(rushes)), *((f"run {n}", *_row(rush)) for n, rush in enumerate(rushes, 1))]
    p99 = median(rush.p99 for rush in rushes)
    return Report(
        title="Answers",
        columns=("", "p50", "p95", "p99", "longest", "server's processor"),
        rows=shown,
        promises=[Promise(f"answer p99 at {RATE} updates/s", p99, "ms", MUST)],
        notes=[
            f"`qinqing run --demo` as a process of its own; {VISITORS} chats over HTTP, {RATE} updates/s "
            f"for {seconds} s, sent by the clock, whether or not earlier ones were answered. A wait lasts from the "
            "moment an update is due until its answer is on the chat's stream; the visitors' own time counts too."
        ],
    )


async def _rush(server: Server, seconds: int) -> Rush:
    async with AsyncExitStack() as stack:
        await opened(server)
        visitors = [await stack.enter_async_context(visiting(server.address)) for _ in range(VISITORS)]
        await _run(visitors, WARM_UP)
        before = server.processor_seconds
        waits = await _run(visitors, seconds)
        busy = (server.processor_seconds - before) / seconds
    cuts = quantiles(waits, n=100)
    return Rush(cuts[49], cuts[94], cuts[98], max(waits), busy)


async def _run(visitors: list[Visitor], seconds: int) -> list[float]:
    """Each visitor in turn acts at the scheduled time; returns all waits in milliseconds."""
    start = perf_counter()
    tasks = []
    for number in range(RATE * seconds):
        due = start + number / RATE
        await asyncio.sleep(due - perf_counter())
        tasks.append(asyncio.create_task(_act(visitors, number, due)))
    return list(await asyncio.gather(*tasks))


async def _act(visitors: list[Visitor], number: int, due: float) -> float:
    turn, who = divmod(number, len(visitors))
    return (await visitors[who].do(WALK[turn % len(WALK)]) - due) * 1000


def _row(rush: Rush) -> tuple[str, ...]:
    waits = (rush.p50, rush.p95, rush.p99, rush.longest)
    return (*(f"{wait:.0f} ms" for wait in waits), f"{rush.busy:.0%}")


def _middle(rushes: list[Rush]) -> tuple[str, ...]:
    names = ("p50", "p95", "p99", "longest", "busy")
    return _row(Rush(*(median(getattr(rush, name) for rush in rushes) for name in names)))
