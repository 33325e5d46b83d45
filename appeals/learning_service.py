"""Learns from the office's assignments which unit handles which texts, and excludes what must not be learnt from."""

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from appeals import store
from appeals.view import View
from directory import lesson_store
from directory.evaluation import PastAppeal

NUMBER = re.compile(r"SQ-[0-9]{4}-([0-9]{5,9})")


async def learn(session: AsyncSession, view: View, unit: int, now: datetime) -> None:
    """Learn nothing from confidential appeals or complaints about a unit, which are not assigned by their matter."""
    if not view.appeal.confidential and not view.appeal.accused:
        await lesson_store.teach(session, view.appeal.id, view.text, unit, now)


async def forget(session: AsyncSession, number: str, now: datetime) -> bool:
    """Undo what the appeal with this number ("SQ-2026-00012") taught. False if it taught nothing."""
    found = NUMBER.fullmatch(number)
    return found is not None and await lesson_store.forget(session, int(found[1]), now)


async def past(session: AsyncSession) -> list[PastAppeal]:
    """Every appeal that could be learnt from, in the order of receipt, with the unit it was finally assigned to."""
    return [PastAppeal(text, unit) for text, unit in await store.assigned(session)]
