"""The documents cannot fall behind the code: what they name exists, and what they draw is how it is."""

import re
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from appeals.model import FactKind, Stage
from bot.__main__ import COMMANDS, _parser
from bot.config.complaints import keys, variable_for
from bot.config.model import Config
from people.model import Role
from tests.project import PACKAGES, PROJECT, ROOT, contract

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
OPERATIONS = ROOT / "docs/operations.md"  # tests/docs/test_operations_docs.py reads its commands and settings
PICTURE_AT_MOST = 200 * 1024
OF_THE_TESTS = ("QINQING_REQUIRE_BROWSER", "QINQING_REQUIRE_PROXIES")
MADE_BY_RUNNING = ("data/", ".venv/")  # places that a clone does not have yet

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@each_page
def test_every_link_and_picture_leads_somewhere(page: Path) -> None:
    for target in (*re.findall(r"\]\(([^)\s]+)\)", _prose(page)), *_pictures(page)):
        if "://" in target:
            continue
        file, _, heading = target.partition("#")
        assert (page.parent / file).exists(), target
        assert not heading or heading in _anchors(page.parent / file if file else page), target


@each_page
def test_every_file_that_is_named_exists(page: Path) -> None:
    for name in re.findall(r"`([\w.-]+/[\w./-]*)`", _prose(page)):
        if not name.startswith(MADE_BY_RUNNING):
            assert any((folder / name).exists() for folder in (ROOT, page.parent, ROOT / "bot")), name


@each_page
def test_everything_of_the_code_that_is_named_exists(page: Path) -> None:
    for name in re.findall(rf"`((?:{'|'.join(PACKAGES)})(?:\.\w+)+)`", _prose(page)):
        if name not in keys() and not name.endswith((".toml", ".py")):
            assert _found(name.split(".")), name


@each_page
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {call.split()[0] for call in _calls(page, "make") if not call.startswith("-")} <= targets


@each_page
def test_every_command_and_option_that_is_named_exists(page: Path) -> None:
    for call in _calls(page, "qinqing"):
        command, *words = call.split()
        if page != OPERATIONS and command != "…":
            assert command in COMMANDS, call
            assert find_spec(f"bot.commands.{command}"), call
            assert {word for word in words if word.startswith("--")} <= _options(command), call


@each_page
def test_every_setting_that_is_named_exists(page: Path) -> None:
    prose = _prose(page)
    variables = {variable_for(key) for key in keys()} | {"QINQING_CONFIG", *OF_THE_TESTS}
    assert set(re.findall(r"QINQING_\w+", prose)) <= variables
    assert set(re.findall(r"`\[(\w+)\]`", prose)) <= set(Config.model_fields)
    sections = "|".join(set(Config.model_fields) - set(PACKAGES))
    named = set(re.findall(rf"`((?:{sections})\.\w+)`", prose)) - {"config.toml"}
    assert {name for name in named if not (ROOT / "storage" / name).exists()} <= set(keys())


def test_the_readme_tells_of_every_command_that_there_is() -> None:
    there = {command for command in COMMANDS if find_spec(f"bot.commands.{command}")}
    for readme in ("README.md", "README.zh-CN.md"):
        rows = re.findall(r"^\| `qinqing (\w+)", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE)
        assert set(rows) == there, readme


def test_both_readmes_say_the_same_in_their_language() -> None:
    english, chinese = ROOT / "README.md", ROOT / "README.zh-CN.md"
    for what in (_pictures, _headings_by_level, _own_links):
        assert what(english) == what(chinese), what.__name__


def test_every_decision_says_when_it_was_made_and_whether_it_is_in_force() -> None:
    folder = ROOT / "docs/decisions"
    pages = sorted(folder.glob("0*.md"))
    said = [
        re.match(r"# (\d{4}): (.+)\n\n(\d{4}-\d\d-\d\d) · (in force|replaced by \d{4})\n\n", _text(page))
        for page in pages
    ]
    rows = re.findall(r"\| \[(\d{4})\]\((\S+)\) \| (.+) \| (\S+) \| (.+) \|", _text(folder / "README.md"))
    assert [(number, title, date, status) for number, _, title, date, status in rows] == [
        one and one.groups() for one in said
    ]
    assert [file for _, file, *_ in rows] == [page.name for page in pages]


@pytest.mark.parametrize("name", ["operations", "telegram", "knowledge"])
def test_an_operators_guide_says_the_same_in_both_languages(name: str) -> None:
    english, chinese = ROOT / f"docs/{name}.md", ROOT / f"docs/{name}.zh-CN.md"
    for what in (_headings_by_level, _code):
        assert what(english) == what(chinese), what.__name__


def test_the_rows_of_packages_are_those_that_import_linter_holds() -> None:
    drawn, inside_bot = _rows(_text(ROOT / "ARCHITECTURE.md"))
    assert drawn == _layers("Packages depend downwards only")
    assert inside_bot == _layers("Inside the bot, too, everything depends downwards only")


def test_architecture_names_every_package() -> None:
    section = _text(ROOT / "ARCHITECTURE.md").split("## Packages")[1]
    assert set(PACKAGES) <= set(re.findall(r"`(\w+)`", section))


