"""Reading what is exported: every byte against its digest, its leaf and its row.

Whatever fails is remembered by name and goes no further; the export is
refused in the end, when all that is wrong is known.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archiver.capture.sighting import Sighting
from archiver.capture.stored import read_version_of
from archiver.errors import ObjectDamaged
from archiver.export.errors import ExportRefused
from archiver.export.proofs import NotInLedger, Proofs
from archiver.export.reading import read_objects
from archiver.export.rows import MediaRow, RecordRow
from archiver.items import Item, Version
from archiver.record import parse_record, safe_id
from archiver.store import ObjectStore

MOST_NAMED = 10_000
"""Faults that are kept by name; what is damaged beyond that is counted."""

MISSING = "missing"
DAMAGED = "damaged"


class CheckedRecord(NamedTuple):
    """A record that is what it must be, and the text of its proof file."""

    row: RecordRow
    data: bytes
    proof: bytes


@dataclass(frozen=True, slots=True)
class CheckedMedia:
    """A file that is what it must be."""

    row: MediaRow
    data: bytes


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """An item whose rows say what its records say; ``records`` are those of its versions."""

    item: Item
    records: tuple[CheckedRecord, ...]


@dataclass(slots=True)
class Faults:
    """What is missing or damaged, by name."""

    named: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, name: str) -> None:
        """Remember one more."""
        if len(self.named) < MOST_NAMED:
            self.named.append(name)
        else:
            self.more += 1

    def refuse(self) -> None:
        """Raise ``ExportRefused`` where there are any."""
        count = len(self.named) + self.more
        if count:
            things = "1 stored object is" if count == 1 else f"{count:,} stored objects are"
            raise ExportRefused(
                f"{things} missing or damaged, so nothing was exported.",
                next_step="Run civickeep verify, restore what is named from a backup, and "
                "export again.",
                faults=tuple(self.named),
            )


class Checker:
    """Reads objects and lets through only those that are whole."""

    def __init__(self, store: ObjectStore, proofs: Proofs) -> None:
        self._store = store
        self._proofs = proofs
        self.faults = Faults()

    def records(self, rows: Sequence[RecordRow]) -> list[CheckedRecord]:
        """Read records and make their proofs; those that fail are left out and remembered."""
        read = read_objects(self._store, [row.object for row in rows])
        checked = map(self._record, rows, read)
        return [each for each in checked if each is not None]

    def _record(self, row: RecordRow, data: bytes | None) -> CheckedRecord | None:
        if data is None:
            reason = MISSING
        elif hashlib.sha256(data).hexdigest() != row.digest:
            reason = DAMAGED
        else:
            try:
                return CheckedRecord(row, data, self._proofs.proof(row.leaf, row.digest))
            except NotInLedger as error:
                reason = f"not in the ledger: {error}"
        self.faults.add(f"{row.object} ({_owner(row)}): {reason}")
        return None

    def media(self, row: MediaRow) -> CheckedMedia | None:
        """Read a file; None where it fails, which is remembered."""
        (data,) = read_objects(self._store, [row.object])
        if data is not None and hashlib.sha256(data).hexdigest() == row.sha256:
            return CheckedMedia(row, data)
        self.faults.add(f"{row.object}: {MISSING if data is None else DAMAGED}")
        return None

    def item(self, item: Item, records: tuple[CheckedRecord, ...]) -> CheckedItem | None:
        """Compare an item's rows with its records; None where they differ, which is remembered."""
        differing = _difference(item, records)
        if differing is None:
            return CheckedItem(item, records)
        self.faults.add(f"{item.ref}: its catalogue rows differ from its records in {differing}")
        return None


def record_rows(item: Item) -> list[RecordRow]:
    """Give the rows of an item's records; a version that was destroyed has none."""
    return [
        RecordRow(each.object, each.digest, each.leaf, str(item.ref), each.n)
        for each in item.versions
        if each.digest is not None
    ]


def _owner(row: RecordRow) -> str:
    return f"version {row.n} of {row.owner}" if row.n else f"receipt of capture {row.owner}"


def _difference(item: Item, records: Sequence[CheckedRecord]) -> str | None:
    """Name the first field in which an item's rows are not what its records say."""
    versions = {version.n: version for version in item.versions}
    for record in records:
        try:
            sighting = read_version_of(*parse_record(record.data)).sighting
        except ObjectDamaged:
            return f"version {record.row.n}, which is no record of a version"
        pairs = _of_version(item, versions[record.row.n], sighting)
        if record.row.n == item.versions[-1].n:
            pairs.update(_told(item, sighting))
        for name, (row, said) in pairs.items():
            if row != said:
                return f"the {name} of version {record.row.n}"
    return None


def _of_version(
    item: Item, version: Version, sighting: Sighting
) -> dict[str, tuple[object, object]]:
    return {
        "id": (item.ref, sighting.ref),
        "kind": (item.kind, sighting.place.kind),
        "parent": (_safe(item.parent_id), _safe(sighting.place.parent_id)),
        "thread": (_safe(item.thread_id), _safe(sighting.place.thread_id)),
        "text": (version.text, sighting.text),
        "links": (version.links, sighting.links),
        "first sighting": (version.first_seen, sighting.source.received),
    }


def _told(item: Item, sighting: Sighting) -> dict[str, tuple[object, object]]:
    """Give what the platform says beside the wording, which rows hold as of the newest version."""
    return {
        "author": (item.author, sighting.author),
        "time of creation": (item.created_at, sighting.created_at),
        "link": (item.permalink, sighting.permalink),
    }


def _safe(platform_id: str | None) -> str | None:
    """Give an id as envelopes hold it."""
    return safe_id(platform_id) if platform_id else None
