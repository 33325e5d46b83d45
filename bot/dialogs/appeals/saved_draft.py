"""What was being filed when its dialog was lost: the words and the files, until the person files or leaves it."""

from collections.abc import Iterable
from typing import Any

from chats.model import Body

FILING = {"text", "category", "accused"}  # what a dialog that files knows once it has read a text


def among(states: Iterable[Body]) -> dict[str, Any] | None:
    """``text`` and ``files`` in any state of a chat's dialogs, however odd; None if nothing waits to be filed."""
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
