"""Reads what somebody says at the summary about themselves, in correction of it: "名字不对，我叫张样例"."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from people.contact_details import read_phone
from texts.refused import Refused
from understanding import answers

MAX_CHARS = 40  # a longer text tells of the matter
FIELDS = ("name", "phone", "enterprise", "hours")


def read(text: str) -> Mapping[str, str]:
    """The corrected detail of a folded text, by its field (the first that fits); empty if the text corrects none."""
    said = text.strip(" .。!！~")
    if len(said) > MAX_CHARS:
        return {}
    return next(({field: value} for field in FIELDS if (value := _corrected(field, said))), {})


def _corrected(field: str, said: str) -> str:
    found = next((one for pattern in _patterns()[field] if (one := pattern.fullmatch(said))), None)
    value = found["value"].strip(" ,，:：") if found else ""
    return value if value and _CHECKS[field](value) else ""


def _is_phone(value: str) -> bool:
    try:
        return bool(read_phone(value))
    except Refused:
        return False


def _is_name(value: str) -> bool:
    return (answers.read_personal(value, "name") or {}).get("name") == value


def _are_hours(value: str) -> bool:
    return answers.read_personal(value, "hours") is not None


_CHECKS = {"name": _is_name, "phone": _is_phone, "enterprise": answers.is_firm, "hours": _are_hours}


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """In the patterns {wrong} says that something is wrong, and {now} what leads to what is right."""
    table = tomllib.loads(Path(__file__).with_name("corrections.toml").read_text("utf-8"))
    parts = table.pop("parts")

    def whole(pattern: str) -> re.Pattern[str]:
        for name, part in parts.items():
            pattern = pattern.replace(f"{{{name}}}", part)
        return re.compile(pattern)

    return {field: tuple(map(whole, patterns)) for field, patterns in table.items()}
