"""A configuration for each test, and commands called as an operator calls them; for use in conftests."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.config.written import LEAST

Qinqing = Callable[..., tuple[int, str, str]]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(LEAST, encoding="utf-8")
    return file


@pytest.fixture
def database(config: Path) -> Path:
    return config.parent / "data" / "qinqing.db"


@pytest.fixture
def qinqing(config: Path, capsys: pytest.CaptureFixture[str]) -> Qinqing:
    """Calls a command with that configuration; returns exit code, standard output and standard error."""

    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([*words, "--config", str(config)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call
