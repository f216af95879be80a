"""Records that no checkpoint covers: kept without a number that anybody signed.

Most were acknowledged and wait for their checkpoint; some are what a killed
process left. The two cannot be told apart in the store, and nothing that was
acknowledged may be lost, so all are taken in that make sense: in the order of
their own times, which is that of their acknowledgement but for processes that
worked at the same moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from archiver import pending
from archiver.capture.stored import read_version, span_of
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.errors import CivickeepError
from archiver.rebuild.inventory import Inventory
from archiver.rebuild.order import Entry, newest_checkpoint, published
from archiver.rebuild.places import kind_of
from archiver.rebuild.reading import Lost, read_entry
from archiver.rebuild.replay import Replay
from archiver.record import RecordKind, read_record
from archiver.store import ObjectStore

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Since when a leftover waits to be swept: whoever put it is gone."""


@dataclass(frozen=True, slots=True, order=True)
class _Loose:
    """A record without a number: when it was made, its place in its answer, and its path."""

    at: datetime
    place: int
    path: str


def adopt(replay: Replay, store: ObjectStore, inventory: Inventory) -> None:
    """Take in what no checkpoint covers, and leave the rest to be swept by the next harvest."""
    newest = newest_checkpoint(store, inventory)
    loose = inventory.others(published(store, newest.size if newest else 0))
    number = replay.connection.scalar(select(func.max(t.leaf.c.n))) or 0
    left = []
    for each in _in_time(replay, store, loose):
        if _takes(replay, store, number + 1, each.path):
            number += 1
        else:
            left.append(each.path)
    kept = set(replay.connection.scalars(select(t.blob.c.object)))
    _leave(replay.connection, [*left, *sorted(inventory.media - kept)])


def _in_time(replay: Replay, store: ObjectStore, paths: Iterable[str]) -> list[_Loose]:
    """Sort records by their own times; one that cannot be read is lost."""
    found = []
    for path in paths:
        try:
            envelope, _ = read_record(store.get(path))
            found.append(_Loose(envelope.at, span_of(envelope).start, path))
        except CivickeepError as error:
            replay.lost.append(Lost(_entry(0, path), error.what, kind_of(path)))
    return sorted(found)


def _takes(replay: Replay, store: ObjectStore, number: int, path: str) -> bool:
    """Play a record, unless it says nothing new or contradicts what is there already."""
    known = kind_of(path) is RecordKind.VERSION and _is_known(replay.connection, store, path)
    if known:
        return False
    read = read_entry(store, _entry(number, path))
    try:
        with replay.connection.begin_nested():
            replay.play_strictly(read)
    except (IntegrityError, LookupError, msgspec.MsgspecError):
        return False
    return True


def _entry(number: int, path: str) -> Entry:
    return Entry(number, bytes.fromhex(path[-64:]), path)


def _is_known(connection: Connection, store: ObjectStore, path: str) -> bool:
    """Whether the item has a version of this wording: what a killed process left has none."""
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


def _leave(connection: Connection, paths: list[str]) -> None:
    """Note objects that nothing names, so that the next harvest removes them."""
    for some in chunks(paths):
        connection.execute(
            insert(t.pending),
            [{"object": path, "owner": pending.EVENT_OWNER, "since": LONG_AGO} for path in some],
        )
