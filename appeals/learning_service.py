"""What the office's assignments teach about whose business a text is, and what must never teach anything."""

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import store
from appeals.view import View
from directory import lesson_store
from directory.evaluation import Past

NUMBER = re.compile(r"SQ-[0-9]{4}-([0-9]{5,9})")


async def learn(session: AsyncSession, view: View, unit: int, now: datetime) -> None:
    """Nothing from what is confidential, nor from a complaint about a unit, which goes past whose matter it is."""
    if not view.appeal.confidential and not view.appeal.accused:
        await lesson_store.teach(session, view.appeal.id, view.text, unit, now)


async def forget(session: AsyncSession, number: str, now: datetime) -> bool:
    """Undo what the appeal of this number («SQ-2026-00012») taught. False if it taught nothing."""
    found = NUMBER.fullmatch(number)
    return found is not None and await lesson_store.forget(session, int(found[1]), now)


async def past(session: AsyncSession) -> list[Past]:
    """Every appeal that could teach, in the order of receipt, with the unit it was given to in the end."""
    return [Past(text, unit) for text, unit in await store.assigned(session)]
