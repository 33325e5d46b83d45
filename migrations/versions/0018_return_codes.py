"""The code of a receipt, with the telephone's last digits, opens a person's appeals on another device."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Id, Moment

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "return_code",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person", Id, nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_return_code_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_return_code")),
    )
    op.create_index("ix_return_code_person", "return_code", ["person"])
