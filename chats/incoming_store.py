"""Files waiting to be fetched from their channel: which one is due, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chats.model import File
from chats.outbound_store import IncomingFileRow
from chats.store import ChatRow, FileRow, to_file

FETCH_LEASE_DURATION = timedelta(minutes=3)  # longer than a fetch may take, so that nobody else starts one meanwhile
RETRY_DELAYS = tuple(
    timedelta(seconds=seconds) for seconds in (3, 30, 180, 900, 3600, 14_400, 43_200)
)  # delay after each failed try; eight tries in less than a day


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as announced by its channel at ``at``. ``tries`` includes the attempt that starts now, ``examinations``
    counts those begun before it."""

    file: File
    at: datetime
    external_id: str
    tries: int
    examinations: int

    @property
    def is_last_try(self) -> bool:
        return self.tries > len(RETRY_DELAYS)


async def take_due(session: AsyncSession, channel: str, account: str, now: datetime) -> Incoming | None:
    """Take the file that has been due longest. Others may take it after ``FETCH_LEASE_DURATION``, so a process that
    dies while fetching does not block it for long."""
    due = {"of_channel": channel, "of_account": f"{account}%", "now": now}
    row = (await session.execute(_DUE, due)).first()
    if row is None:
        return None
    waiting, file = row
    waiting.tries, waiting.next_try_at = waiting.tries + 1, now + FETCH_LEASE_DURATION
    await session.flush()
    return Incoming(to_file(file), file.at, waiting.external_id, waiting.tries, waiting.examinations)


async def begin_examination(session: AsyncSession, file: str) -> None:
    """Count that an examination of the file begins. Commit it before examining."""
    begun = update(IncomingFileRow).where(IncomingFileRow.file == file)
    await session.execute(begun.values(examinations=IncomingFileRow.examinations + 1))


async def try_again(session: AsyncSession, due: Incoming, examinations: int, now: datetime) -> None:
    """The fetch failed: the file is due again after a delay that grows with each try. It has ended so many
    ``examinations``."""
    row = await session.get(IncomingFileRow, due.file.id)
    if row is not None:
        row.examinations = examinations
        row.next_try_at = now + RETRY_DELAYS[min(due.tries, len(RETRY_DELAYS)) - 1]
        await session.flush()


async def free_held(session: AsyncSession, now: datetime) -> None:
    """Make all files due. For starting up where only one process can run, so that nobody can be fetching."""
    held = update(IncomingFileRow).where(IncomingFileRow.next_try_at > now)
    await session.execute(held.values(next_try_at=now))


async def settle(session: AsyncSession, file: File) -> bool:
    """Store the final state of the file, kept or refused, and stop waiting for it. False if it was settled before."""
    gone = delete(IncomingFileRow).where(IncomingFileRow.file == file.id).returning(IncomingFileRow.file)
    if (await session.execute(gone)).first() is None:
        return False
    known = {
        "name": file.name,
        "kind": file.kind,
        "size": file.size,
        "digest": file.digest,
        "width": file.width,
        "height": file.height,
        "state": file.state,
    }
    await session.execute(update(FileRow).where(FileRow.id == file.id).values(known))
    return True


_DUE: Any = (
    select(IncomingFileRow, FileRow)
    .join(FileRow, FileRow.id == IncomingFileRow.file)
    .join(ChatRow, ChatRow.id == FileRow.chat)
    .where(IncomingFileRow.next_try_at <= bindparam("now"))
    .where(ChatRow.channel == bindparam("of_channel"), ChatRow.external.like(bindparam("of_account")))
    .order_by(IncomingFileRow.next_try_at)
    .limit(1)
    .with_for_update(skip_locked=True, of=IncomingFileRow)
)
