"""The manifest of a backup: what the archive contains. Whoever can write a backup can write it, so every field is
checked before it is used."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

FORMAT = 1
DIGEST = re.compile(r"[0-9a-f]{64}")
YEARS = range(2000, 3000)  # leaves room for any time zone
MAX_SHOWN_CHARS = 40  # of a field's name in a complaint


class BadArchive(Exception):
    """Not a backup of this product, or a damaged one; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The contents of a backup, so that it can be verified before it replaces anything."""

    format: int
    made_at: str
    schema: str  # id of the last migration
    demo: bool
    database: str  # SHA-256 of the database file
    rows: dict[str, int]  # number of rows by table
    files: list[str]  # digests, each also the file's name
    missing: list[str]  # digests that the database refers to but that were not in the folder

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read(content: bytes) -> Manifest:
    """The manifest in ``content``; raises BadArchive naming the first field that is wrong and what it should be."""
    said = _object(content)
    if type(said.get("format")) is int and said["format"] > FORMAT:
        raise BadArchive(f"备份来自更新的版本（format {str(said['format'])[:MAX_SHOWN_CHARS]}），请用新版本的程序恢复")
    _check_names(said)
    for name, (is_right, wanted) in _FIELDS.items():
        if not is_right(said[name]):
            raise BadArchive(f"备份的清单里 {name} 不对，应为{wanted}")
    if not set(said["files"]).isdisjoint(said["missing"]):
        raise BadArchive("备份的清单里同一个附件既在 files 又在 missing")
    return Manifest(**said)


def _object(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadArchive("备份的清单（manifest.json）不是有效的 JSON，读不懂") from error
    if not isinstance(said, dict):
        raise BadArchive("备份的清单（manifest.json）应为一个 JSON 对象")
    return said


def _check_names(said: Mapping[str, Any]) -> None:
    known = [field.name for field in fields(Manifest)]
    for name in known:
        if name not in said:
            raise BadArchive(f"备份的清单里缺少 {name}")
    for name in said:
        if name not in known:
            raise BadArchive(f"备份的清单里有不认识的 {ascii(name)[:MAX_SHOWN_CHARS]}")


def _is_format(value: object) -> bool:
    return type(value) is int and 1 <= value <= FORMAT


def _is_moment(value: object) -> bool:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return moment is not None and moment.utcoffset() is not None and moment.year in YEARS


def _is_schema(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9]{4}", value, re.ASCII) is not None


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and DIGEST.fullmatch(value) is not None


def _are_counts(value: object) -> bool:
    return isinstance(value, dict) and all(type(count) is int and count >= 0 for count in value.values())


def _are_digests(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_digest, value)) and len(set(value)) == len(value)


_SHA = "64 位的 SHA-256（0-9、a-f）"
_FIELDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "format": (_is_format, f" 1 到 {FORMAT} 的整数"),
    "made_at": (_is_moment, "带时区的时间，例如 2026-11-23T01:00:00+00:00"),
    "schema": (_is_schema, "四位数字的数据库版本，例如 0010"),
    "demo": (lambda value: isinstance(value, bool), " true 或 false"),
    "database": (_is_digest, _SHA),
    "rows": (_are_counts, "每个表的行数，都是不小于 0 的整数"),
    "files": (_are_digests, f"{_SHA}的列表，不重复"),
    "missing": (_are_digests, f"{_SHA}的列表，不重复"),
}
