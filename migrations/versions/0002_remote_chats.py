"""Chats on remote channels: how far they were carried, under which names; leases; codes that bind one more chat."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Id, Moment

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "channel_health",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "part", name=op.f("pk_channel_health")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "remote_file",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("remote", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account", "digest", "kind", name=op.f("pk_remote_file")),
    )
    op.create_table(
        "remote_chat",
        sa.Column("chat", Id, nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("unreachable", sa.String(), nullable=True),
        sa.Column("menu", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name=op.f("fk_remote_chat_chat")),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_remote_chat")),
    )
    op.create_table(
        "remote_message",
        sa.Column("chat", Id, nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("remote", sa.String(), nullable=True),
        sa.Column("possibly_twice", sa.Boolean(), nullable=False),
        sa.Column("failed", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name=op.f("fk_remote_message_chat")),
        sa.PrimaryKeyConstraint("chat", "message", name=op.f("pk_remote_message")),
    )
    op.create_index(op.f("ix_remote_message_chat_remote"), "remote_message", ["chat", "remote"])
    op.create_table(
        "account_code",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person", Id, nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_account_code_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_account_code")),
    )
    op.create_index(op.f("ix_account_code_person"), "account_code", ["person"])
    op.create_table(
        "incoming_file",
        sa.Column("file", sa.String(), nullable=False),
        sa.Column("remote", sa.String(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["file"], ["file.id"], name=op.f("fk_incoming_file_file")),
        sa.PrimaryKeyConstraint("file", name=op.f("pk_incoming_file")),
    )
    op.create_index(op.f("ix_incoming_file_next_try_at"), "incoming_file", ["next_try_at"])
    op.add_column("chat_event", sa.Column("lane", sa.Integer(), server_default="0", nullable=False))
    op.add_column("file", sa.Column("state", sa.String(), server_default="kept", nullable=False))
    op.add_column("person", sa.Column("notices_to", Id, nullable=True))
