"""Who is away from when to when and who stands in; whose specialist serves which enterprise."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Id

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("post", sa.Column("leave_from", sa.Date(), nullable=True))
    op.add_column("post", sa.Column("leave_until", sa.Date(), nullable=True))
    op.add_column("post", sa.Column("substitute", sa.String(), nullable=True))
    with op.batch_alter_table("enterprise") as enterprise:
        enterprise.add_column(sa.Column("specialist", Id, nullable=True))
        enterprise.create_index(op.f("ix_enterprise_specialist"), ["specialist"])
        enterprise.create_foreign_key(op.f("fk_enterprise_specialist"), "post", ["specialist"], ["id"])
