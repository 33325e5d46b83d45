"""Appeals may be urgent: those that say that something will happen on a certain day go first in the lists."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    with op.batch_alter_table("appeal") as appeal:
        appeal.add_column(sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False))
