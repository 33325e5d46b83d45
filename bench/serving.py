"""Programs as separate processes, above all the real command, `qinqing run`, on free loopback ports."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

PATIENCE = 20  # seconds to wait for it to stop by itself
# All visitors are on one machine and share its address.
UNLIMITED = {
    "QINQING_WEB__REQUESTS_PER_MINUTE": "1000000",
    "QINQING_WEB__POSTS_PER_MINUTE": "1000000",
    "QINQING_WEB__CHATS_PER_HOUR": "1000000",
    "QINQING_WEB__ADDRESS_MEGABYTES_PER_DAY": "1000000",
}


QINQING = str(Path(sys.executable).with_name("qinqing"))


class Program:
    def __init__(self, process: psutil.Popen, log: Path) -> None:
        self.process = process
        self._log = log

    def check_alive(self) -> None:
        if self.process.poll() is not None:
            raise RuntimeError(f"the program ended by itself: {self._log.read_text(errors='replace')[-2000:]}")

    @property
    def megabytes(self) -> float:
        """The current resident memory of the process."""
        return float(self.process.memory_info().rss) / 1024**2

    @property
    def processor_seconds(self) -> float:
        """Processor time since the start, over all threads."""
        times = self.process.cpu_times()
        return float(times.user + times.system)


class Server(Program):
    def __init__(self, process: psutil.Popen, address: str, log: Path) -> None:
        super().__init__(process, log)
        self.address = address


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A demo that has just been started; the caller has to wait until it answers."""
    port, operations_port = free_port(), free_port()
    ports = {"QINQING_SERVER__PORT": str(port), "QINQING_SERVER__OPERATIONS_PORT": str(operations_port)}
    with TemporaryDirectory(dir=folder) as place, (log_file := Path(place) / "log").open("wb") as log:
        process = psutil.Popen(
            [QINQING, "run", "--demo", str(Path(place) / "demo")],
            env={**os.environ, **UNLIMITED, **ports},
            stdout=log,
            stderr=log,
        )
        try:
            yield Server(process, f"http://127.0.0.1:{port}", log_file)
        finally:
            _stop(process)


@asynccontextmanager
async def beside(command: Sequence[str], place: Path, environment: Mapping[str, str]) -> AsyncIterator[Program]:
    """A program that calls a server in this process, which therefore must keep serving until the program has ended."""
    with (log_file := place / "log").open("ab") as log:
        process = psutil.Popen([*command], env={**os.environ, **environment}, stdout=log, stderr=log)
        try:
            yield Program(process, log_file)
        finally:
            await asyncio.to_thread(_stop, process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stop(process: psutil.Popen) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(PATIENCE)
    except (psutil.TimeoutExpired, subprocess.TimeoutExpired):
        process.kill()
        process.wait(PATIENCE)
