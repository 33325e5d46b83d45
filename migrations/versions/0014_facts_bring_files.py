"""Facts may bring files: an enterprise adds photos and documents to an appeal that it has filed."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Json

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    with op.batch_alter_table("appeal_fact") as fact:
        fact.add_column(sa.Column("files", Json, server_default="[]", nullable=False))
