"""A demo house for the browser: the real command in a process of its own, killed and started again as a test likes."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

QINQING = Path(sys.executable).with_name("qinqing")
STARTS_WITHIN = 60.0  # seconds; about four where nothing else runs
STOPS_WITHIN = 20.0
LIMITS = {  # one address and one browser stand for everybody here
    "QINQING_WEB__POSTS_PER_MINUTE": "6000",
    "QINQING_WEB__REQUESTS_PER_MINUTE": "60000",
    "QINQING_WEB__CHATS_PER_HOUR": "1000",
}


class DemoHouse:
    """``qinqing run --demo`` in ``folder`` on free ports of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port, self._operations_port = _free_port(), _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "house.log"

    async def start(self) -> None:
        self._process = self._started()
        await self._serving()

    async def kill(self) -> None:
        """As when the power fails."""
        process = self._running()
        process.kill()
        await asyncio.to_thread(process.wait)
        self._process = None

    async def stop(self) -> None:
        """As an operator stops it; a house that has to be killed for that is a fault."""
        process = self._running()
        process.terminate()
        try:
            code = await asyncio.to_thread(process.wait, STOPS_WITHIN)
        finally:
            process.kill()
            await asyncio.to_thread(process.wait)
            self._process = None
        assert code == 0, self.log.read_text()

    def complaints(self) -> list[str]:
        """Whatever the house found wrong with itself."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if any(word in line.lower() for word in ("error", "warning", "traceback"))]

    def _started(self) -> subprocess.Popen[bytes]:
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [str(QINQING), "run", "--demo", str(self.folder / "demo")]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, env=self._environment(), stdout=log, stderr=log)

    async def _serving(self) -> None:
        deadline = time.monotonic() + STARTS_WITHIN
        async with httpx.AsyncClient(base_url=self.address) as client:
            while self._running().poll() is None and time.monotonic() < deadline:
                try:
                    (await client.get("/healthz")).raise_for_status()
                    return
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        raise AssertionError(f"the house never opened: {self.log.read_text()}")

    def _running(self) -> subprocess.Popen[bytes]:
        assert self._process is not None, "the house is not running"
        return self._process

    def _environment(self) -> dict[str, str]:
        outside = {name: value for name, value in os.environ.items() if not name.startswith("QINQING_")}
        ports = {
            "QINQING_SERVER__PORT": str(self.port),
            "QINQING_SERVER__OPERATIONS_PORT": str(self._operations_port),
        }
        return {**outside, **LIMITS, **ports}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
