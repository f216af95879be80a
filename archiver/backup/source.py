"""What belongs into a backup: everything the catalogue names, as of one instant.

The catalogue is read first and the store after it. Every object is durable
before its row, so whatever a row names is there, however much is harvested
meanwhile.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, select

from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.errors import StoreFull, StoreUnwritable
from archiver.ledger import rows
from archiver.ledger.statement import statement_path
from archiver.ledger.tiles import ENTRIES, HEIGHT, WIDTH, tile_path

PAGE = 10_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """An object to back up, and the SHA-256 it must have where the catalogue knows it."""

    object: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Frozen:
    """The catalogue as of one instant; ``file`` is a copy of it where it is an SQLite file."""

    connection: Connection
    file: Path | None


@contextmanager
def frozen(archive: Archive, folder: Path) -> Iterator[Frozen]:
    """Hold the catalogue still while others go on writing.

    SQLite's own online backup copies it into ``folder``; a database server
    keeps one view of it open for as long as the backup takes.
    """
    database = archive.engine.url.database
    if archive.engine.url.get_backend_name() != "sqlite" or database is None:
        with archive.reading() as connection:
            yield Frozen(connection, None)
        return
    copy = folder / "catalogue.sqlite"
    _copy(Path(database), copy)
    # Nobody else knows the copy, and reading it must leave no journal beside it.
    query = {"mode": "ro", "immutable": "1", "uri": "true"}
    engine = create_engine(URL.create("sqlite", database=f"file:{copy}", query=query))
    try:
        with engine.connect() as connection:
            yield Frozen(connection, copy)
    finally:
        engine.dispose()


def _copy(database: Path, copy: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        if "full" in str(error):
            raise StoreFull(
                "The disk of the backup is full.",
                next_step="Free some space and run the same command again; the archive is as it "
                "was.",
            ) from error
        raise StoreUnwritable(
            f"The catalogue cannot be copied: {error}.",
            next_step="Check the catalogue with civickeep verify, and the backup's folder.",
        ) from error


def records(connection: Connection, after: int) -> Iterator[Wanted]:
    """Stream the records that were acknowledged after this change number."""
    found = connection.execution_options(yield_per=PAGE).execute(
        select(t.leaf.c.object, t.leaf.c.digest).where(t.leaf.c.n > after).order_by(t.leaf.c.n)
    )
    for row in found:
        yield Wanted(row.object, row.digest)


def media(connection: Connection) -> Iterator[Wanted]:
    """Stream every kept file."""
    found = connection.execution_options(yield_per=PAGE).execute(
        select(t.blob.c.object, t.blob.c.sha256).order_by(t.blob.c.sha256)
    )
    for row in found:
        yield Wanted(row.object, row.sha256)


def ledger(connection: Connection) -> Iterator[Wanted]:
    """Stream the ledger's files as far as they belong to a checkpoint the catalogue knows."""
    sizes = [row.size for row in rows.checkpoint_rows(connection)]
    size = max(sizes, default=0)
    for path in tiles(sizes):
        yield Wanted(path)
    for key in rows.adopted_keys(connection):
        if key.leaf <= size:
            yield Wanted(statement_path(key.number))
    for checkpoint in rows.checkpoint_rows(connection):
        yield Wanted(checkpoint.object)
    for stamp in connection.execute(select(t.stamp.c.object, t.stamp.c.sha256)):
        yield Wanted(stamp.object, stamp.sha256)


def tiles(sizes: Iterable[int]) -> Iterator[str]:
    """Name the tiles of a tree that had these sizes when it was signed, each of them once."""
    newest, partial = 0, set()
    for size in sizes:
        newest = max(newest, size)
        for level in _levels(size):
            full, width = divmod(size >> HEIGHT * level, WIDTH)
            if width:
                partial.add((level, full, width))
    for level in _levels(newest):
        for number in range(newest >> HEIGHT * (level + 1)):
            yield from _of_level(level, number, WIDTH)
    for level, number, width in sorted(partial):
        yield from _of_level(level, number, width)


def _levels(size: int) -> range:
    return range(-(-size.bit_length() // HEIGHT))


def _of_level(level: int, number: int, width: int) -> Iterator[str]:
    """Name a tile, and on the lowest level what it is made from."""
    yield tile_path(level, number, width)
    if level == 0:
        yield tile_path(ENTRIES, number, width)
