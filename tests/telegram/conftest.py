"""A fresh stand-in for each test, and a minimal bot that calls it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.telegram.caller import Caller
from tests.telegram.standin import StandIn


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn() as telegram:
        yield telegram


@pytest.fixture
async def bot(standin: StandIn) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as http:
        yield Caller(standin, http)
