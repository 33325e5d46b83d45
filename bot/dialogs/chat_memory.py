"""What a chat remembers beside its open dialogs: a few values that outlive them, stored with the dialogs' state."""

from typing import Any

from bot.engine.unit_of_work import current

NAME = "memory"  # among the chat's dialog states; all others are named by aiogram


async def recall(key: str) -> Any:
    """The value stored under ``key``; None if there is none."""
    _, known = await current().state(NAME)
    return known.get(key)


async def remember(key: str, value: Any) -> None:
    """Store it; an empty value is forgotten."""
    _, known = await current().state(NAME)
    kept = {name: one for name, one in known.items() if name != key}
    await current().remember(NAME, (None, {**kept, key: value} if value else kept))
