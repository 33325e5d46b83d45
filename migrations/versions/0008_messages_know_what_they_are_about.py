"""Messages know what they are about, so that delivery can ask whether their reader may still know of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_OUTBOX = sa.table(
    "outbox",
    sa.column("id", sa.Integer),
    sa.column("key", sa.String),
    sa.column("subject", sa.String),
    sa.column("subject_number", sa.Integer),
    sa.column("delivered_at"),
)


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("subject", sa.String(), nullable=True))
        outbox.add_column(sa.Column("subject_number", sa.Integer(), nullable=True))
        outbox.add_column(sa.Column("subject_label", sa.String(), server_default="", nullable=False))
    connection = op.get_bind()
    waiting = sa.select(_OUTBOX.c.id, _OUTBOX.c.key).where(_OUTBOX.c.delivered_at.is_(None))
    for number, key in connection.execute(waiting.where(_OUTBOX.c.key.like("appeal:%"))).all():
        about = {"subject": "appeal", "subject_number": int(key.split(":")[1])}
        connection.execute(sa.update(_OUTBOX).where(_OUTBOX.c.id == number).values(**about))
