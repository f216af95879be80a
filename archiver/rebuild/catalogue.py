"""Rebuilding the catalogue: played aside from the store alone, then put in the old one's place."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from archiver.archive import catalogue_url
from archiver.catalogue import tables as t
from archiver.disk import replace_file
from archiver.errors import ArchiveMissing, CivickeepError
from archiver.ledger import rows, stamp_rows
from archiver.ledger.checkpoint import (
    SignedCheckpoint,
    path_size,
    read_checkpoint,
)
from archiver.ledger.publish import is_signed_rightly
from archiver.ledger.stamping import STAMPS, kept_stamp
from archiver.progress import At, Count, Progress, unwatched, watched
from archiver.rebuild.adoption import adopt
from archiver.rebuild.order import Inventory, entries, take_inventory
from archiver.rebuild.reading import Lost, read_all
from archiver.rebuild.replay import Replay
from archiver.rebuild.scratch import idle_indexes, scratch_catalogue
from archiver.rebuild.server import copy_to_server
from archiver.settings import Settings
from archiver.store import ObjectStore
from archiver.store.choice import open_store

ASIDE = ".rebuilding"

REBUILDING = "Rebuilding the catalogue"
"""What whoever watches is told is going on."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of a rebuild: records played, those that no checkpoint covered, those lost."""

    records: int
    adopted: int
    lost: tuple[Lost, ...]


def rebuild_catalogue(settings: Settings, at: At = unwatched) -> Rebuilt:
    """Make the catalogue again from nothing but the object store.

    The old one is only replaced when the new one is whole; a rebuild that is
    stopped can simply be started again. Records that are lost or damaged are
    named and passed over. Raises ``ArchiveMissing`` where the store holds no
    archive, and ``StoreFull`` where the new catalogue has no room beside the
    old one, which stays. No other process may work on the archive meanwhile.
    ``at`` is told how far it is.
    """
    store = open_store(settings)
    try:
        return _rebuild(settings, store, at)
    finally:
        store.close()


def _rebuild(settings: Settings, store: ObjectStore, at: At) -> Rebuilt:
    at(Progress(REBUILDING, "listing the store"))
    inventory = take_inventory(store)
    if not inventory.records:
        raise ArchiveMissing(
            "The store holds no records, so there is nothing to rebuild from.",
            next_step="Check the store of [archive] in civickeep.toml, or restore a backup.",
        )
    url = catalogue_url(settings)
    if "://" in url:
        with tempfile.TemporaryDirectory(prefix="civickeep-rebuild-") as folder:
            aside = Path(folder, "scratch.sqlite")
            rebuilt = _fill_file(aside, store, inventory, at)
            copy_to_server(aside, settings)
        return rebuilt
    file = Path(url)
    aside = file.with_name(file.name + ASIDE)
    aside.unlink(missing_ok=True)
    try:
        rebuilt = _fill_file(aside, store, inventory, at)
    except BaseException:
        aside.unlink(missing_ok=True)  # a full disk is not left fuller
        raise
    _swap(aside, file)
    return rebuilt


def _fill_file(file: Path, store: ObjectStore, inventory: Inventory, at: At) -> Rebuilt:
    with scratch_catalogue(file) as engine, engine.begin() as connection:
        return fill(connection, store, inventory, at)


def fill(
    connection: Connection, store: ObjectStore, inventory: Inventory, at: At = unwatched
) -> Rebuilt:
    """Play everything the store holds into an empty scratch catalogue."""
    replay = Replay(connection)
    with idle_indexes(connection, needed_later=True):
        reads = read_all(store, entries(store, inventory))
        records = Count(0, "records", inventory.records)
        replay.play(watched(reads, REBUILDING, records, at))
    published = replay.played
    adopt(replay, store, inventory)
    list_ledger_files(connection, store, inventory, _signed(connection, store, inventory))
    return Rebuilt(published, replay.played - published, tuple(replay.lost))


def _signed(
    connection: Connection, store: ObjectStore, inventory: Inventory
) -> Iterator[SignedCheckpoint]:
    """Give the checkpoints that are signed by this archive's keys."""
    keys = rows.adopted_keys(connection)
    identity = connection.scalar(select(t.archive.c.archive_id)) or ""
    for path in sorted(path for path in inventory.ledger if path_size(path) is not None):
        with suppress(CivickeepError):
            checkpoint = read_checkpoint(store.get(path))
            if is_signed_rightly(checkpoint, identity, keys):
                yield checkpoint


def list_ledger_files(
    connection: Connection,
    store: ObjectStore,
    inventory: Inventory,
    signed: Iterable[SignedCheckpoint],
) -> None:
    """List checkpoints and the stamps in the store; what proves nothing is for verify to name."""
    for checkpoint in signed:
        rows.add_checkpoint(connection, checkpoint)
    for path in sorted(path for path in inventory.ledger if path.startswith(STAMPS)):
        with suppress(CivickeepError):
            stamp = kept_stamp(path, store.get(path))
            if stamp is not None:
                stamp_rows.add_stamp(connection, stamp)


def _swap(aside: Path, file: Path) -> None:
    """Put the new catalogue in place; the old one's journal must not be laid over it."""
    for leftover in (f"{file}-wal", f"{file}-shm"):
        Path(leftover).unlink(missing_ok=True)
    replace_file(aside, file)
