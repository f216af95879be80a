"""Alembic's entry: run the steps on the connection that was handed in."""

from alembic import context

from archiver.catalogue.all_tables import metadata
from archiver.catalogue.engine import schema_of

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table_schema=schema_of(connection),
    render_as_batch=True,
)
context.run_migrations()
