"""Chats know when their rights last changed; a web session is for the rights that it was signed in with."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Sessions that are open stay open: they and their chats begin with the same, empty mark."""
    op.add_column("account", sa.Column("rights_mark", sa.String(), server_default="", nullable=False))
    op.add_column("account", sa.Column("rights_change", sa.String(), server_default="", nullable=False))
    op.add_column("web_session", sa.Column("rights_mark", sa.String(), server_default="", nullable=False))
    op.add_column("web_session", sa.Column("press", sa.String(), nullable=True))
    op.add_column("web_session", sa.Column("replaced", sa.String(), nullable=True))
    op.create_index("ix_web_session_replaced", "web_session", ["replaced"])
