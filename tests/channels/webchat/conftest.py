"""A web server on a real database, accessed like a visitor's browser does."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.webchat import uploads
from storage.database import Database
from tests.channels.webchat.visitor import Visitor, Website


@pytest.fixture(autouse=True)
def _bodies_at_full_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PIECE_SECONDS", 0.0)


@pytest.fixture
async def site(db: Database, tmp_path: Path) -> Website:
    return await Website.build(db, tmp_path)


@pytest.fixture
async def visitor(site: Website) -> AsyncIterator[Visitor]:
    """A visitor who has opened the page and been greeted."""
    async with site.visitor() as visitor:
        await visitor.start()
        yield visitor
