"""Files and functions stay small: a file has one subject, a function one thought."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
WINDOWS = "dialog"  # a dialog's list of windows may be as long as it has windows
SILENCED = re.compile(r"# (type: ignore(\[[\w-]+\])?|noqa(: [A-Z0-9, ]+)?)\s*$")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split() if (ROOT / name).exists()]


def sources() -> list[Path]:
    return [file for file in tracked() if file.relative_to(ROOT).parts[0] not in ("tests", "migrations")]


def functions() -> Iterator[tuple[str, int]]:
    for file in sources():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_are_short() -> None:
    lines = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in sources()}
    assert {file: count for file, count in lines.items() if count > 300} == {}
    assert median(lines.values()) <= 80


def test_functions_are_short() -> None:
    lines = sorted(count for _, count in functions())
    assert median(lines) <= 5
    assert lines[int(0.9 * len(lines))] <= 12
    assert [name for name, count in functions() if count > 60 and name != WINDOWS] == []


def test_the_formatter_is_seldom_told_to_look_away() -> None:
    assert sum(file.read_text(encoding="utf-8").count("# fmt" + ": skip") for file in sources()) <= 15


def test_whatever_is_silenced_has_its_reason() -> None:
    silenced = [file for file in tracked() if any(map(SILENCED.search, file.read_text("utf-8").splitlines()))]
    assert silenced == []
