"""A session with its one transaction, which records the tables that it inserted into."""

from collections.abc import Set
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import Session


class Transaction(AsyncSession):
    """``inserted_into``: the tables that its INSERT statements put rows into (``session.add`` is not recorded), so
    that its opener can wake the tasks that wait for them."""

    sync_session: "_NotingSession"

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine, expire_on_commit=False, sync_session_class=_NotingSession)

    @property
    def inserted_into(self) -> Set[str]:
        return self.sync_session.inserted_into


class _NotingSession(Session):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.inserted_into: set[str] = set()


@event.listens_for(_NotingSession, "do_orm_execute")
def _note_insert(execution: Any) -> None:
    """``execution`` is an ORMExecuteState, whose types know neither our session nor an insert's table."""
    if execution.is_insert:
        execution.session.inserted_into.add(execution.statement.table.name)
