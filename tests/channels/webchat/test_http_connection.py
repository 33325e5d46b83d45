"""Connections on a real server: half requests end, slow readers too, and nobody is shut out by somebody else's."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

import httpx
import pytest

from bot.channels.webchat.http_connection import HttpConnection, Patience
from bot.channels.webchat.server import Server
from bot.channels.webchat.settings import WebSettings
from storage.database import Database
from tests.channels.webchat.live import PATIENCE, serving
from tests.channels.webchat.visitor import Visitor, Website

pytestmark = pytest.mark.parametrize("db", ["sqlite"], indirect=True)
FEW = WebSettings(connections_per_address=3, connections_per_session=2)
STRANGER = "127.0.0.2"  # 127.0.0.1 is trusted as a proxy
HALF = b"GET /chat HTTP/1.1\r\nHost: localhost\r\n"
NEVER, SOON = 3600.0, 0.05


class Line:
    """A connection on which bytes are sent as they are."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self.writer = reader, writer

    async def send(self, content: bytes) -> "Line":
        self.writer.write(content)
        await self.writer.drain()
        return self

    async def repeat(self, content: bytes) -> None:
        """Send it again and again, until the server closes the connection."""
        async with asyncio.timeout(PATIENCE):
            while True:
                await self.send(content)
                await asyncio.sleep(SOON / 10)

    async def answer(self) -> bytes:
        """The first line of the answer; empty if the server closed the connection without one."""
        try:
            return await asyncio.wait_for(self._reader.readline(), PATIENCE)
        except ConnectionResetError:
            return b""

    async def until(self, sign: bytes) -> bytes:
        return await asyncio.wait_for(self._reader.readuntil(sign), PATIENCE)

    async def rest(self) -> bytes:
        try:
            return await asyncio.wait_for(self._reader.read(), PATIENCE)
        except ConnectionResetError:
            return b""


class Door:
    """A running server, and lines to it."""

    def __init__(self, server: Server, address: str) -> None:
        self.server, self.address = server, address
        self._lines: list[Line] = []

    async def line(self, address: str = STRANGER, sent: bytes = b"") -> Line:
        port = int(self.address.rpartition(":")[2])
        line = Line(*await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0)))
        self._lines.append(line)
        return await line.send(sent)

    def patience(self, **seconds: float) -> None:
        never = Patience(NEVER, NEVER, NEVER, NEVER)
        self.server.server_state.patience = replace(never, **seconds)

    async def opened(self, count: int) -> None:
        """Returns when the server has so many connections open."""
        async with asyncio.timeout(PATIENCE):
            while len(self.server.server_state.open) != count:  # noqa: ASYNC110  nothing tells a test
                await asyncio.sleep(0.01)

    async def close(self) -> None:
        for line in self._lines:
            line.writer.close()


@asynccontextmanager
async def open_door(site: Website, settings: WebSettings = FEW) -> AsyncIterator[Door]:
    async with serving(site, settings) as (server, address):
        door = Door(server, address)
        door.patience()
        server.server_state.open.grace_seconds = 0
        try:
            yield door
        finally:
            await door.close()


@pytest.fixture
async def site(db: Database, tmp_path: Path) -> Website:
    return await Website.build(db, tmp_path, FEW)


@pytest.fixture
async def door(site: Website) -> AsyncIterator[Door]:
    async with open_door(site) as door:
        yield door


@asynccontextmanager
async def visiting(door: Door, address: str = STRANGER) -> AsyncIterator[Visitor]:
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(base_url=door.address, transport=transport, timeout=PATIENCE) as client:
        yield Visitor(client)


async def test_half_a_head_is_not_waited_for_however_it_trickles(door: Door) -> None:
    door.patience(head=SOON)
    line = await door.line(sent=HALF)
    with pytest.raises(ConnectionError):
        await line.repeat(b"X")


async def test_a_connection_on_which_nothing_comes_is_closed(door: Door) -> None:
    door.patience(head=SOON)
    assert await (await door.line()).answer() == b""


