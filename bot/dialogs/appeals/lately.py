"""Which appeal, or which draft, a person's last words went to: what follows soon after belongs there, too."""

from datetime import datetime, timedelta
from typing import cast

from aiogram_dialog import DialogManager

from bot.dialogs import chat_memory
from bot.dialogs.context import context

DRAFT = 0  # instead of an appeal's id: an appeal that is being written
LINES_SECONDS = 60  # lines that follow so soon belong to the one before
CHOICE_SECONDS = 600  # how long an answer to "which one?" holds
KEY = "lately"


async def went_to(manager: DialogManager, appeal: int, *, chosen: bool = False) -> None:
    """Remember the appeal; ``chosen``: the person was asked which one."""
    before = await chat_memory.recall(KEY) or {}
    held = before.get("chosen_at") if before.get("appeal") == appeal else None
    now = context(manager).real_now.isoformat()
    lately = {"appeal": appeal, "at": now, "chosen_at": now if chosen else held}
    await chat_memory.remember(KEY, lately)


async def line_of(manager: DialogManager) -> int | None:
    """The appeal or draft that the last words went to, if that was just now."""
    return await _recent(manager, "at", LINES_SECONDS)


async def choice(manager: DialogManager) -> int | None:
    """The appeal, or the draft, that the person last chose when asked which one, if that still holds."""
    return await _recent(manager, "chosen_at", CHOICE_SECONDS)


async def _recent(manager: DialogManager, when: str, seconds: float) -> int | None:
    known = await chat_memory.recall(KEY) or {}
    if not known.get(when):
        return None
    past = context(manager).real_now - datetime.fromisoformat(known[when])
    return cast(int, known["appeal"]) if past <= timedelta(seconds=seconds) else None
