"""Playing stored records into an empty catalogue, in the order of the ledger.

The same projections that made the rows the first time make them again. A
record that is lost or damaged is noted and passed over; what refers to its
item is played without it, so that one damage does not look like many.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, func, select

from archiver.capture.stored import StoredVersion, read_version
from archiver.capture.version_rows import NewVersion, project_versions
from archiver.captures import Receipt
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.catalogue.projections import project
from archiver.catalogue.projections.receipts import Alts, project_receipt
from archiver.catalogue.projections.touched import item_keys
from archiver.commit import add_event_row, add_leaf
from archiver.errors import CivickeepError, ObjectDamaged
from archiver.events import Event
from archiver.items import ItemRef, Platform
from archiver.rebuild.order import Entry
from archiver.rebuild.reduced import reduced
from archiver.record import Envelope, RecordKind, read_record
from archiver.store import ObjectStore
from archiver.wire import decode_event

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Lost:
    """A record that could not be played, and why."""

    entry: Entry
    reason: str
    kind: RecordKind | None


@dataclass(slots=True)
class Replay:
    """Plays records into one connection; ``lost`` tells what could not be played.

    The connection's transaction is the caller's.
    """

    store: ObjectStore
    connection: Connection
    lost: list[Lost] = field(default_factory=list)
    played: int = 0
    _waiting: list[tuple[Entry, StoredVersion]] = field(default_factory=list)

    def play(self, entries: Iterable[Entry]) -> None:
        """Play every entry, and set the counter to the last number."""
        number = 0
        for entry in entries:
            number = entry.number
            self._play_one(entry)
        self._flush()
        if number:
            self.connection.execute(t.archive.update().values(counter=number))

    def _play_one(self, entry: Entry) -> None:
        if entry.path is None:
            self._lose(entry, "it is not in the store", None)
            return
        kind = kind_of(entry.path)
        try:
            data = self.store.get(entry.path)
            if hashlib.sha256(data).hexdigest() != entry.digest:
                self._lose(entry, "its bytes do not match its digest", kind)
                return
            if kind is RecordKind.VERSION:
                self._wait(entry, read_version(data))
            else:
                self._flush()
                self._play_act(entry, entry.path, *read_record(data))
        except (CivickeepError, msgspec.MsgspecError) as error:
            self._lose(entry, str(error), kind)

    def _wait(self, entry: Entry, stored: StoredVersion) -> None:
        self._waiting.append((entry, stored))
        if len(self._waiting) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        """Make the rows of the versions that have come together."""
        if not self._waiting:
            return
        refs = {stored.sighting.ref for _, stored in self._waiting}
        keys, counts = _known(self.connection, refs)
        versions = []
        for entry, stored in self._waiting:
            ref = stored.sighting.ref
            counts[ref] = counts.get(ref, 0) + 1
            versions.append(_version(entry, stored, counts[ref]))
        project_versions(self.connection, versions, keys)
        self.played += len(versions)
        self._waiting.clear()

    def _play_act(self, entry: Entry, path: str, envelope: Envelope, block: bytes) -> None:
        add_leaf(self.connection, entry.number, envelope.kind, entry.digest, path)
        if envelope.kind is RecordKind.RECEIPT:
            self._play_receipt(entry, path, msgspec.json.decode(block, type=Receipt))
        else:
            self._play_event(entry, decode_event(block))
        self.played += 1

    def _play_receipt(self, entry: Entry, path: str, receipt: Receipt) -> None:
        receipt = reduced(self.connection, receipt)
        alts = self._alts(receipt)
        project_receipt(self.connection, receipt, entry.number, path, alts)

    def _play_event(self, entry: Entry, event: Event) -> None:
        add_event_row(self.connection, entry.number, event)
        project(self.connection, reduced(self.connection, event), entry.number)

    def _alts(self, receipt: Receipt) -> Alts:
        """Read the platform's descriptions of files out of the versions they belong to."""
        keys = item_keys(self.connection, (finding.ref for finding in receipt.media))
        alts = {}
        for finding in receipt.media:
            path = self.connection.scalar(
                select(t.version.c.object).where(
                    t.version.c.item == keys[finding.ref], t.version.c.n == finding.n
                )
            )
            if path is not None:
                pictures = read_version(self.store.get(path)).sighting.pictures
                for picture in pictures:
                    alts[finding.ref, finding.n, picture.position] = picture.alt
        return alts

    def _lose(self, entry: Entry, reason: str, kind: RecordKind | None) -> None:
        """Note a record that cannot be played; its leaf stays, so that no number is skipped."""
        self._flush()
        self.lost.append(Lost(entry, reason, kind))
        known = select(t.leaf.c.n).where(t.leaf.c.n == entry.number)
        if self.connection.execute(known).first() is None:
            self.connection.execute(
                t.leaf.insert().values(
                    n=entry.number,
                    kind=kind.value if kind else LOST_KIND,
                    digest=entry.digest,
                    object=entry.path or "",
                )
            )


LOST_KIND = "lost"
"""The kind of a leaf whose object is gone, so that nobody can tell what it was."""


def kind_of(path: str) -> RecordKind:
    """Tell a record's kind by its name; raises ``ObjectDamaged`` for a name that has none."""
    name = path.rpartition("/")[2].partition("-")[0]
    if name not in set(RecordKind):
        raise ObjectDamaged(
            f"{path} is no name of a record.",
            next_step="Run civickeep verify; move what is not of this archive out of its store.",
        )
    return RecordKind(name)


def _version(entry: Entry, stored: StoredVersion, n: int) -> NewVersion:
    return NewVersion(
        sighting=stored.sighting,
        n=n,
        number=entry.number,
        digest=entry.digest,
        object=entry.path or "",
        account=stored.account,
        capture=stored.capture,
        edition=stored.edition,
    )


def _known(
    connection: Connection, refs: Iterable[ItemRef]
) -> tuple[dict[ItemRef, int | None], dict[ItemRef, int]]:
    """Look up the items' row keys and how many versions each has."""
    keys: dict[ItemRef, int | None] = {}
    counts: dict[ItemRef, int] = {}
    for some in chunks(list(refs)):
        rows = connection.execute(
            select(t.item.c.platform, t.item.c.id, t.item.c.pk, func.max(t.version.c.n).label("n"))
            .join(t.version, t.version.c.item == t.item.c.pk)
            .where(t.item.c.id.in_([ref.id for ref in some]))
            .group_by(t.item.c.platform, t.item.c.id, t.item.c.pk)
        )
        for row in rows:
            ref = ItemRef(Platform(row.platform), row.id)
            keys[ref] = row.pk
            counts[ref] = row.n
    return keys, counts
