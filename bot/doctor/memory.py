"""Whether the machine has the memory that the service may take."""

import os
from pathlib import Path

from bot.doctor.checks import CheckResult, Mark, good

MEGABYTE = 1024**2
NEEDED_MEGABYTES = 900  # the service under load, and the process that examines files, which is limited to 400
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def of_memory() -> CheckResult:
    return compare(available_megabytes())


def compare(megabytes: int) -> CheckResult:
    """``megabytes``: the memory there is."""
    if megabytes >= NEEDED_MEGABYTES:
        return good(f"内存 {megabytes} MB，最多要用约 {NEEDED_MEGABYTES} MB")
    wrong = f"内存只有 {megabytes} MB，同时收文件时最多要用约 {NEEDED_MEGABYTES} MB，可能被系统强行终止"
    return CheckResult(Mark.WARNING, wrong, f"把内存加到 {NEEDED_MEGABYTES} MB 以上")


def available_megabytes() -> int:
    """The machine's memory, or the container's limit if that is lower."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = CONTAINER_LIMIT.read_text().strip() if CONTAINER_LIMIT.is_file() else "max"
    return min(machine, int(limit) if limit.isdecimal() else machine) // MEGABYTE
