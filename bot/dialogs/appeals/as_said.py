"""The words that opened a window are offered as the text that it asks for."""

from typing import Any

from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.common import WhenCondition
from aiogram_dialog.widgets.kbd import Button
from aiogram_dialog.widgets.kbd.button import OnClick

from bot.dialogs.context import start_value
from bot.dialogs.widgets import Label
from texts.folding import folded, pairs
from texts.lines import joined, shortened
from texts.speech import sentence

MAX_COMPARED = 500  # characters
SAID_CHARS = 30  # characters of what was said on its button


async def getter(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    return {"said": shortened(words(dialog_manager), SAID_CHARS)}


def words(manager: DialogManager) -> str:
    """Until they were used, or another appeal was opened."""
    is_over = manager.dialog_data.get("said_is_over")
    return "" if is_over else start_value(manager, "said") or ""


def and_more(manager: DialogManager, text: str) -> str:
    """What is typed below the words that opened the window is written with them, unless it says the same anew."""
    said = words(manager)
    known, more = pairs(folded(said, MAX_COMPARED)), pairs(folded(text, MAX_COMPARED))
    is_anew = 2 * len(known & more) >= min(len(known), len(more))
    return text if not said or is_anew else joined(said, text)


def forget(manager: DialogManager) -> None:
    manager.dialog_data["said_is_over"] = True


def button(on_click: OnClick, label: str = sentence("就写「{said}」"), when: WhenCondition = "said") -> Button:
    """For a window whose getter returns ``said``."""
    return Button(Label(label), id="as_said", on_click=on_click, when=when)
