"""What the project's own configuration states."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES: list[str] = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def contract(name: str) -> dict[str, Any]:
    """One of import-linter's contracts."""
    (found,) = [one for one in PROJECT["tool"]["importlinter"]["contracts"] if one["name"] == name]
    return dict(found)


def product_files() -> list[Path]:
    """All Python files of the product itself."""
    return sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
