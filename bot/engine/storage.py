"""aiogram's dialog state as rows in the unit of work's transaction; unreadable state raises UnknownState."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import MISSING, fields
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram_dialog.api.entities import Context, Stack
from aiogram_dialog.api.exceptions import UnknownState

from bot.engine.unit_of_work import current

CONTEXT, STACK = "aiogd:context:", "aiogd:stack:"  # prefixes of aiogram-dialog's keys
LOST = "lost"  # an id that no dialog has: looking it up finds nothing


class StateStorage(BaseStorage):
    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        _, data = await current().state(_name(key))
        await current().remember(_name(key), (state.state if isinstance(state, State) else state, data))

    async def get_state(self, key: StorageKey) -> str | None:
        return (await current().state(_name(key)))[0]

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        state, _ = await current().state(_name(key))
        await current().remember(_name(key), (state, deepcopy(dict(data))))

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        """Raises UnknownState if a dialog's state has an unknown format; a malformed stack loses its open dialogs."""
        state, data = await current().state(_name(key))
        if key.destiny.startswith(CONTEXT) and data and not _is_context(data, key.user_id):
            raise UnknownState(f"unreadable: {key.destiny}")
        if key.destiny.startswith(STACK) and data and not _is_stack(data):
            data = {"_id": key.destiny.removeprefix(STACK), "intents": [LOST]}
            await current().remember(_name(key), (state, data))
        return deepcopy(data)

    async def close(self) -> None:
        """Nothing is kept open between updates."""


def _name(key: StorageKey) -> str:
    return f"{key.user_id}:{key.thread_id or ''}:{key.destiny}"


def _is_context(data: Mapping[str, Any], chat: int) -> bool:
    written_so = _fits(Context, data) and isinstance(data["state"], str)
    return written_so and _are(dict, data, "dialog_data", "widget_data") and _lets_in(data, chat)


def _lets_in(data: Mapping[str, Any], chat: int) -> bool:
    """In what reaches the dispatcher, a chat's id equals its user's id."""
    match data.get("access_settings"):
        case None:
            return True
        case {"user_ids": [*chats]}:
            return not chats or chat in chats
    return False


def _is_stack(data: Mapping[str, Any]) -> bool:
    return _fits(Stack, data) and _are(list, data, "intents")


def _fits(kind: type[Any], data: Mapping[str, Any]) -> bool:
    """Whether ``kind`` can be built from ``data``: no field missing, none unknown."""
    known = {field.name for field in fields(kind)}
    needed = {one.name for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING}
    return needed <= data.keys() <= known


def _are(kind: type, data: Mapping[str, Any], *names: str) -> bool:
    return all(isinstance(data[name], kind) for name in names if name in data)
