"""What hostile and large uploads cost the running product: memory of process and child, and how long others wait."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import psutil
from PIL import Image

from bench import serving
from bench.memory import opened
from bench.report import Promise, Report
from bench.serving import Server
from bench.visitor import Visitor, visiting
from bench.walk import WALK

SENDERS, WALKERS = 12, 10
PHOTOS, BOMBS, AT_ONCE = 50, 12, 40
RATE = 5  # acts of the walkers per second
SAMPLE_SECONDS = 0.2  # looking for children takes a while, and is in the waits
QUIET_SECONDS = 10
MUST_TOGETHER, MUST_CHILD, MUST_LEFT, MUST_WAIT = 900, 400, 30, 300  # megabytes, and milliseconds
MEGABYTE = 1024**2


@dataclass
class Memory:
    """Resident megabytes of the process and its children, sampled."""

    before: float = 0
    together: float = 0
    child: float = 0
    after: float = 0
    taken: int = 0
    refused: int = 0
    waits: list[float] = field(default_factory=list)


def measure(folder: Path) -> Report:
    with serving.running(folder) as server:
        found = asyncio.run(_flood(server))
    p95 = quantiles(found.waits, n=100)[94]
    return Report(
        title="Uploads",
        columns=("before", "most together", "most of a child", "left afterwards", "taken", "refused", "others' p95"),
        rows=[(*(f"{one:.0f} MB" for one in (found.before, found.together, found.child, found.after - found.before)),
               str(found.taken), str(found.refused), f"{p95:.0f} ms")],
        promises=[
            Promise("uploads: process and child together", found.together, "MB", MUST_TOGETHER),
            Promise("uploads: the child", found.child, "MB", MUST_CHILD),
            Promise("uploads: memory left afterwards", found.after - found.before, "MB", MUST_LEFT),
            Promise("uploads: other people's answers, p95", p95, "ms", MUST_WAIT),
        ],
        notes=[
            f"`qinqing run --demo`; {BOMBS} WebP pictures of 64 megapixels in a few kilobytes, {PHOTOS} photos of 50 "
            f"megapixels and {AT_ONCE} files at once from {SENDERS} chats, while {WALKERS} others act {RATE} times a "
            "second. Memory is the resident set, sampled 5 times a second."
        ],
    )  # fmt: skip


async def _flood(server: Server) -> Memory:
    async with AsyncExitStack() as stack:
        await opened(server)
        walkers = [await stack.enter_async_context(visiting(server.address)) for _ in range(WALKERS)]
        warming = await stack.enter_async_context(visiting(server.address))
        await warming.send("warm.jpg", _photo((800, 600)))
        memory = Memory(before=server.megabytes)
        sampling = asyncio.create_task(_sample(server, memory))
        walking = asyncio.create_task(_walk(walkers, memory))
        memory.taken, memory.refused = await _sent_by_others(server.address)
        walking.cancel()
        with suppress(asyncio.CancelledError):
            await walking
        await asyncio.sleep(QUIET_SECONDS)
        sampling.cancel()
        memory.after = server.megabytes
    return memory


async def _sent_by_others(address: str) -> tuple[int, int]:
    """How many were taken and refused. A process of its own sends them, so that its work is not in the waits."""
    sender = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, address, stdout=PIPE)
    assert sender.stdout
    taken, refused = (await sender.stdout.read()).split()
    await sender.wait()
    return int(taken), int(refused)


async def _send_all(address: str) -> None:
    """Everything at once: photos and bombs in turn, and one sender's files at the same moment."""
    pdf = b"%PDF-1.4\n" + b"%" * 5 * MEGABYTE + b"\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
    photo, bomb = _photo(), _bomb()
    async with AsyncExitStack() as stack:
        senders = [await stack.enter_async_context(visiting(address)) for _ in range(SENDERS)]
        sending = [senders[0].send(f"{number}.pdf", pdf + b"%" * number) for number in range(AT_ONCE)]
        sending += [senders[1 + number % (SENDERS - 1)].send(f"{number}.jpg", photo) for number in range(PHOTOS)]
        sending += [senders[1 + number % (SENDERS - 1)].send(f"{number}.webp", bomb) for number in range(BOMBS)]
        answers = await asyncio.gather(*sending)
    print(answers.count(202), len(answers) - answers.count(202))


async def _walk(walkers: Sequence[Visitor], memory: Memory) -> None:
    start = perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(100_000):
            due = start + number / RATE
            await asyncio.sleep(max(0.0, due - perf_counter()))
            group.create_task(_act(walkers, number, due, memory))


async def _act(walkers: Sequence[Visitor], number: int, due: float, memory: Memory) -> None:
    turn, who = divmod(number, len(walkers))
    memory.waits.append((await walkers[who].do(WALK[turn % len(WALK)]) - due) * 1000)


async def _sample(server: Server, memory: Memory) -> None:
    while True:
        child = sum(_resident(one) for one in server.process.children())
        memory.child = max(memory.child, child)
        memory.together = max(memory.together, server.megabytes + child)
        await asyncio.sleep(SAMPLE_SECONDS)


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / MEGABYTE
    except psutil.NoSuchProcess:
        return 0.0


def _photo(size: tuple[int, int] = (8160, 6120)) -> bytes:
    """Soft noise, as a photo has it: a few megabytes."""
    noise = Image.effect_noise((size[0] // 16, size[1] // 16), 60).resize(size).convert("RGB")
    out = BytesIO()
    noise.save(out, "JPEG", quality=80)
    return out.getvalue()


def _bomb() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8000, 8000)).save(out, "WEBP", lossless=True, method=0)
    return out.getvalue()


if __name__ == "__main__":
    asyncio.run(_send_all(sys.argv[1]))
