"""Opening the catalogue: an SQLite file in WAL mode, or any other database SQLAlchemy knows."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from archiver.catalogue.trouble import translate

SQLITE_BUSY_SECONDS = 30
"""How long a writer waits for another one before it says that the catalogue is busy."""


def open_engine(url: str) -> Engine:
    """Open the catalogue at an SQLAlchemy URL; a plain path is an SQLite file.

    Whatever is done with it, a refusal of the database comes as one of our
    errors: ``StoreFull``, ``StoreUnwritable`` or ``CatalogueBusy``.
    """
    parsed = make_url(url if "://" in url else f"sqlite:///{Path(url)}")
    sqlite = parsed.get_backend_name() == "sqlite"
    options = {"connect_args": {"timeout": SQLITE_BUSY_SECONDS}} if sqlite else {}
    engine = create_engine(parsed, **options)
    event.listen(engine, "handle_error", _tell)
    if sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_immediately)
    return engine


def _tell(context: ExceptionContext) -> None:
    """Say what a refusal means; a fault in what we asked stays what it is."""
    error = context.sqlalchemy_exception
    trouble = translate(error) if isinstance(error, DatabaseError) else None
    if trouble is not None:
        raise trouble from context.original_exception


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    """Make SQLite durable at every commit, and hold it to its foreign keys."""
    # Leaves BEGIN to us (below): the driver would begin a read and upgrade it,
    # which fails at once when another process writes.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_immediately(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event has no narrower type
    """Take the write lock at the start where a transaction is going to write."""
    reads_only = connection.get_execution_options().get("civickeep_reads_only", False)
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")
