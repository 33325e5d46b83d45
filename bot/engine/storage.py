"""aiogram's dialog state as rows of the step's transaction."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey

from bot.engine.step import current


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
        return deepcopy((await current().state(_name(key)))[1])

    async def close(self) -> None:
        """Nothing is held open between steps."""


def _name(key: StorageKey) -> str:
    return f"{key.user_id}:{key.thread_id or ''}:{key.destiny}"
