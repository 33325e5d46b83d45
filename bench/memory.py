"""The memory of the running demo, and how long after its start the first person is answered."""

import asyncio
import time
from pathlib import Path
from statistics import median
from time import perf_counter

import httpx

from bench import serving
from bench.report import Promise, Report
from bench.serving import Server
from bench.visitor import visiting

RUNS = 3
IDLE = 60  # seconds
MUST_MEGABYTES, AIM_MEGABYTES = 320, 280
MUST_SECONDS, AIM_SECONDS = 5, 3
PATIENCE = 60  # seconds to wait for it to come up


def measure(folder: Path, idle: int = IDLE, runs: int = RUNS) -> Report:
    starts, answered, idled = [], [], []
    for _ in range(runs):
        begun = perf_counter()
        with serving.running(folder) as server:
            asyncio.run(_greeted(server))
            starts.append(perf_counter() - begun)
            answered.append(server.megabytes)
            time.sleep(idle)
            idled.append(server.megabytes)
    return Report(
        title="Memory and start",
        columns=("", "median", "runs"),
        rows=[
            _row("start to first answer", starts, "s"),
            _row("memory after the first answer", answered, "MB"),
            _row(f"memory after {idle} s of idleness", idled, "MB"),
        ],
        promises=[
            Promise("idle memory", median(idled), "MB", MUST_MEGABYTES, AIM_MEGABYTES),
            Promise("start to first answer", median(starts), "s", MUST_SECONDS, AIM_SECONDS),
        ],
        notes=[
            "`qinqing run --demo` with a new database each time: the start makes the tables and moves the sample "
            "district in. From the call of the command until the greeting is on a visitor's stream; memory is the "
            "process's resident set."
        ],
    )


async def opened(server: Server) -> httpx.Response:
    """Returns as soon as the server answers."""
    give_up = perf_counter() + PATIENCE
    async with httpx.AsyncClient(base_url=server.address, trust_env=False) as client:
        while True:
            server.check_alive()
            try:
                return (await client.get("/healthz")).raise_for_status()
            except httpx.TransportError:
                if perf_counter() > give_up:
                    raise
                await asyncio.sleep(0.02)


async def _greeted(server: Server) -> None:
    await opened(server)
    async with visiting(server.address):
        pass


def _row(what: str, measured: list[float], unit: str) -> tuple[str, ...]:
    digits = 1 if unit == "s" else 0
    return what, f"{median(measured):.{digits}f} {unit}", " · ".join(f"{one:.{digits}f}" for one in measured)
