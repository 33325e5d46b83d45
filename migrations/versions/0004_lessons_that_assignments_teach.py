"""Lessons that assignments teach: which unit an appeal was given to, and the number of the last lesson."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Id, Moment

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "lesson_count",
        sa.Column("id", Id, nullable=False),
        sa.Column("last", Id, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_count")),
    )
    op.create_table(
        "lesson",
        sa.Column("number", Id, autoincrement=False, nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.Column("unit", Id, nullable=True),
        sa.Column("grams", sa.LargeBinary(), nullable=False),
        sa.Column("taught_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name=op.f("fk_lesson_unit")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_lesson")),
    )
    op.create_index(op.f("ix_lesson_appeal"), "lesson", ["appeal"])
