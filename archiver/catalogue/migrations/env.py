"""Alembic's entry: run the steps on the connection that was handed in."""

from alembic import context

from archiver.catalogue.all_tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
