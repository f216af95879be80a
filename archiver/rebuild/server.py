"""A rebuilt catalogue taken from its scratch file to a database server, in one transaction."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, insert, select

from archiver.archive import open_catalogue
from archiver.catalogue import tables as t
from archiver.catalogue.all_tables import metadata
from archiver.catalogue.engine import open_engine, schema_of
from archiver.catalogue.migrate import upgrade
from archiver.settings import Settings

PAGE = 1000


def copy_to_server(scratch: Path, settings: Settings) -> None:
    """Empty the server's tables and fill them from the scratch file; readers see all or nothing."""
    source, target = open_engine(str(scratch)), open_catalogue(settings)
    try:
        upgrade(target)
        with source.connect() as reading, target.begin() as writing:
            for table in reversed(metadata.sorted_tables):
                writing.execute(delete(table))
            for table in metadata.sorted_tables:
                for rows in _pages(reading, table):
                    writing.execute(insert(table), rows)
            _go_on_counting(writing)
    finally:
        source.dispose()
        target.dispose()


def _pages(connection: Connection, table: Table) -> Iterator[list[dict[str, object]]]:
    rows = connection.execution_options(yield_per=PAGE).execute(select(table))
    for page in rows.partitions(PAGE):
        yield [dict(row._mapping) for row in page]  # noqa: SLF001 - SQLAlchemy's public name


def _go_on_counting(connection: Connection) -> None:
    """Let the server number new items after those that brought their numbers along."""
    schema = schema_of(connection)
    name = f'"{schema}".{t.item.name}' if schema else t.item.name
    newest = select(func.coalesce(func.max(t.item.c.pk), 0) + 1).scalar_subquery()
    connection.execute(select(func.setval(func.pg_get_serial_sequence(name, "pk"), newest, False)))  # noqa: FBT003 - PostgreSQL's own argument
