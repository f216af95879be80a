"""A catalogue made only to be compared or swapped in: fast, and worth nothing after a crash."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from archiver.catalogue import tables as t
from archiver.catalogue.engine import speak_plainly
from archiver.catalogue.migrate import upgrade
from archiver.disk import refuse

CACHE_KIB = 64_000
"""Memory for the pages of a scratch catalogue: holds the digests of a million leaves' index."""


@contextmanager
def scratch_catalogue(path: Path) -> Iterator[Engine]:
    """Make an empty catalogue in a file that must not exist; it is not removed afterwards.

    Raises ``StoreFull`` or ``StoreUnwritable``, here or when the catalogue is filled.
    """
    try:
        with path.open("xb") as file:
            file.write(_empty())
    except OSError as error:
        refuse(error)
    with _engine(path) as engine:
        yield engine


@contextmanager
def _engine(path: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{path}")
    speak_plainly(engine)
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
    connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")


@contextmanager
def idle_indexes(connection: Connection, *, needed_later: bool) -> Iterator[None]:
    """Do without the indexes that only readers use, while items are added in bulk."""
    idle = [index for index in t.item.indexes if index.name in _FOR_READERS]
    for index in idle:
        index.drop(connection)
    yield
    for index in idle:
        if needed_later:
            index.create(connection)


_FOR_READERS = frozenset({"ix_item_created", "ix_item_thread", "ix_item_change"})
