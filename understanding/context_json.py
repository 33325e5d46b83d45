"""Reads a context from the JSON of the interface. What is unknown there reads as null, and nothing raises."""

import math
from collections.abc import Mapping
from typing import Any

from understanding.model import Context, OpenAppeal

ROLES = ("entrepreneur", "handler", "chief", "office", "discipline", "leader", "desk", "admin")
ASKED = (
    "consent", "name", "phone", "hours", "enterprise", "code", "unit", "place", "photos", "category", "summary",
    "confirm_contact", "confirm_path", "confirm_solved", "rate", "rate_words", "supplement", "contact_note",
    "path_note", "result_note", "return_reason", "withdraw_reason", "leave_days", "search",
)  # fmt: skip
STAGES = ("assign", "contact", "path", "resolve", "confirm", "rate")


def context_of(given: Mapping[str, Any]) -> Context:
    """Fields that are missing, of another type or with an unknown value are as if nothing were known of them."""
    listed = given.get("open")
    appeals = (_appeal(one) for one in (listed if isinstance(listed, list) else ()))
    return Context(
        role=_one_of(ROLES, given.get("role")) or ROLES[0],
        asked=_one_of(ASKED, given.get("asked")),
        showing=_text(given.get("showing")),
        spoken_of=_text(given.get("spoken_of")),
        replied_to=_text(given.get("replied_to")),
        open=tuple(one for one in appeals if one),
        minutes=_number(given.get("minutes")),
    )


def _appeal(given: Any) -> OpenAppeal | None:
    if not isinstance(given, dict) or not (number := _text(given.get("number"))):
        return None
    matter, unit = (_text(given.get(name)) or "" for name in ("matter", "unit"))
    return OpenAppeal(number, matter, unit, _one_of(STAGES, given.get("stage")))


def _one_of(known: tuple[str, ...], given: Any) -> str | None:
    return given if isinstance(given, str) and given in known else None


def _text(given: Any) -> str | None:
    return given if isinstance(given, str) and given.strip() else None


def _number(given: Any) -> float | None:
    return float(given) if isinstance(given, int | float) and math.isfinite(given) else None
