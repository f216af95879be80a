"""Opening the catalogue: an SQLite file in WAL mode, or a schema of a PostgreSQL database."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry

from archiver.catalogue.trouble import translate
from archiver.errors import SettingsInvalid

BUSY_SECONDS: float = 30
"""How long a writer waits for another one before it says that the catalogue is busy."""

CONNECT_SECONDS = 10
"""How long a database on another machine may take to answer the door."""

BACKENDS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
"""The databases a catalogue can be in, and the driver we test each with."""


def open_engine(url: str, schema: str = "") -> Engine:
    """Open the catalogue at an SQLAlchemy URL; a plain path is an SQLite file.

    PostgreSQL has a ``schema`` for each archive; the tables name none, and
    every statement is told the archive's. Whatever is done with the engine, a
    refusal of the database comes as one of our errors: ``StoreFull``,
    ``StoreUnwritable``, ``CatalogueBusy``, ``CatalogueUnreachable`` or
    ``CatalogueRefused``.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "postgresql":
        return _open_postgresql(parsed, schema)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})
    speak_plainly(engine)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def reader(engine: Engine) -> Engine:
    """Give the engine for reading only: each transaction sees the catalogue as of one moment."""
    reading = engine.execution_options(civickeep_reads_only=True)
    if engine.dialect.name == "postgresql":
        return reading.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    return reading


def schema_of(connection: Connection) -> str | None:
    """Give the archive's schema; None where the database has no such thing."""
    schemas = connection.get_execution_options().get("schema_translate_map") or {}
    named: str | None = schemas.get(None)
    return named


def _parse(url: str) -> URL:
    """Read the setting; what cannot be a catalogue is said before anything is opened."""
    try:
        parsed = make_url(url if "://" in url else f"sqlite:///{Path(url)}")
        backend = parsed.get_backend_name()
    except ArgumentError:
        backend = "none"
    if backend not in BACKENDS:
        raise SettingsInvalid(
            "The catalogue in [archive] is neither a path nor a database we know.",
            next_step='Write catalogue = "catalogue.sqlite" or "postgresql://USER@HOST/DATABASE".',
        )
    return parsed.set(drivername=BACKENDS[backend])


def _open_postgresql(url: URL, schema: str) -> Engine:
    options = f"-c timezone=UTC -c lock_timeout={BUSY_SECONDS * 1000:.0f}ms"
    engine = create_engine(
        url,
        connect_args={"options": options, "connect_timeout": CONNECT_SECONDS},
        # A server that was started again since the last question is noticed before the next.
        pool_pre_ping=True,
    )
    speak_plainly(engine)
    return engine.execution_options(schema_translate_map={None: schema})


def speak_plainly(engine: Engine) -> None:
    """Have every refusal of the database come as one of our errors."""
    event.listen(engine, "handle_error", _tell)


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
