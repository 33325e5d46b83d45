"""Chats that live elsewhere too: how far their log was carried out, under which names, and how the channel does."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables import Table


class RemoteChatRow(Table):
    """How far a chat's log was carried out. Whoever carries claims the chat first, so that its order is kept."""

    __tablename__ = "remote_chat"
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    carried: Mapped[int] = mapped_column(default=0)  # the last event that needs no more carrying
    claimed_by: Mapped[str | None]  # the process that carries what follows ``carried`` now
    sent_at: Mapped[datetime | None]  # when the last new message left
    unreachable: Mapped[str | None]  # why nothing can be carried there: blocked, deactivated, gone
    menu: Mapped[str] = mapped_column(default="")  # the commands that the channel shows there


class RemoteMessageRow(Table):
    """A message's name on the other side; what failed has none."""

    __tablename__ = "remote_message"
    __table_args__ = (Index(None, "chat", "remote"),)
    chat: Mapped[int] = mapped_column(ForeignKey("chat.id"), primary_key=True)
    message: Mapped[int] = mapped_column(primary_key=True)
    remote: Mapped[str | None]
    possibly_twice: Mapped[bool] = mapped_column(default=False)
    failed: Mapped[str | None]


class RemoteFileRow(Table):
    """A file that was sent out once, by the name under which it can be sent again."""

    __tablename__ = "remote_file"
    account: Mapped[str] = mapped_column(primary_key=True)  # channel and bot: names are good for one bot only
    digest: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)  # photo or document
    remote: Mapped[str]


class IncomingFileRow(Table):
    """A file that waits to be fetched from the other side."""

    __tablename__ = "incoming_file"
    file: Mapped[str] = mapped_column(ForeignKey("file.id"), primary_key=True)
    remote: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(index=True)


class ChannelHealthRow(Table):
    """How a part of a channel does (receive, send, webhook …), written when it changes."""

    __tablename__ = "channel_health"
    channel: Mapped[str] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime]