async def test_no_part_of_an_answer_waits_for_an_acknowledgement(door: Door) -> None:
    await door.line()
    await door.opened(1)
    (connection,) = door.server.server_state.open._owners
    accepted = cast(HttpConnection, connection).transport.get_extra_info("socket")
    assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


async def test_half_a_body_is_not_waited_for(door: Door) -> None:
    door.patience(body=SOON)
    async with visiting(door) as visitor:
        await visitor.open()
        assert await (await door.line(sent=_half_body(visitor))).rest() == b""


async def test_whoever_has_a_session_may_take_longer_for_a_body(door: Door) -> None:
    async with visiting(door) as visitor:
        await visitor.start()
        door.patience(body_of_session=SOON)
        assert await (await door.line(sent=_half_body(visitor))).rest() == b""


async def test_an_answer_that_nobody_reads_is_not_kept(door: Door) -> None:
    door.patience(reading=SOON)
    line = await door.line()
    line.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a transport that reads, too
    with pytest.raises(ConnectionError):
        await line.repeat(HALF + b"\r\n")


async def test_half_requests_make_room_for_those_that_come_later(door: Door) -> None:
    halves = [await door.line(sent=HALF) for _ in range(6)]
    await door.opened(3)
    assert [await line.answer() for line in halves[:3]] == [b""] * 3
    assert await (await door.line(sent=HALF + b"\r\n")).answer() == b"HTTP/1.1 200 OK\r\n"


async def test_half_requests_cost_no_other_address(door: Door) -> None:
    others = [await door.line("127.0.0.3", HALF) for _ in range(3)]
    for _ in range(6):
        await door.line(sent=HALF)
    await door.opened(6)
    assert [await (await line.send(b"\r\n")).answer() for line in others] == [b"HTTP/1.1 200 OK\r\n"] * 3


async def test_who_is_signed_in_does_not_count_for_the_address(door: Door) -> None:
    async with visiting(door) as visitor:
        await visitor.start()
        async with visitor.client.stream("GET", "/chat/events") as stream:
            lines = stream.aiter_lines()
            await anext(lines)
            for _ in range(6):
                await door.line(sent=HALF)
            await door.opened(4)
            await visitor.say("还在吗")
            async with asyncio.timeout(PATIENCE):
                while "还在吗" not in await anext(lines):
                    pass


async def test_behind_a_proxy_the_visitor_counts_and_not_the_proxy(door: Door) -> None:
    async with visiting(door) as visitor:
        await visitor.open()
    flood = [await door.line("127.0.0.1", _half_body(visitor, "192.0.2.1")) for _ in range(3)]
    await door.opened(3)
    other = await door.line("127.0.0.1", _half_body(visitor, "192.0.2.2"))
    flood += [await door.line("127.0.0.1", _half_body(visitor, "192.0.2.1")) for _ in range(3)]
    assert [await line.rest() for line in flood[:3]] == [b""] * 3
    await other.send(b" " * 99)
    assert await other.answer() == b"HTTP/1.1 400 Bad Request\r\n"


async def test_a_proxy_keeps_its_connection_for_anybody(door: Door) -> None:
    line = await door.line("127.0.0.1")
    for number in range(9):
        await line.send(f"GET /chat/history HTTP/1.1\r\nX-Forwarded-For: 192.0.2.{number}\r\n".encode())
        await line.send(b"Host: localhost\r\n\r\n")
        assert await line.answer() == b"HTTP/1.1 401 Unauthorized\r\n"
        assert b"signed_out" in await line.until(b"}")


def _half_body(visitor: Visitor, forwarded_for: str = "") -> bytes:
    """A request of this visitor, of whose body of 100 bytes only the first is sent."""
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())
    head = [
        "POST /chat/start HTTP/1.1", "Host: localhost", "Content-Type: application/json", "Content-Length: 100",
        f"Cookie: {cookies}", f"X-Form-Token: {visitor.token}",
        *([f"X-Forwarded-For: {forwarded_for}"] if forwarded_for else []),
    ]  # fmt: skip
    return "\r\n".join([*head, "", "{"]).encode()
