"""Tables of external channels: remote becomes outbound, and the channel's name of a thing its external id."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Id, Moment

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    _create_tables()
    op.execute(
        "INSERT INTO outbound_chat (chat, last_sent, claimed_by, sent_at, unreachable, menu)"
        " SELECT chat, carried, claimed_by, sent_at, unreachable, menu FROM remote_chat"
    )
    op.execute(
        "INSERT INTO outbound_message (chat, message, external_id, possibly_twice, failed)"
        " SELECT chat, message, remote, possibly_twice, failed FROM remote_message"
    )
    op.execute(
        "INSERT INTO outbound_file (account, digest, kind, external_id)"
        " SELECT account, digest, kind, remote FROM remote_file"
    )
    for table in ("remote_chat", "remote_message", "remote_file"):
        op.drop_table(table)
    with op.batch_alter_table("incoming_file") as incoming:
        incoming.alter_column("remote", new_column_name="external_id")


def _create_tables() -> None:
    op.create_table(
        "outbound_chat",
        sa.Column("chat", Id, nullable=False),
        sa.Column("last_sent", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("sent_at", Moment(), nullable=True),
        sa.Column("unreachable", sa.String(), nullable=True),
        sa.Column("menu", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name=op.f("fk_outbound_chat_chat")),
        sa.PrimaryKeyConstraint("chat", name=op.f("pk_outbound_chat")),
    )
    op.create_table(
        "outbound_message",
        sa.Column("chat", Id, nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=True),
        sa.Column("possibly_twice", sa.Boolean(), nullable=False),
        sa.Column("failed", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name=op.f("fk_outbound_message_chat")),
        sa.PrimaryKeyConstraint("chat", "message", name=op.f("pk_outbound_message")),
    )
    op.create_index(op.f("ix_outbound_message_chat_external_id"), "outbound_message", ["chat", "external_id"])
    op.create_table(
        "outbound_file",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("account", "digest", "kind", name=op.f("pk_outbound_file")),
    )
