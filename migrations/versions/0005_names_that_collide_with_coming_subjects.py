"""Names that collide with coming subjects: a desk is a talk unit's, a notice is a policy's, a house is nobody's."""

import sqlalchemy as sa
from alembic import op

from storage.tables import Json

revision = "0005"
down_revision = "0004"

_STATES = sa.table("dialog_state", sa.column("chat"), sa.column("key"), sa.column("data", Json))


def upgrade() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.execute("INSERT INTO meta (key, value) SELECT key, value FROM house")
    op.drop_table("house")
    with op.batch_alter_table("person") as person:
        person.alter_column("notices_to", new_column_name="notifications_to")
    _rename_windows("Desk:", "Triage:")


def _rename_windows(before: str, after: str) -> None:
    """Whoever stands in one of the windows goes on standing there."""
    connection = op.get_bind()
    named = sa.select(_STATES).where(sa.cast(_STATES.c.data, sa.String).contains(f'"{before}'))
    for chat, key, data in connection.execute(named).all():
        if isinstance(data, dict) and str(data.get("state", "")).startswith(before):
            renamed = {**data, "state": after + data["state"].removeprefix(before)}
            here = sa.update(_STATES).where(_STATES.c.chat == chat, _STATES.c.key == key)
            connection.execute(here.values(data=renamed))