def _rows(page: str) -> list[list[set[str]]]:
    """The tables whose lines begin with the number of a row, each as the names in its rows, first to last."""
    tables: list[list[set[str]]] = []
    for number, names in re.findall(r"^\| (\d+) \| ([^|]+) \|", page, re.MULTILINE):
        if number == "1":
            tables.append([])
        if int(number) > len(tables[-1]):
            tables[-1].append(set())
        tables[-1][-1] |= {name.removesuffix(".py") for name in re.findall(r"`([\w.]+)`", names)}
    return tables


def _layers(name: str) -> list[set[str]]:
    return [set(layer.split(" | ")) for layer in contract(name)["layers"]]


def test_every_dependency_has_its_reason_beside_it() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    extra = PROJECT["project"]["optional-dependencies"].values()
    groups: list[list[str]] = [PROJECT["project"]["dependencies"], *extra]
    wanted = [requirement for group in groups for requirement in group]
    explained = [line for line in lines if re.search(r"# \S", line)]
    assert not [one for one in wanted if not any(line.strip().startswith(f'"{one}"') for line in explained)]


def test_the_glossary_has_every_role_stage_and_fact() -> None:
    glossary = _text(ROOT / "docs/glossary.md")
    defined = {word.strip() for row in re.findall(r"^\| ([^|]+) \|", glossary, re.MULTILINE) for word in row.split(",")}
    named = {"office", "entrepreneur", "desk", "discipline commission"}
    assert named <= defined
    for kind in (*Stage, *FactKind, *Role):
        assert kind.value in defined or any(word.startswith(kind.value) for word in named & defined), kind


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## [{PROJECT['project']['version']}] - " in _text(ROOT / "CHANGELOG.md")


def test_the_decisions_are_numbered_and_listed() -> None:
    folder = ROOT / "docs/decisions"
    records = sorted(folder.glob("0*.md"))
    assert [record.name[:4] for record in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for record in records:
        title = _text(record).splitlines()[0]
        assert title.startswith(f"# {record.name[:4]}: ")
        assert f"| [{record.name[:4]}]({record.name}) | {title.partition(': ')[2]} |" in _text(folder / "README.md")


def test_every_picture_is_shown_and_light() -> None:
    shown = {(page.parent / name).resolve() for page in PAGES for name in _pictures(page)}
    pictures = {picture.resolve() for picture in (ROOT / "docs/images").glob("*.png")}
    assert pictures
    assert pictures == {picture for picture in shown if picture.suffix == ".png"}
    for picture in pictures:
        assert picture.stat().st_size < PICTURE_AT_MOST, picture.name
        with Image.open(picture) as image:
            assert image.width in (390, 780, 1440), picture.name


@cache
def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _prose(page: Path) -> str:
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", _text(page), flags=re.MULTILINE | re.DOTALL)


def _calls(page: Path, program: str) -> Iterator[str]:
    """The arguments after the program's name, in inline code and code blocks, up to a comment."""
    spans = re.findall(r"`([^`\n]+)`", _prose(page))
    blocks = re.findall(r"^```\w*\n(.*?)^```", _text(page), re.MULTILINE | re.DOTALL)
    for line in (*spans, *(line for block in blocks for line in block.splitlines())):
        if found := re.match(rf"(?:\S*/)?{program} (.+)", line):
            yield found[1].partition(" #")[0].strip()


@cache
def _options(command: str) -> set[str]:
    commands: Any = next(action for action in _parser(command)._actions if action.dest == "command")
    return set(commands.choices[command]._option_string_actions)


def _anchors(page: Path) -> set[str]:
    """The headings as GitHub links to them."""
    headings = re.findall(r"^#+ (.+)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _found(parts: list[str]) -> bool:
    """Whether a dotted name leads to a module or to something in one."""
    for length in range(len(parts), 0, -1):
        try:
            found: Any = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for part in parts[length:]:
            fields = getattr(found, "__dataclass_fields__", {})
            if not hasattr(found, part) and part not in fields:
                return False
            found = getattr(found, part, None)
        return True
    return False


def _pictures(page: Path) -> list[str]:
    found = re.finditer(r'!\[[^\]]*\]\(([^)\s]+)\)|<img src="([^"]+)"', _text(page))
    return [one[1] or one[2] for one in found]


def _headings_by_level(page: Path) -> list[str]:
    return re.findall(r"^(#+) ", _prose(page), re.MULTILINE)


def _code(page: Path) -> list[str]:
    """What is to be typed or looked for, blocks without their remarks."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", _text(page), re.MULTILINE | re.DOTALL)
    lines = [re.sub(r"#.*", "", line).rstrip() for block in blocks for line in block.splitlines()]
    return [*lines, *sorted(set(re.findall(r"`([^`\n]+)`", _prose(page))))]


def _own_links(page: Path) -> list[str]:
    links = [link.replace(".zh-CN", "") for link in re.findall(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)", _text(page))]
    return [link for link in links if not link.startswith("README")]
