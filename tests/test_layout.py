"""The layout of the tests: nobody imports a test module, and what several of them need is in a module of its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
REPOSITORY = TESTS.parent


def test_nothing_is_imported_from_a_test_module_or_a_conftest() -> None:
    files = [*TESTS.rglob("*.py"), *(REPOSITORY / "bench").rglob("*.py")]
    assert files
    found = {(str(file.relative_to(REPOSITORY)), name) for file in files for name in _imported(file) if _private(name)}
    assert not found


def _private(name: str) -> bool:
    package, *parts = name.split(".")
    return package == "tests" and any(part.startswith("test_") or part == "conftest" for part in parts)


def _imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
