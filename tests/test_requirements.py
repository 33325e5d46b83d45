"""What is pinned: running needs nothing that only builds or tests, and a version is the same wherever it is pinned."""

import re
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project import ROOT

PIN = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", re.MULTILINE)
PINNED = ("run.txt", "build.txt", "dev.txt")


def pins(name: str) -> dict[str, str]:
    """Versions by name; of a package with a version per platform, one of them."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    return {canonicalize_name(package): version for package, version in PIN.findall(text)}


def listed(name: str) -> list[str]:
    if name == "build.txt":
        lines = (ROOT / "requirements" / "build.in").read_text("utf-8").splitlines()
        return [found for line in lines if (found := line.partition("#")[0].strip())]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *(project["optional-dependencies"]["dev"] if name == "dev.txt" else [])]


def reached(roots: Iterable[str]) -> set[str]:
    """The packages that these requirements lead to on any platform, by the metadata of what is installed here."""
    left, found = [Requirement(root) for root in roots], set[str]()
    while left:
        one = left.pop()
        name = canonicalize_name(one.name)
        if name not in found or one.extras:
            found.add(name)
            left += [more for more in _required(name) if _is_asked_for(more, one.extras or {""})]
    return found


def _required(name: str) -> list[Requirement]:
    try:
        return [Requirement(one) for one in requires(name) or []]
    except PackageNotFoundError:  # of another platform
        return []


def _is_asked_for(more: Requirement, extras: set[str]) -> bool:
    if more.marker is None or "extra" not in str(more.marker):
        return True
    return any(more.marker.evaluate({"extra": extra}) for extra in extras)


@pytest.mark.parametrize("name", PINNED)
def test_whatever_is_pinned_is_needed_there(name: str) -> None:
    assert set(pins(name)) - reached(listed(name)) == set()


def test_running_needs_nothing_that_builds_or_tests() -> None:
    assert set(pins("run.txt")) & {"editables", "hatchling", "mypy", "pytest", "ruff", "trove-classifiers"} == set()
    assert {"editables", "hatchling"} <= set(pins("build.txt"))


def test_a_version_is_the_same_wherever_it_is_pinned() -> None:
    run, build, dev = (pins(name) for name in PINNED)
    for ours in (run, build):
        assert {name: version for name, version in ours.items() if dev.get(name, version) != version} == {}
