"""The real `qinqing run --demo`, and people who talk to it over HTTP, using only the web chat's protocol."""

import asyncio
import json
import re
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from io import BytesIO
from pathlib import Path
from random import SystemRandom
from typing import Any
from uuid import uuid4

import httpx
from PIL import Image

from tests.codes import masked
from tests.crash.process import PATIENCE, Process

GIVEN: set[int] = set()  # ports
AGAIN = 0.1  # seconds between attempts
RECOVERING = 503
CHANCE = SystemRandom()
LIMITS = {  # all people here share one address and one browser
    "QINQING_WEB__POSTS_PER_MINUTE": "10000",
    "QINQING_WEB__REQUESTS_PER_MINUTE": "100000",
    "QINQING_WEB__CHATS_PER_HOUR": "1000",
}
TOKEN = re.compile(r'name="form-token" content="([^"]+)"')


class DemoProcess(Process):
    """`qinqing run --demo FOLDER` on a free local port, with its own database or the one at ``url``."""

    def __init__(self, folder: Path, url: str = "") -> None:
        super().__init__(folder / "process.log")
        self._database = {"QINQING_DATABASE__URL": url} if url else {}
        self.port, self._operations_port = free_port(), free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._demo = folder / "demo"

    @property
    def arguments(self) -> list[str]:
        return ["run", "--demo", str(self._demo)]

    @property
    def environment(self) -> dict[str, str]:
        return {
            "QINQING_SERVER__PORT": str(self.port), "QINQING_SERVER__OPERATIONS_PORT": str(self._operations_port),
            **LIMITS, **self._database,
        }  # fmt: skip

    async def start(self) -> None:
        """Returns when it answers."""
        began = await self.begin()
        async with httpx.AsyncClient(base_url=self.address) as client:
            while not await is_well(client):
                self.check(began)
                await asyncio.sleep(AGAIN)


class Visitor:
    """A page: sends everything with its own id, again after each lost connection, and reads events by number."""

    def __init__(self, client: httpx.AsyncClient, base: str, name: str) -> None:
        self.name = name
        self.sent: list[str] = []
        self._client, self._base = client, base
        self._token = ""
        self._events: dict[int, dict[str, Any]] = {}

    async def enter(self) -> "Visitor":
        page = await self._ask("GET", "")
        found = TOKEN.search(page.text)
        assert found is not None, page.text[:500]
        self._token = found[1]
        await self._post("start", {"id": str(uuid4())})
        await self._answered()
        return self

    async def say(self, text: str) -> str:
        await self.say_at_once(text)
        return ""

    async def say_at_once(self, *texts: str) -> None:
        for text in texts:
            await self._post("messages", {"id": self._new_name(), "text": text})
        await self._answered()

    async def send_photos(self, count: int) -> None:
        for number in range(count):
            picture = BytesIO()
            Image.new("RGB", (40, 40), (200, 30 * number, 30)).save(picture, "JPEG")
            file = {"file": ("照片.jpg", picture.getvalue(), "image/jpeg")}
            answer = await self._ask("POST", "/files", data={"id": self._new_name(), "caption": ""}, files=file)
            assert answer.status_code == 202, answer.text
        await self._answered()

    async def press(self, label: str, times: int = 1) -> str:
        message, data = await self._button(label)
        for _ in range(times):
            await self._post("presses", {"id": str(uuid4()), "message": message, "data": data})
        await self._answered()
        return ""

    async def read(self, pattern: str) -> re.Match[str]:
        patience = time.monotonic() + PATIENCE
        while True:
            for body in reversed((await self._screen()).values()):
                if body["from"]["is_bot"] and (found := re.search(pattern, str(body.get("text")))):
                    return found
            assert time.monotonic() < patience, f"{self.name} never read «{pattern}»"
            await asyncio.sleep(AGAIN)

    async def sees(self, label: str) -> bool:
        newest = list((await self._screen()).values())[-1]
        return any(label in button["text"] for button in _buttons(newest))

    async def log(self) -> list[str]:
        """The bot's events in order, without numbers, weekdays and codes."""
        await self._look()
        own = {n for n, event in self._events.items() if _is_own(event)}
        bodies = [(event["kind"], event["body"]) for n, event in sorted(self._events.items()) if n not in own]
        said = [masked(f"{kind} {body.get('text')} {_labels(body)}") for kind, body in bodies]
        return [re.sub(r"\d+|(?<=周).", "#", one) for one in said]

    async def own_names(self) -> list[str]:
        """Ids of the person's own messages shown in the chat."""
        await self._look()
        return [str(event["body"]["web_id"]) for _, event in sorted(self._events.items()) if _is_own(event)]

    async def numbers(self) -> list[int]:
        await self._look()
        return sorted(self._events)

    def _new_name(self) -> str:
        self.sent.append(str(uuid4()))
        return self.sent[-1]

    async def _button(self, label: str) -> tuple[int, str]:
        patience = time.monotonic() + PATIENCE
        while True:
            for message, body in reversed((await self._screen()).items()):
                for button in _buttons(body):
                    if label in button["text"]:
                        return message, button["callback_data"]
            assert time.monotonic() < patience, f"{self.name} sees no button «{label}»: {(await self.log())[-3:]}"
            await asyncio.sleep(AGAIN)

    async def _screen(self) -> dict[int, dict[str, Any]]:
        """The messages in their current state, oldest first."""
        await self._look()
        shown: dict[int, dict[str, Any]] = {}
        for _, event in sorted(self._events.items()):
            if event["kind"] == "delete":
                shown.pop(event["message"], None)
            elif event["kind"] != "toast":
                shown[event["message"]] = event["body"]
        return dict(sorted(shown.items()))

    async def _look(self) -> None:
        """Read missed events, by number."""
        before = 2**31 - 1
        known = max(self._events, default=0)
        while True:
            answer = (await self._ask("GET", f"/history?limit=200&before={before}")).json()
            self._events |= {event["number"]: event for event in answer["events"]}
            before = min((event["number"] for event in answer["events"]), default=0)
            if before <= known + 1 or not answer["more"]:
                return

    async def _answered(self) -> None:
        """Wait until the stream says that no update is waiting to be answered."""
        patience = time.monotonic() + PATIENCE
        while time.monotonic() < patience:
            try:
                async with self._client.stream("GET", f"{self._base}/events?after={2**31 - 2}", timeout=10) as stream:
                    assert stream.status_code in (200, RECOVERING), stream.status_code
                    kind = ""
                    async for line in stream.aiter_lines():
                        if line.startswith("event:"):
                            kind = line.removeprefix("event:").strip()
                        elif line.startswith("data:") and kind == "typing" and not json.loads(line[5:])["on"]:
                            return
            except httpx.TransportError:
                pass
            await asyncio.sleep(AGAIN)
        raise AssertionError(f"{self.name} gets no answer")

    async def _post(self, path: str, body: dict[str, Any]) -> None:
        answer = await self._ask("POST", f"/{path}", json=body)
        assert answer.status_code == 202, answer.text

    async def _ask(self, method: str, path: str, **content: Any) -> httpx.Response:
        return await ask(self._client, method, self._base + path, self._token, **content)


