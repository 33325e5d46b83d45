"""The words of an appeal that was being filed when its dialog was lost."""

from collections.abc import Iterable

from chats.model import Body

FILING = {"text", "category", "accused"}  # what a dialog that files knows once it has read a text


def text_among(states: Iterable[Body]) -> str:
    """What was written so far, in any state of a chat's dialogs, however odd; "" if nothing waits to be filed."""
    for state in states:
        known = state.get("dialog_data")
        if isinstance(known, dict) and known.keys() >= FILING and "filed" not in known:
            text = known["text"]
            if isinstance(text, str) and text.strip():
                return text
    return ""
