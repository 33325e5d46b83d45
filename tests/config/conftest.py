"""A configuration of the test's own."""

from pathlib import Path

import pytest

from tests.config.written import Write


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def save(text: str) -> Path:
        file = tmp_path / "config.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return save