@asynccontextmanager
async def newcomer(address: str, name: str) -> AsyncIterator[Visitor]:
    async with httpx.AsyncClient(base_url=address) as client:
        yield await Visitor(client, "/chat", name).enter()


@asynccontextmanager
async def seated(address: str, words: str, unit: str = "") -> AsyncIterator[list[Visitor]]:
    """The demo people whose card ends with ``words`` (in that unit), each on their own page."""
    async with httpx.AsyncClient(base_url=address) as client:
        page = (await ask(client, "GET", "/demo")).text
        token = TOKEN.search(page)
        assert token is not None
        seats = []
        for choice in _choices(page, words, unit):
            seat = (await ask(client, "POST", "/demo/seats", token[1], json={"choice": choice})).json()
            seats.append(await Visitor(client, f"/demo/seats/{seat['number']}/chat", f"{words} {choice}").enter())
        yield seats


async def ask(client: httpx.AsyncClient, method: str, path: str, token: str = "", **content: Any) -> httpx.Response:
    """Repeat the request until there is a response of a server that works, as a page does."""
    patience = time.monotonic() + PATIENCE
    while True:
        try:
            answer = await client.request(
                method, path, headers={"X-Form-Token": token}, follow_redirects=True, **content
            )
        except httpx.TransportError:
            answer = httpx.Response(RECOVERING)
        if answer.status_code != RECOVERING:
            assert answer.status_code < 400, f"{method} {path}: {answer.status_code} {answer.text[:300]}"
            return answer
        assert time.monotonic() < patience, f"no answer to {method} {path}"
        await asyncio.sleep(AGAIN)


def _choices(page: str, words: str, unit: str) -> list[str]:
    if unit:
        page = page.split(f'data-unit="{unit}"')[1].split("</details>")[0]
    return re.findall(rf'data-choice="(post:\d+)" data-words="[^"]*{re.escape(words)}"', page)


def _buttons(body: dict[str, Any]) -> list[dict[str, str]]:
    return [button for row in body.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def _labels(body: dict[str, Any]) -> list[str]:
    return [button["text"] for button in _buttons(body)]


def _is_own(event: dict[str, Any]) -> bool:
    return event["kind"] == "send" and not event["body"]["from"]["is_bot"]


async def is_well(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/healthz")).status_code == 200
    except httpx.TransportError:
        return False


def free_port() -> int:
    """Below the range from which systems number outgoing connections: those of other tests would take it meanwhile.

    None is given twice."""
    while True:
        port = CHANCE.randrange(10_000, 32_000)
        if port in GIVEN:
            continue
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            GIVEN.add(port)
            return port
