"""A catalogue made only to be compared or swapped in: fast, and worth nothing after a crash."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from archiver.catalogue.migrate import upgrade


@contextmanager
def scratch_catalogue(path: Path) -> Iterator[Engine]:
    """Make an empty catalogue in a file that must not exist; it is not removed afterwards."""
    with path.open("xb") as file:
        file.write(_empty())
    with _engine(path) as engine:
        yield engine


@contextmanager
def _engine(path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _hurry)
    try:
        yield engine
    finally:
        engine.dispose()


@cache
def _empty() -> bytes:
    """Make the bytes of an empty catalogue, once a process."""
    with tempfile.TemporaryDirectory(prefix="civickeep-scratch-") as folder:
        path = Path(folder, "empty.sqlite")
        with _engine(path) as engine:
            upgrade(engine)
        return path.read_bytes()


def _hurry(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    """Leave out everything that makes SQLite survive a crash: a crashed scratch is made anew."""
    # In memory and not off: what contradicts the rest is taken back alone (adoption).
    connection.execute("PRAGMA journal_mode=MEMORY")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA temp_store=MEMORY")
