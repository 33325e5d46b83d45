"""Uploads are counted before they arrive, and a file that ended its examination several times is known."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Id, Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("chat", Id, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["chat"], ["chat.id"], name=op.f("fk_upload_chat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    op.create_index(op.f("ix_upload_chat"), "upload", ["chat"])
    op.create_index(op.f("ix_upload_at"), "upload", ["at"])
    op.create_table(
        "upload_volume",
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "day", name=op.f("pk_upload_volume")),
    )
    op.create_index(op.f("ix_file_digest"), "file", ["digest"])
    with op.batch_alter_table("incoming_file") as incoming:
        incoming.add_column(sa.Column("examinations", sa.Integer(), nullable=False, server_default="0"))
