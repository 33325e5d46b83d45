"""Fixtures of the browser journeys: one Chromium, demo servers, and visitors; reports clearly if they cannot run."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext

from tests.browser import chromium
from tests.browser.demo_server import DemoServer
from tests.browser.devices import Visit
from tests.browser.inspection import Complaints


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run all browser tests in one worker, with one browser and one event loop."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))  # Playwright's own pipes


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    chromium.require()
    async with chromium.launched() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def server(browser: Browser, tmp_path: Path) -> AsyncIterator[DemoServer]:
    """A demo server of the test's own."""
    async for server in _running(tmp_path):
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def town(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[DemoServer]:
    """A demo server shared by several journeys, each with new people."""
    async for server in _running(tmp_path_factory.mktemp("town")):
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser) -> AsyncIterator[Visit]:
    """Opens a browser as a visitor has it: ``await visit(server.address, **PHONE)``."""
    contexts: list[BrowserContext] = []

    async def open_browser(address: str, **device: Any) -> tuple[BrowserContext, Complaints]:
        context = await browser.new_context(**{"locale": "zh-CN", "reduced_motion": "reduce", **device})
        context.set_default_timeout(chromium.PATIENCE)
        contexts.append(context)
        return context, Complaints(context, address)

    yield open_browser
    for context in contexts:
        await context.close()


async def _running(folder: Path) -> AsyncIterator[DemoServer]:
    server = DemoServer(folder)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
    assert server.complaints() == []
