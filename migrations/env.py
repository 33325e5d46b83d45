"""Alembic's entry point: runs the migrations on the connection that storage.migrate opened and locked."""

from alembic import context

from migrations.spelling import render_item

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes.get("metadata"),  # only for comparing or autogenerating
    render_as_batch=True,  # SQLite changes a table by rebuilding it
    render_item=render_item,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
