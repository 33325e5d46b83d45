"""Recovers the text and files of an appeal whose dialog was lost while filing, until it is filed or dismissed."""

from collections.abc import Iterable
from typing import Any

from chats.model import Body

FILING = {"text", "category", "accused"}  # keys of a filing dialog's data once a text was analysed


def among(states: Iterable[Body]) -> dict[str, Any] | None:
    """``text`` and ``files`` found in any of a chat's dialog states, even malformed ones; None if there is no draft."""
    for state in states:
        known = state.get("dialog_data")
        if isinstance(known, dict) and known.keys() >= FILING and "filed" not in known and (draft := _read(known)):
            return draft
        if isinstance(opened := state.get("start_data"), dict) and (draft := _read(opened.get("draft"))):
            return draft  # home offered it, and was lost as well
    return None


def _read(known: Any) -> dict[str, Any] | None:
    if not isinstance(known, dict) or not isinstance(text := known.get("text"), str) or not text.strip():
        return None
    files = known.get("files")
    return {"text": text, "files": [one for one in files if isinstance(one, str)] if isinstance(files, list) else []}
