"""Telegram's page explains every trouble that doctor can tell, and names only settings and metrics that exist."""

import ast
import re
from collections.abc import Iterator
from inspect import getsource
from pathlib import Path
from types import ModuleType

import pytest

from bot.channels.telegram import polling
from bot.channels.telegram.settings import WEBHOOK_PATH, WEBHOOK_PORTS
from bot.config.complaints import keys, variable_for
from bot.config.model import Config
from bot.doctor import channel, telegram
from bot.operations.metrics import CHANNEL_COUNTS

PAGE = (Path(__file__).parents[2] / "docs" / "telegram.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|`]*[\u4e00-\u9fff][^|`]*) \|", PAGE, re.MULTILINE)


def told(module: ModuleType) -> Iterator[str]:
    """What each result that is not good says, without what it fills in."""
    tree = list(ast.walk(ast.parse(getsource(module))))
    assigned = [one for one in tree if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "text"]
    texts = {one.lineno: one.value for one in assigned}
    for call in tree:
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "CheckResult":
            text = call.args[1]
            if isinstance(text, ast.Name):  # the one that stands nearest above
                text = texts[max(line for line in texts if line < text.lineno)]
            yield literal(text)


def literal(text: ast.expr) -> str:
    if isinstance(text, ast.Constant):
        return str(text.value)
    assert isinstance(text, ast.JoinedStr)
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in text.values)


TOLD = [*told(channel), *told(telegram)]


@pytest.mark.parametrize("text", TOLD)
def test_every_trouble_has_its_row(text: str) -> None:
    assert [row for row in ROWS if row in text], text


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_about_a_trouble(row: str) -> None:
    assert [text for text in TOLD if row in text], row


def test_every_setting_that_is_named_exists() -> None:
    named = set(re.findall(r"`((?:telegram|web|server|database)\.\w+)`", PAGE))
    assert named
    assert named <= set(keys())
    variables = set(re.findall(r"QINQING_\w+", PAGE))
    assert variables <= {variable_for(key) for key in keys()} | {"QINQING_CONFIG"}


def test_every_setting_in_an_example_exists() -> None:
    for block in re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        section, *lines = block.splitlines()
        assert section.strip("[]") in Config.model_fields
        assert {f"telegram.{line.partition(' = ')[0]}" for line in lines} <= set(keys())


def test_every_metric_of_the_channel_is_told() -> None:
    told = set(re.findall(r"^\| `(qinqing_\w+)", PAGE, re.MULTILINE))
    assert told == {name for name, *_ in CHANNEL_COUNTS} | {"qinqing_channel_up", "qinqing_webhook_pending"}


def test_the_figures_are_those_of_the_code() -> None:
    ports = re.search(r"on port ([\d, or]+),", PAGE)
    assert ports is not None
    assert {int(port) for port in re.findall(r"\d+", ports[1])} == set(WEBHOOK_PORTS)
    assert PAGE.count(WEBHOOK_PATH) == 3
    assert f"waits up to {polling.LONG_POLL_SECONDS} seconds" in PAGE
    assert polling.LEASE_DURATION.total_seconds() + polling.LEASE_CHECK_SECONDS < 20
    assert "within 20 seconds" in PAGE
