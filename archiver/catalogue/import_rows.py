"""The imports that versions came by, looked up many at a time."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from archiver.catalogue.chunks import chunks
from archiver.catalogue.import_tables import imported
from archiver.imports.kinds import RUNS
from archiver.items import Imported


def imports_of(connection: Connection, captures: Iterable[str]) -> dict[str, Imported]:
    """Give those of these captures that were imports, by their name."""
    runs = sorted({capture for capture in captures if capture.startswith(RUNS)})
    found: dict[str, Imported] = {}
    for some in chunks(runs):
        rows = connection.execute(select(imported).where(imported.c.run.in_(some)))
        found.update((row.run, Imported(row.run, row.kind, row.at, row.by)) for row in rows)
    return found
