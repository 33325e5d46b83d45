"""Messages know what they are about, so that delivery can ask whether their reader may still know of it."""

from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from storage.tables import Moment

revision = "0008"
down_revision = "0007"

_OUTBOX = sa.table(
    "outbox",
    sa.column("id", sa.Integer),
    sa.column("key", sa.String),
    sa.column("subject", sa.String),
    sa.column("subject_number", sa.Integer),
    sa.column("subject_label", sa.String),
    sa.column("delivered_at"),
)

_FACT = sa.table("appeal_fact", sa.column("appeal"), sa.column("position"), sa.column("at", Moment))


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("subject", sa.String(), nullable=True))
        outbox.add_column(sa.Column("subject_number", sa.Integer(), nullable=True))
        outbox.add_column(sa.Column("subject_label", sa.String(), server_default="", nullable=False))
    connection = op.get_bind()
    waiting = sa.select(_OUTBOX.c.id, _OUTBOX.c.key).where(_OUTBOX.c.delivered_at.is_(None))
    rows = connection.execute(waiting.where(_OUTBOX.c.key.like("appeal:%"))).all()
    appeals = {number: int(key.split(":")[1]) for number, key in rows}
    labels = _labels(connection, set(appeals.values()))
    for number, appeal in appeals.items():
        about = {"subject": "appeal", "subject_number": appeal, "subject_label": labels.get(appeal, "")}
        connection.execute(sa.update(_OUTBOX).where(_OUTBOX.c.id == number).values(**about))


def _labels(connection: sa.Connection, appeals: set[int]) -> dict[int, str]:
    """By appeal its number as people know it, made of the year of receipt in the district."""
    received = sa.select(_FACT.c.appeal, _FACT.c.at).where(_FACT.c.position == 0, _FACT.c.appeal.in_(appeals))
    return {
        row.appeal: f"SQ-{row.at.astimezone(ZoneInfo('Asia/Shanghai')).year}-{row.appeal:05d}"
        for row in connection.execute(received)
    }
