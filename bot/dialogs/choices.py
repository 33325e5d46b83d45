"""Choices to tap: items are (id, label) pairs in the window's data, under the key ``items``."""

from typing import Any

from aiogram_dialog.widgets.common import WhenCondition
from aiogram_dialog.widgets.kbd import Column, Group, ScrollingGroup, Select

from bot.dialogs.widgets import Label

PAGE_ROWS = 6


def column(name: str, items: str, on_click: Any, when: WhenCondition = None) -> Column:
    """One choice per row."""
    return Column(_select(name, items, on_click), when=when)


def grid(name: str, items: str, on_click: Any) -> Group:
    """Two choices per row, for short labels."""
    return Group(_select(name, items, on_click), width=2)


def pages(name: str, items: str, on_click: Any) -> ScrollingGroup:
    """One choice per row, a few per page."""
    chosen = _select(name, items, on_click)
    return ScrollingGroup(chosen, id="pages", width=1, height=PAGE_ROWS, hide_on_single_page=True)


def _select(name: str, items: str, on_click: Any) -> Select[Any]:
    return Select(Label("{item[1]}"), id=name, items=items, item_id_getter=_first, on_click=on_click)


def _first(item: tuple[Any, str]) -> Any:
    return item[0]
