"""One address floods the real process; everybody else is served, and a thousand idle pages cost next to nothing."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest

from bot.operations import open_files
from tests.crash.website import TOKEN, DemoProcess

pytestmark = pytest.mark.soak

FLOODING, ELSEWHERE = "127.0.0.1", "127.0.0.2"
STREAMS, OF_EACH = 996, 4
HALVES = 160
PEOPLE, PAGES = 150, 2
LONGEST_WAIT = 1.0  # seconds
LARGEST_LOG = 1_000_000  # bytes
IDLE_SECONDS, IDLE_SHARE = 15.0, 0.05  # of a core
GREETING_PERCENT = 20
PATIENCE = 60.0


class Crowd:
    """Connections to the process, as bytes: a thousand HTTP clients would be the slowest part."""

    def __init__(self, process: DemoProcess) -> None:
        self.process = process
        self._writers: list[asyncio.StreamWriter] = []

    async def connect(self, address: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.process.port, local_addr=(address, 0))
        self._writers.append(writer)
        return reader, writer

    async def stream(self, cookie: str, address: str = FLOODING) -> tuple[int, asyncio.StreamReader]:
        """The status with which a stream was answered, and the rest of it."""
        reader, writer = await self.connect(address)
        writer.write(
            f"GET /chat/events HTTP/1.1\r\nHost: localhost:{self.process.port}\r\nCookie: {cookie}\r\n\r\n".encode()
        )
        answer = await asyncio.wait_for(reader.readline(), PATIENCE)
        return int(answer.split()[1]), reader

    async def half(self) -> None:
        _, writer = await self.connect(FLOODING)
        writer.write(b"GET /chat HTTP/1.1\r\nHost: ")

    async def leave(self) -> None:
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers), return_exceptions=True)


@asynccontextmanager
async def crowded(folder: Path) -> AsyncIterator[Crowd]:
    process = DemoProcess(folder)
    crowd = Crowd(process)
    open_files.raise_limit()  # of the crowd: the process raises its own
    try:
        await process.start()
        yield crowd
    finally:
        await crowd.leave()
        await process.end()


@asynccontextmanager
async def visitor(process: DemoProcess, address: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(base_url=process.address, transport=transport, timeout=PATIENCE) as client:
        yield client


async def signed_in(client: httpx.AsyncClient, count: int) -> list[str]:
    """The session cookies of so many new devices."""
    found = TOKEN.search((await client.get("/chat")).text)
    assert found
    cookies = []
    for _ in range(count):
        client.cookies.pop("qinqing_chat", None)
        answer = await client.post("/chat/start", json={"id": str(uuid4())}, headers={"X-Form-Token": found[1]})
        assert answer.status_code == 202, answer.text
        cookies.append(f"qinqing_chat={answer.cookies['qinqing_chat']}")
    return cookies


async def seconds_to_enter(process: DemoProcess) -> float:
    began = time.monotonic()
    async with visitor(process, ELSEWHERE) as client:
        await signed_in(client, 1)
    return time.monotonic() - began


async def first_event(stream: tuple[int, asyncio.StreamReader]) -> str:
    status, reader = stream
    assert status == 200
    return (await asyncio.wait_for(reader.readuntil(b"id: 1"), PATIENCE)).decode()


async def test_a_flood_from_one_address_shuts_nobody_out_and_idle_pages_cost_little(tmp_path: Path) -> None:
    async with crowded(tmp_path) as crowd:
        async with visitor(crowd.process, FLOODING) as client:
            flooders = await signed_in(client, STREAMS // OF_EACH)
            people = await signed_in(client, PEOPLE)
        flood = await asyncio.gather(*(crowd.stream(one) for one in flooders * OF_EACH))
        assert [status for status, _ in flood] == [200] * STREAMS
        assert {status for status, _ in await asyncio.gather(*map(crowd.stream, flooders[:50]))} == {429}
        await asyncio.gather(*(crowd.half() for _ in range(HALVES)))
        waits = [await seconds_to_enter(crowd.process) for _ in range(10)]
        await asyncio.gather(*(crowd.half() for _ in range(HALVES)))
        pages = await asyncio.gather(*(crowd.stream(one) for one in people * PAGES))
        await asyncio.gather(*map(first_event, pages))
        waits += [await seconds_to_enter(crowd.process) for _ in range(10)]
        idle = await share_of_a_core(crowd.process)
        log = crowd.process.log.stat().st_size
        print(f"newcomers waited {max(waits):.2f} s at most; {len(flood + pages)} idle pages: {idle:.1%}; log: {log} B")
        assert max(waits) < LONGEST_WAIT
        assert log < LARGEST_LOG
        assert idle < IDLE_SHARE


async def share_of_a_core(process: DemoProcess) -> float:
    """What the process takes once everybody has been greeted."""
    running = psutil.Process(process.child.pid)
    running.cpu_percent()
    async with asyncio.timeout(PATIENCE):
        while await asyncio.sleep(2, True) and running.cpu_percent() > GREETING_PERCENT:
            pass
    await asyncio.sleep(IDLE_SECONDS)
    return running.cpu_percent() / 100
