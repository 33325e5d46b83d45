"""The two kinds of words in a window: what is said above (limited HTML) and what stands on a button (plain)."""

from collections.abc import Mapping
from html import unescape
from typing import Any

from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.common import WhenCondition
from aiogram_dialog.widgets.text import Text

from texts.speech import say, translated


class Say(Text):
    """A sentence in the listener's language, with the window's data filled in and escaped."""

    def __init__(self, sentence: str, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self.sentence = sentence

    async def _render_text(self, data: Mapping[str, Any], manager: DialogManager) -> str:
        return say(self.sentence, **data)


class Label(Text):
    """The words on a button: no HTML is read there, so nothing is escaped."""

    def __init__(self, sentence: str, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self.sentence = sentence

    async def _render_text(self, data: Mapping[str, Any], manager: DialogManager) -> str:
        return translated(self.sentence).format_map(data)


class Shown(Text):
    """A text that the getter has said already, named by its key in the data."""

    def __init__(self, key: str, when: WhenCondition = None) -> None:
        super().__init__(when=when)
        self.key = key

    async def _render_text(self, data: Mapping[str, Any], manager: DialogManager) -> str:
        return str(data[self.key])


def plain(html: str) -> str:
    """What ``say`` gave, for a place where no HTML is read."""
    return unescape(html)
