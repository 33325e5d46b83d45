"""Appeals know why units were proposed."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Json

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("appeal") as appeal:
        appeal.add_column(sa.Column("proposed", Json, server_default="[]", nullable=False))
