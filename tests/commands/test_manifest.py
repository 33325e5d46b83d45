"""A backup's manifest comes from whoever made the archive: each field is checked, and each complaint names it."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import manifest
from bot.commands.manifest import BadArchive, Manifest

SHA = "0123456789abcdef" * 4
GOOD: dict[str, Any] = {
    "format": 1,
    "made_at": "2026-11-23T01:00:00+00:00",
    "schema": "0010",
    "demo": False,
    "database": SHA,
    "rows": {"appeal": 3},
    "files": [SHA],
    "missing": [],
}


def complaint(content: bytes) -> str:
    with pytest.raises(BadArchive) as refused:
        manifest.read(content)
    return str(refused.value)


def test_what_is_written_is_read_back() -> None:
    assert manifest.read(Manifest(**GOOD).to_json()) == Manifest(**GOOD)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", True),
        ("format", 0),
        ("format", "1"),
        ("made_at", "yesterday"),
        ("made_at", "2026-11-23T01:00:00"),
        ("made_at", "9999-12-31T23:59:59+00:00"),
        ("made_at", 5),
        ("schema", "../1"),
        ("schema", "１２３４"),
        ("schema", None),
        ("demo", "yes"),
        ("demo", 0),
        ("database", "A" * 64),
        ("database", SHA + "\n"),
        ("rows", {"appeal": -1}),
        ("rows", {"appeal": 1e400}),
        ("rows", {"appeal": True}),
        ("rows", []),
        ("files", [SHA, SHA]),
        ("files", ["../../etc/passwd"]),
        ("files", [[SHA]]),
        ("files", SHA),
        ("missing", [SHA]),
        ("extra", 1),
    ],
)
def test_each_field_is_checked_and_named(name: str, value: object) -> None:
    assert name in complaint(json.dumps({**GOOD, name: value}).encode())


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_missing_field_is_named(name: str) -> None:
    said = {key: value for key, value in GOOD.items() if key != name}
    assert f"缺少 {name}" in complaint(json.dumps(said).encode())


def test_a_later_format_is_told_as_such() -> None:
    assert "更新的版本" in complaint(json.dumps({"format": 2, "anything": "else"}).encode())


DEEP = b'{"format":' + b"[" * 100_000 + b"]" * 100_000 + b"}"


@pytest.mark.parametrize("content", [b"", b"null", b"[]", b"\xff\xfe", DEEP, b'{"format":' + b"9" * 5000 + b"}"])
def test_what_is_no_manifest_is_told(content: bytes) -> None:
    assert "清单" in complaint(content)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70) | st.just(SHA),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=5,
)


@given(changes=st.dictionaries(st.sampled_from(sorted(GOOD)) | st.text(max_size=5), JSON, max_size=3))
def test_no_manifest_does_worse_than_a_sentence(changes: dict[str, Any]) -> None:
    said = {**GOOD, **changes}
    with suppress(BadArchive):
        assert manifest.read(json.dumps(said).encode()) == Manifest(**said)
