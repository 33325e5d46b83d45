"""A second chat asks the first before it is linked: where a code was made, which chat asks, and at which press."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Id

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    with op.batch_alter_table("account_code") as code:
        code.add_column(sa.Column("made_in", Id, nullable=True))
        code.add_column(sa.Column("asked_by", Id, nullable=True))
        code.add_column(sa.Column("asked_mark", sa.String(), server_default="", nullable=False))
