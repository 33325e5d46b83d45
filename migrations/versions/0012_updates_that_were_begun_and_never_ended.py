"""How often an update was begun without an end; after three times it is held until nothing else waits."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    with op.batch_alter_table("inbox") as inbox:
        inbox.add_column(sa.Column("begun", sa.Integer(), nullable=False, server_default="0"))
    where = sa.text("status = 'held'")
    op.create_index("ix_inbox_held", "inbox", ["id"], sqlite_where=where, postgresql_where=where)
