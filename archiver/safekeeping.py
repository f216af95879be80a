"""The store's own locks, made to follow what the archive has acknowledged and holds.

An object is locked for the days of ``[s3] lock_days`` from when it came to
be, after its rows are committed, so that what nobody acknowledged can still be
swept. A legal hold is on every object of an item with an open hold. Both are a
second wall: what may be destroyed is decided by the archive itself (invariants
6 and 7).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, select

from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.catalogue.import_tables import imported, imported_file
from archiver.catalogue.quarantined import digests, is_quarantined
from archiver.ledger.rows import newest_checkpoint
from archiver.ledger.stamping import roots_of
from archiver.ledger.statement import statement_path
from archiver.ledger.tiles import full_tiles
from archiver.store import ObjectStore
from archiver.store.s3.settings import S3Settings

THE_ONE = 1


def safeguard(archive: Archive) -> None:
    """Bring the store's locks up to all that changed since this was last done.

    Call it after anything was acknowledged. Of the ledger, what never changes
    is locked: the newest checkpoint's own name and tiles that are not full yet
    are written again and are free. Where it is cut off, the next call
    does the rest; doing it twice changes nothing. Raises ``StoreUnreachable``
    or ``StoreRefused`` where the store does not lock; the archive itself is
    none the worse for it.
    """
    if not archive.store.locks:
        return
    days = timedelta(days=archive.settings.section(S3Settings).lock_days)
    with archive.reading() as connection:
        # Not the newest number: what no checkpoint covers yet is looked at again, so that the
        # ledger's files, which come to be after the records they are of, are never passed over.
        signed = newest_checkpoint(connection)
        newest = signed.size if signed else 0
        since = connection.scalar(select(t.lock_mark.c.number)) or 0
        now = archive.clock()
        records = _kept_since(connection, since)
        ledger = _ledger_since(archive.store, connection, (since, newest), now)
        for end, paths in _by_end(chain(records, ledger), days).items():
            if end > archive.clock():
                archive.store.protect(paths, end)
        archive.store.hold(_objects(connection, since, held=True))
        archive.store.release(_objects(connection, since, held=False))
    with archive.writing() as connection:
        connection.execute(delete(t.lock_mark))
        connection.execute(insert(t.lock_mark).values(id=THE_ONE, number=newest))


def _kept_since(connection: Connection, since: int) -> Iterator[tuple[str, datetime]]:
    """Give every record and file acknowledged after a number, and when it came to be.

    The time is the object's own, so that a catalogue that was made again from
    the store asks for no later dates than the first one did.
    """
    version, item = t.version.c, t.item.c
    versions = (
        select(version.object, version.first_seen)
        .join(t.item, item.pk == version.item)
        .where(item.change > since, version.leaf > since)
    )
    files = (
        select(t.blob.c.object, version.first_seen)
        .join(t.media, t.media.c.sha256 == t.blob.c.sha256)
        .join(t.version, (version.item == t.media.c.item) & (version.n == t.media.c.n))
        .join(t.item, item.pk == version.item)
        .where(item.change > since)
    )
    receipts = select(t.capture.c.object, t.capture.c.ended).where(t.capture.c.leaf > since)
    events = select(t.leaf.c.object, t.event.c.at).join(t.event, t.event.c.leaf == t.leaf.c.n)
    wholes = (
        select(t.blob.c.object, imported.c.at)
        .join(imported_file, imported_file.c.sha256 == t.blob.c.sha256)
        .join(imported, imported.c.run == imported_file.c.run)
        .where(imported.c.leaf > since)
    )
    for statement in (versions, files, receipts, events.where(t.leaf.c.n > since), wholes):
        yield from ((row[0], row[1]) for row in connection.execute(statement))


def _ledger_since(
    store: ObjectStore, connection: Connection, grown: tuple[int, int], now: datetime
) -> Iterator[tuple[str, datetime]]:
    """Give the files of the ledger that came to be while it grew, and never change.

    Checkpoints, full tiles and statements of keys have no time of their own;
    they are young whenever they are met here first. A checkpoint may be
    stamped after it was met, but only as long as it is the newest.
    """
    since, size = grown
    checkpoints = select(t.checkpoint.c.object).where(t.checkpoint.c.size > since)
    keys = select(t.checkpoint_key.c.number).where(
        t.checkpoint_key.c.leaf > since, t.checkpoint_key.c.leaf <= size
    )
    for path in (
        *connection.scalars(checkpoints),
        *full_tiles(since, size),
        *map(statement_path, connection.scalars(keys)),
    ):
        yield path, now
    stamps = select(t.stamp.c.object, t.stamp.c.authority, t.stamp.c.at)
    for row in connection.execute(stamps.where(t.stamp.c.size >= since)):
        yield row.object, row.at
        for path in store.paths(roots_of(row.authority)):
            yield path, row.at


def _by_end(kept: Iterable[tuple[str, datetime]], days: timedelta) -> dict[datetime, list[str]]:
    """Sort objects by the midnight their lock ends at: whole days make few groups. Pure."""
    groups: dict[date, list[str]] = defaultdict(list)
    for path, at in kept:
        groups[(at.astimezone(UTC) + days).date()].append(path)
    return {
        datetime.combine(day + timedelta(days=1), time(), UTC): paths
        for day, paths in groups.items()
    }


def _objects(connection: Connection, since: int, *, held: bool) -> Iterator[str]:
    """Give the objects of items whose holds may have changed, and that are held now or no more.

    A file in quarantine is held as well: nobody may destroy it before its time.
    """
    changed = select(t.item.c.pk).where(t.item.c.change > since)
    once = t.item.c.pk.in_(select(t.hold_item.c.item))
    mine = t.item.c.pk.in_(_held_items())
    concerned = select(t.item.c.pk).where(t.item.c.change > since, once, mine if held else ~mine)
    yield from connection.scalars(select(t.version.c.object).where(t.version.c.item.in_(concerned)))
    files = (
        select(t.blob.c.object)
        .join(t.media, t.media.c.sha256 == t.blob.c.sha256)
        .where(t.media.c.item.in_(concerned) | _in_quarantine(changed, now=held))
        .distinct()
    )
    wholes = select(t.blob.c.object).where(t.blob.c.sha256.in_(_imported_with(concerned)))
    if not held:  # a file that a held item shows too stays held
        shown = select(t.media.c.sha256).where(
            t.media.c.item.in_(_held_items()), t.media.c.sha256.is_not(None)
        )
        kept = [shown, _imported_with(_held_items())]
        loose = ~is_quarantined(t.blob.c.sha256)
        files = files.where(loose, *(t.blob.c.sha256.not_in(each) for each in kept))
        wholes = wholes.where(loose, *(t.blob.c.sha256.not_in(each) for each in kept))
    yield from connection.scalars(files)
    yield from connection.scalars(wholes)


def _imported_with(chosen: Select[tuple[int]]) -> Select[tuple[str]]:
    """Choose the whole files that these items were imported with: they hold them once more."""
    return (
        select(imported_file.c.sha256)
        .join(t.version, t.version.c.capture == imported_file.c.run)
        .where(t.version.c.item.in_(chosen))
    )


def _in_quarantine(changed: Select[tuple[int]], *, now: bool) -> ColumnElement[bool]:
    """Choose files of these items that are in quarantine now, or that ever were."""
    return t.media.c.item.in_(changed) & t.media.c.sha256.in_(digests(ever=not now))


def _held_items() -> Select[tuple[int]]:
    return (
        select(t.hold_item.c.item)
        .join(t.hold, t.hold.c.id == t.hold_item.c.hold)
        .where(t.hold.c.lifted_at.is_(None))
    )
