"""The machine behind the figures: processor, memory, disk, system, Python, commit; nothing about its owner."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter

import psutil

GIGABYTE = 1024**3
SYNCS = 100


def described(folder: Path) -> list[tuple[str, str]]:
    """``folder`` contains the benchmarks' databases: the cost of making a page durable there affects many figures."""
    return [
        ("processor", _processor()),
        ("cores", f"{psutil.cpu_count()}, load {os.getloadavg()[0]:.1f} when the run began"),
        ("memory", f"{psutil.virtual_memory().total / GIGABYTE:.0f} GB"),
        ("disk", f"{_sync_milliseconds(folder):.2f} ms to make 4 KB durable (median of {SYNCS} fsyncs)"),
        ("system", f"{platform.system()} {platform.release()}"),
        ("Python", platform.python_version()),
        ("date", f"{datetime.now(UTC):%Y-%m-%d}"),
        ("commit", _commit()),
    ]


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text().splitlines() if file.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _sync_milliseconds(folder: Path) -> float:
    with TemporaryFile(dir=folder) as file:
        return median(_one_sync(file.fileno()) for _ in range(SYNCS)) * 1000


def _one_sync(handle: int) -> float:
    os.write(handle, bytes(4096))
    start = perf_counter()
    os.fsync(handle)
    return perf_counter() - start


def _commit() -> str:
    try:
        head = _git("rev-parse", "--short", "HEAD")
        changed = _git("status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return f"{head} with changes" if changed else head


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=True).stdout.strip()
