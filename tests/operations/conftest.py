"""The log as it is written."""

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.config.model import LogSection
from bot.operations import logs


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What is logged from here on, as JSON."""
    root = logging.getLogger()
    handlers, level, before = root.handlers, root.level, structlog.get_config()
    logs.configure(LogSection(level="debug"))
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    structlog.configure(**before)
    root.handlers, root.level = handlers, level
