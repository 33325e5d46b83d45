"""Columns are named for what they hold: deadlines, reminders, and the subject of an act on record."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.drop_index("ix_appeal_ping", "appeal")
    with op.batch_alter_table("appeal") as appeal:
        appeal.alter_column("next_ping_at", new_column_name="next_reminder_at")
        appeal.alter_column("pings", new_column_name="reminded")
    where = sa.text("next_reminder_at IS NOT NULL")
    op.create_index("ix_appeal_reminder", "appeal", ["next_reminder_at"], sqlite_where=where, postgresql_where=where)
    with op.batch_alter_table("appeal_fact") as fact:
        fact.alter_column("dues", new_column_name="deadlines")
    op.drop_index("ix_audit_thing_thing_id", "audit")
    with op.batch_alter_table("audit") as audit:
        audit.alter_column("thing", new_column_name="subject")
        audit.alter_column("thing_id", new_column_name="subject_number")
    op.create_index("ix_audit_subject_subject_number", "audit", ["subject", "subject_number"])
