"""Appeals are found by their words: an index of characters and pairs, filled from the texts that are there."""

from itertools import pairwise

import sqlalchemy as sa
from alembic import op

from storage.tables import Id
from texts.folding import folded

revision = "0015"
down_revision = "0014"

MAX_TEXT_CHARS = 2_000


def upgrade() -> None:
    grams = op.create_table(
        "appeal_gram",
        sa.Column("gram", sa.String(), nullable=False),
        sa.Column("appeal", Id, nullable=False),
        sa.ForeignKeyConstraint(["appeal"], ["appeal.id"], name=op.f("fk_appeal_gram_appeal")),
        sa.PrimaryKeyConstraint("gram", "appeal", name=op.f("pk_appeal_gram")),
    )
    op.create_index("ix_appeal_gram_appeal", "appeal_gram", ["appeal"])
    texts = sa.text("SELECT appeal.id, appeal_text.text FROM appeal JOIN appeal_text ON appeal_text.id = appeal.text")
    for appeal, text in op.get_bind().execute(texts).all():
        if rows := [{"gram": gram, "appeal": appeal} for gram in _grams(text)]:
            op.bulk_insert(grams, rows)


def _grams(text: str) -> list[str]:
    said = "".join(folded(text, MAX_TEXT_CHARS).split())
    return sorted({*said, *(a + b for a, b in pairwise(said))})
