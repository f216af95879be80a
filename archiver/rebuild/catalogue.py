"""Rebuilding the catalogue: played aside from the store alone, then put in the old one's place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, delete, select

from archiver.archive import catalogue_url, open_catalogue
from archiver.capture.stored import read_version
from archiver.catalogue import tables as t
from archiver.catalogue.all_tables import metadata
from archiver.catalogue.migrate import upgrade
from archiver.disk import replace_file
from archiver.errors import ArchiveMissing, CivickeepError
from archiver.ledger.checkpoint import path_size, read_checkpoint
from archiver.ledger.errors import LedgerDamaged
from archiver.ledger.rows import add_checkpoint
from archiver.rebuild.order import Entry, Inventory, entries, take_inventory, unpublished
from archiver.rebuild.replay import Lost, Replay, kind_of
from archiver.rebuild.scratch import scratch_catalogue
from archiver.record import RecordKind, read_record
from archiver.settings import Settings
from archiver.store import ObjectStore
from archiver.store.choice import open_store

ASIDE = ".rebuilding"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of a rebuild: records played, those that no checkpoint covered, those lost."""

    records: int
    adopted: int
    lost: tuple[Lost, ...]


def rebuild_catalogue(settings: Settings) -> Rebuilt:
    """Make the catalogue again from nothing but the object store.

    The old one is only replaced when the new one is whole; a rebuild that is
    stopped can simply be started again. Records that are lost or damaged are
    named and passed over. Raises ``ArchiveMissing`` where the store holds no
    archive. No other process may work on the archive meanwhile.
    """
    store = open_store(settings)
    try:
        return _rebuild(settings, store)
    finally:
        store.close()


def _rebuild(settings: Settings, store: ObjectStore) -> Rebuilt:
    inventory = take_inventory(store)
    if not inventory.records:
        raise ArchiveMissing(
            "The store holds no records, so there is nothing to rebuild from.",
            next_step="Check the store of [archive] in civickeep.toml, or restore a backup.",
        )
    url = catalogue_url(settings)
    if "://" in url:
        return _rebuild_in_place(settings, store, inventory)
    file = Path(url)
    aside = file.with_name(file.name + ASIDE)
    aside.unlink(missing_ok=True)
    with scratch_catalogue(aside) as engine, engine.begin() as connection:
        rebuilt = fill(connection, store, inventory)
    _swap(aside, file)
    return rebuilt


def _rebuild_in_place(settings: Settings, store: ObjectStore, inventory: Inventory) -> Rebuilt:
    """Empty and refill a database server's tables in one transaction."""
    engine = open_catalogue(settings)
    try:
        upgrade(engine)
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
            return fill(connection, store, inventory)
    finally:
        engine.dispose()


def fill(connection: Connection, store: ObjectStore, inventory: Inventory) -> Rebuilt:
    """Play everything the store holds into an empty catalogue."""
    replay = Replay(store, connection)
    replay.play(entries(store, inventory))
    newest = connection.scalar(select(t.leaf.c.n).order_by(t.leaf.c.n.desc()).limit(1)) or 0
    loose = _numbered(_in_time(store, unpublished(store, inventory), connection), newest)
    adopting = Replay(store, connection)
    adopting.play(loose)
    list_ledger_files(connection, store, inventory)
    return Rebuilt(replay.played, adopting.played, (*replay.lost, *adopting.lost))


def _in_time(store: ObjectStore, paths: Iterable[str], connection: Connection) -> Iterator[str]:
    """Give records that no checkpoint covers in the order of their own dates.

    A version that says nothing new is what a killed process left, and stays out.
    """
    dated = []
    for path in paths:
        try:
            dated.append((read_record(store.get(path))[0].at, path))
        except CivickeepError:
            continue
    for _, path in sorted(dated):
        if kind_of(path) is not RecordKind.VERSION or not _is_known(connection, store, path):
            yield path


def _is_known(connection: Connection, store: ObjectStore, path: str) -> bool:
    sighting = read_version(store.get(path)).sighting
    known = (
        select(t.version.c.n)
        .join(t.item, t.item.c.pk == t.version.c.item)
        .where(
            t.item.c.platform == sighting.ref.platform.value,
            t.item.c.id == sighting.ref.id,
            t.version.c.fingerprint == sighting.fingerprint,
        )
    )
    return connection.execute(known).first() is not None


def _numbered(paths: Iterable[str], newest: int) -> Iterator[Entry]:
    for number, path in enumerate(paths, newest + 1):
        yield Entry(number, path[-64:], path)


def list_ledger_files(connection: Connection, store: ObjectStore, inventory: Inventory) -> None:
    """List the checkpoints that lie in the store; one that cannot be read is for verify to name."""
    for path in sorted(inventory.ledger):
        if path_size(path) is None:
            continue
        try:
            add_checkpoint(connection, read_checkpoint(store.get(path)))
        except LedgerDamaged:
            continue


def _swap(aside: Path, file: Path) -> None:
    """Put the new catalogue in place; the old one's journal must not be laid over it."""
    for leftover in (f"{file}-wal", f"{file}-shm"):
        Path(leftover).unlink(missing_ok=True)
    replace_file(aside, file)
