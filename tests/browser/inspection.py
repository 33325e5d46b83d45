"""Checks of a screen: accessibility, width, size of tap targets, and errors reported by the browser."""

import os
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.async_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.async_api import BrowserContext, ConsoleMessage, Error, Frame, Page, Request, Response

SHOTS = os.environ.get("QINQING_SCREENSHOTS")  # a folder in which a screenshot of every inspected screen is kept
NARROWEST = 320
AXE = {"resultTypes": ["violations"], "iframes": False}
FINGER = 44  # pixels: the smallest height that a fingertip hits reliably

TOO_LOW = """least => [...document.querySelectorAll("button, a, input, select, textarea, summary, label.attach")]
    .filter(part => part.checkVisibility({ visibilityProperty: true }) && !part.closest(".skip, .bubble, .unseen"))
    .map(part => [part.id || part.textContent.trim(), part.getBoundingClientRect().height])
    .filter(([, height]) => height > 0 && height < least)"""
TOO_WIDE = """() => [...document.querySelectorAll("html, body, .log, .people, dialog[open]")]
    .filter(part => part.scrollWidth > part.clientWidth)
    .map(part => `${part.tagName} ${part.id}: ${part.scrollWidth} > ${part.clientWidth}`)"""


async def inspect(page: Page, name: str) -> None:
    """Run all checks on an important screen, including the chats in its frames."""
    await keep(page, name)
    await check_accessible(page)
    if await page.evaluate("matchMedia('(pointer: coarse)').matches"):
        await _reachable_by_finger(page, name)
        await _fits_the_narrowest(page, name)
    await _fits(page, name)


async def check_accessible(page: Page) -> None:
    """Check the page and each chat in it as separate documents."""
    for frame in page.frames:
        violations = (await Axe().run(frame, options=AXE)).response["violations"]
        found = [(one["id"], one["help"], [node["target"] for node in one["nodes"]]) for one in violations]
        assert not found, (frame.url, found)


async def keep(page: Page, name: str) -> None:
    """Save a screenshot if requested."""
    if SHOTS:
        width = (page.viewport_size or {"width": 0})["width"]
        await page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png")


async def _reachable_by_finger(page: Page, name: str) -> None:
    for frame in page.frames:
        low = await frame.evaluate(TOO_LOW, FINGER)
        assert not low, (name, low)


async def _fits_the_narrowest(page: Page, name: str) -> None:
    usual = page.viewport_size
    assert usual is not None
    await page.set_viewport_size({"width": NARROWEST, "height": 568})
    try:
        await _fits(page, f"{name} at {NARROWEST}")
    finally:
        await page.set_viewport_size(usual)


async def _fits(page: Page, name: str) -> None:
    for frame in page.frames:
        wide = await frame.evaluate(TOO_WIDE)
        assert not wide, (name, wide)


class Complaints:
    """Problems reported by one browser: console messages, failed requests, error responses, requests to other hosts."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.heard: list[str] = []
        self._navigations: Counter[Frame] = Counter()
        self._asked: dict[Request, int] = {}  # request → number of navigations of its frame before it
        self._host = urlsplit(address).netloc
        context.on("console", self._console)
        context.on("weberror", lambda error: self.heard.append(f"exception: {error.error}"))
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def none(self) -> None:
        assert not self.heard, self.heard

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.heard.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        frame = _frame(request)
        if frame is not None:
            self._navigations[frame] += request.is_navigation_request()
            self._asked[request] = self._navigations[frame]
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self._host:
            self.heard.append(f"another host: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED" or not self._given_up(request):
            self.heard.append(f"failed: {request.url} {request.failure}")

    def _given_up(self, request: Request) -> bool:
        """Whether the page ended the request itself: it closes its event stream, and leaving it aborts requests."""
        frame = _frame(request)
        if request.resource_type == "eventsource" or frame is None or frame.is_detached() or frame.page.is_closed():
            return True
        return self._asked.get(request, 0) < self._navigations[frame]

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.heard.append(f"{response.status}: {response.url}")


def _frame(request: Request) -> Frame | None:
    """None while a new page is still being opened."""
    try:
        return request.frame
    except Error:
        return None
