"""Playing stored records into an empty catalogue, in the order of the ledger.

The same projections that made the rows the first time make them again. A
record that is lost or damaged is noted and passed over; what refers to its
item is played without it, so that one damage does not look like many.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import Connection, func, select

from archiver.captures import Receipt
from archiver.catalogue import tables as t
from archiver.catalogue.projections import project
from archiver.catalogue.projections.receipts import Alts, project_capture, project_findings
from archiver.catalogue.projections.touched import item_keys
from archiver.commit import add_event_row, add_leaf
from archiver.events import Event
from archiver.rebuild.bulk import Bulk
from archiver.rebuild.last_sightings import LastSightings, changing
from archiver.rebuild.order import Entry
from archiver.rebuild.reading import Lost, Read, ReadAct, ReadVersion
from archiver.rebuild.reduced import reduced
from archiver.record import RecordKind
from archiver.wire import decode_event

__all__ = ["LOST_KIND", "Lost", "Replay"]

BATCH = 1000

LOST_KIND = "lost"
"""The kind of a leaf whose object is gone, so that nobody can tell what it was."""


@dataclass(slots=True)
class Replay:
    """Plays records into one connection; ``lost`` tells what could not be played.

    The connection is to a scratch catalogue, and its transaction the caller's.
    """

    connection: Connection
    lost: list[Lost] = field(default_factory=list)
    played: int = 0
    versions: int = 0
    _sightings: LastSightings = field(init=False)
    _bulk: Bulk = field(init=False)
    _waiting: list[ReadVersion] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sightings = LastSightings(self.connection)
        self._bulk = Bulk(self.connection, self._sightings)

    def play(self, records: Iterable[Read]) -> None:
        """Play every record, in the order given, and set the counter to the last number."""
        for read in records:
            if isinstance(read, ReadVersion):
                self._waiting.append(read)
                if len(self._waiting) >= BATCH:
                    self._flush()
            else:
                self._flush()
                self._play_other(read)
        self._flush()
        self._sightings.settle_all()
        newest = select(func.max(t.leaf.c.n)).scalar_subquery()
        self.connection.execute(t.archive.update().values(counter=newest))

    def play_strictly(self, read: Read) -> None:
        """Play one record, and raise whatever speaks against it."""
        if isinstance(read, ReadAct):
            self._play_act(read)
        self.play([read] if isinstance(read, ReadVersion) else [])

    def _play_other(self, read: ReadAct | Lost) -> None:
        if isinstance(read, Lost):
            self._lose(read)
            return
        try:
            self._play_act(read)
        except msgspec.MsgspecError as error:
            self._lose(Lost(read.entry, type(error).__name__, read.envelope.kind))

    def _flush(self) -> None:
        """Make the rows of the versions that have come together."""
        if self._waiting:
            self._bulk.add([read.values for read in self._waiting])
            self.played += len(self._waiting)
            self.versions += len(self._waiting)
            self._waiting.clear()

    def _play_act(self, read: ReadAct) -> None:
        entry, kind = read.entry, read.envelope.kind
        path = entry.path or ""
        act = (
            msgspec.json.decode(read.block, type=Receipt)
            if kind is RecordKind.RECEIPT
            else decode_event(read.block)
        )
        add_leaf(self.connection, entry.number, kind, entry.digest.hex(), path)
        if isinstance(act, Receipt):
            project_capture(self.connection, act, entry.number, path)
            self._play_findings(entry.number, reduced(self.connection, act))
        else:
            self._play_event(entry, act)
        self.played += 1

    def _play_findings(self, number: int, receipt: Receipt) -> None:
        keys = item_keys(self.connection, changing(receipt) | set(receipt.appeared))
        moved = [key for ref, key in keys.items() if ref in changing(receipt)]
        self._sightings.before(receipt, moved, [keys[ref] for ref in receipt.appeared])
        alts = self._alts(receipt)
        project_findings(self.connection, receipt, number, alts, self._sightings.after)

    def _play_event(self, entry: Entry, event: Event) -> None:
        add_event_row(self.connection, entry.number, event)
        project(self.connection, reduced(self.connection, event), entry.number)

    def _alts(self, receipt: Receipt) -> Alts:
        """Find the platform's descriptions of files among the versions they belong to."""
        keys = item_keys(self.connection, (finding.ref for finding in receipt.media))
        versions = {(finding.ref, finding.n) for finding in receipt.media}
        return {
            (ref, n, position): alt
            for ref, n in versions
            for position, alt in self._bulk.alts(keys[ref], n).items()
        }

    def _lose(self, lost: Lost) -> None:
        """Note a record that cannot be played; its leaf stays, so that no number is skipped."""
        self.lost.append(lost)
        entry, kind = lost.entry, lost.kind.value if lost.kind else LOST_KIND
        self._bulk.add_leaves([(entry.number, kind, entry.digest.hex(), entry.path or "")])
