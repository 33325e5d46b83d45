"""One numbering of lanes: the outbox counts them as the chat log does, where 0 is an answer."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("UPDATE outbox SET lane = lane + 1")
