"""Whether a screen is fit to be shown: accessible, in its width, buttons large enough; and what the browser complains of."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]
from playwright.async_api import BrowserContext, ConsoleMessage, Frame, Page, Request, Response

SHOTS = os.environ.get("QINQING_SCREENSHOTS")  # a folder: every inspected screen is kept there, to be looked at
NARROWEST = 320
FINGER = 44  # pixels: the least height that a fingertip hits safely

TOO_LOW = """least => [...document.querySelectorAll("button, a, input:not(.unseen), select, textarea, summary, label.attach")]
    .filter(part => part.checkVisibility({ visibilityProperty: true }) && !part.closest(".skip, .bubble"))
    .map(part => [part.id || part.textContent.trim(), part.getBoundingClientRect().height])
    .filter(([, height]) => height > 0 && height < least)"""
TOO_WIDE = """() => [...document.querySelectorAll("*")]
    .filter(part => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === "auto"
        && getComputedStyle(part).overflowY !== "hidden" && part.clientWidth > 0)
    .concat(document.documentElement.scrollWidth > innerWidth ? [document.documentElement] : [])
    .map(part => `${part.tagName} ${part.id || part.className}: ${part.scrollWidth} > ${part.clientWidth}`)"""


async def inspect(page: Page, name: str, *frames: Frame) -> None:
    """Everything that is asked of each important screen, of the page and of the chats that it shows."""
    await _keep(page, name)
    places = [page.main_frame, *frames]
    for place in places:
        await check_accessible(place)
    if await page.evaluate("matchMedia('(pointer: coarse)').matches"):
        for place in places:
            assert await place.evaluate(TOO_LOW, FINGER) == [], name
    await _fits(places, name)
    await _fits_the_narrowest(page, places, name)


async def check_accessible(place: Page | Frame) -> None:
    violations = (await Axe().run(place)).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]], one["help"]) for one in violations] == []


async def _fits_the_narrowest(page: Page, places: list[Frame], name: str) -> None:
    usual = page.viewport_size
    assert usual is not None
    await page.set_viewport_size({"width": NARROWEST, "height": 568})
    try:
        await _fits([place for place in places if not place.is_detached()], f"{name} at {NARROWEST}")
    finally:
        await page.set_viewport_size(usual)


async def _fits(places: list[Frame], name: str) -> None:
    for place in places:
        assert await place.evaluate(TOO_WIDE) == [], name


async def _keep(page: Page, name: str) -> None:
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        width = (page.viewport_size or {"width": 0})["width"]
        await page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png")


class Complaints:
    """What one browser complains of: console, failed requests, refusals, words with other hosts."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.heard: list[str] = []
        self._host = urlsplit(address).netloc
        context.on("console", self._console)
        context.on("weberror", lambda error: self.heard.append(f"exception: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def none(self) -> None:
        assert self.heard == []

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._host:
            self.heard.append(f"another host: {request.url}")

    def _failed(self, request: Request) -> None:
        left = request.resource_type == "eventsource" and request.failure == "net::ERR_ABORTED"
        if not left:  # a page that is left ends its stream of events; nothing else may fail
            self.heard.append(f"failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.heard.append(f"{response.status}: {response.url}")
