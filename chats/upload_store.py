"""Uploads of the last minutes and their volume by day, so that files sent at once cannot pass the limits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from chats.store import ChatRow
from storage.tables import Table, insert


class UploadRow(Table):
    """A file that is being received, or was lately; ``id`` is that of the file it becomes."""

    __tablename__ = "upload"
    id: Mapped[str] = mapped_column(primary_key=True)
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class UploadVolumeRow(Table):
    """Bytes that a sender has sent, or begun to send, on a day."""

    __tablename__ = "upload_volume"
    sender: Mapped[str] = mapped_column(primary_key=True)  # a chat, or a network address as a keyed digest
    day: Mapped[date] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)


AT_ONCE = timedelta(seconds=10)  # of uploads that begin so close to each other the later may be counted first


@dataclass(frozen=True, slots=True)
class Upload:
    id: str
    chat: int
    at: datetime


async def reserve(session: AsyncSession, upload: Upload, since: datetime, most: int) -> bool:
    """Count the upload, once, with those of its chat that began between ``since`` and about when it began itself.
    False, and nothing stored, if they are ``most``."""
    await session.execute(select(ChatRow.id).where(ChatRow.id == upload.chat).with_for_update())
    if await session.get(UploadRow, upload.id) is not None:
        return True
    lately = select(func.count()).where(
        UploadRow.chat == upload.chat, UploadRow.at > since, UploadRow.at < upload.at + AT_ONCE
    )
    if (await session.scalar(lately) or 0) >= most:
        return False
    session.add(UploadRow(id=upload.id, chat=upload.chat, at=upload.at))
    await session.flush()
    return True


async def release(session: AsyncSession, upload: str) -> None:
    """The upload became no file, and does not count."""
    await session.execute(delete(UploadRow).where(UploadRow.id == upload))


async def add_volume(session: AsyncSession, sender: str, day: date, size: int) -> int:
    """Returns the sender's bytes on that day, these included."""
    new = insert(session, UploadVolumeRow).values(sender=sender, day=day, size=size)
    total = UploadVolumeRow.size + new.excluded.size
    put = new.on_conflict_do_update(index_elements=["sender", "day"], set_={"size": total})
    return int((await session.execute(put.returning(UploadVolumeRow.size))).scalar_one())


async def forget(session: AsyncSession, before: datetime, first_day: date) -> None:
    """Remove uploads before a moment, and volumes of earlier days: they no longer limit anybody."""
    await session.execute(delete(UploadRow).where(UploadRow.at < before))
    await session.execute(delete(UploadVolumeRow).where(UploadVolumeRow.day < first_day))
