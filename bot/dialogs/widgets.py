"""Texts in a window: sentences of the message (limited HTML) and labels of buttons (plain text)."""

from collections.abc import Mapping
from html import unescape
from typing import Any

from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.common import WhenCondition
from aiogram_dialog.widgets.text import Text

from texts.speech import say, translated


class Say(Text):
    """A sentence in the reader's language, with values from the window's data, escaped."""

    def __init__(self, sentence: str, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self.sentence = sentence

    async def _render_text(self, data: Mapping[str, Any], manager: DialogManager) -> str:
        return say(self.sentence, **data)


class Label(Text):
    """The label of a button. Buttons do not interpret HTML, so values are not escaped."""

    def __init__(self, sentence: str, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self.sentence = sentence

    async def _render_text(self, data: Mapping[str, Any], manager: DialogManager) -> str:
        return translated(self.sentence).format_map(data)


class Shown(Text):
    """A text that the getter has already translated, looked up by key in the window's data."""

    def __init__(self, key: str, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self.key = key

    async def _render_text(self, data: Mapping[str, Any], manager: DialogManager) -> str:
        return str(data[self.key])


def plain(html: str) -> str:
    """The result of ``say`` as plain text, for places that do not interpret HTML."""
    return unescape(html)
