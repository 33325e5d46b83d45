"""Whether the machine has the memory that the limits on photos may take."""

import os
from pathlib import Path

from bot.config.model import Config
from bot.doctor.checks import CheckResult, Mark, good

MEGABYTE = 1024**2
SERVICE_MEGABYTES = 500  # the service under load, without photos
MEGABYTES_PER_MEGAPIXEL = 6  # a photo being examined: its pixels, and a copy of them turned upright
CONTAINER_LIMIT = Path("/sys/fs/cgroup/memory.max")


def of_memory(config: Config) -> CheckResult:
    return compare(available_megabytes(), config.web.image_megapixels)


def compare(megabytes: int, megapixels: int) -> CheckResult:
    """``megabytes`` of memory with photos of up to ``megapixels``."""
    needed = SERVICE_MEGABYTES + MEGABYTES_PER_MEGAPIXEL * megapixels
    if megabytes >= needed:
        return good(f"内存 {megabytes} MB，按现在的限额最多要用约 {needed} MB")
    fitting = (megabytes - SERVICE_MEGABYTES) // MEGABYTES_PER_MEGAPIXEL
    smaller = f"，或把 [web] image_megapixels 调到 {fitting} 以下" if fitting >= 1 else ""
    wrong = f"内存只有 {megabytes} MB，照片最多 {megapixels} 百万像素时要用约 {needed} MB，可能被系统强行终止"
    return CheckResult(Mark.WARNING, wrong, f"加大内存{smaller}")


def available_megabytes() -> int:
    """The machine's memory, or the container's limit if that is lower."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit = CONTAINER_LIMIT.read_text().strip() if CONTAINER_LIMIT.is_file() else "max"
    return min(machine, int(limit) if limit.isdecimal() else machine) // MEGABYTE
