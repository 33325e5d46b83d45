"""Renders column types in migrations by the short names of storage.tables."""

from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext

from storage import tables


def render_item(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """Alembic's hook: the rendered type, or False for Alembic's default."""
    if kind != "type":
        return False
    name = "Moment" if isinstance(item, tables.Moment) else _shared(item)
    if not name:
        return False
    context.imports.add(f"from storage.tables import {name}")
    return name if name != "Moment" else "Moment()"


def _shared(item: Any) -> str:
    return next((name for name in ("Id", "Json") if getattr(tables, name) is item), "")
