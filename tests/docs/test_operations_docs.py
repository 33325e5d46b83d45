"""The operators' page names only commands, options and settings that exist."""

import re
from pathlib import Path

import pytest

from bot.__main__ import COMMANDS, _parser
from bot.channels.webchat.settings import WebSettings
from bot.config.complaints import keys, variable_for
from bot.config.model import Config
from bot.doctor.disk import LOW_SPACE_GB, NO_SPACE_GB
from people.invitation_service import INVITATION_LIFETIME

ROOT = Path(__file__).parents[2]
PAGES = [page for page in sorted((ROOT / "docs").glob("*.md")) if "qinqing " in page.read_text(encoding="utf-8")]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def calls(text: str) -> list[list[str]]:
    """Every call of the command on a page: the words after "qinqing", up to the end of the code."""
    inline = re.findall(r"`(?:\S*/)?qinqing ([^`]+)`", text)
    blocks = re.findall(r"^(?:ExecStart=)?(?:\S*/)?qinqing (.+)$", text, re.MULTILINE)
    return [call.split() for call in (*inline, *blocks)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_and_option_that_is_named_exists(page: Path) -> None:
    for words in calls(page.read_text(encoding="utf-8")):
        assert words[0] in COMMANDS, words
        options = [word for word in words[1:] if word.startswith("--")]
        assert not options or all(option in _help(words[0]) for option in options), words


def test_the_page_names_commands_at_all() -> None:
    assert {words[0] for words in calls(OPERATIONS)} >= {
        "run", "migrate", "doctor", "invite", "backup", "restore", "directory",
    }  # fmt: skip


def test_every_setting_that_is_named_exists() -> None:
    sections = "|".join(Config.model_fields)
    named = set(re.findall(rf"`((?:{sections})\.\w+)`", OPERATIONS))
    assert named
    assert named <= {*keys(), "config.toml"}
    for section in re.findall(r"`\[(\w+)\]`", OPERATIONS):
        assert section in Config.model_fields


def test_every_variable_that_is_named_exists() -> None:
    variables = set(re.findall(r"QINQING_\w+", OPERATIONS))
    assert variables <= {variable_for(key) for key in keys()} | {"QINQING_CONFIG"}


def test_the_figures_are_those_of_the_code() -> None:
    assert f"below {LOW_SPACE_GB} GB" in OPERATIONS
    assert f"below {NO_SPACE_GB} GB" in OPERATIONS
    assert f"good for {INVITATION_LIFETIME.total_seconds() / 3600:.0f} hours" in OPERATIONS
    limit = re.search(r"client_max_body_size (\d+)m", OPERATIONS)
    assert limit is not None
    assert int(limit[1]) > WebSettings().file_megabytes


def test_the_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", OPERATIONS):
        assert (ROOT / "docs" / link).exists(), link


def _help(command: str) -> str:
    """The help of one command with all its options."""
    parser = _parser(command)
    action = next(action for action in parser._actions if action.dest == "command")
    assert isinstance(action.choices, dict)
    return str(action.choices[command].format_help())
