"""Where a record belongs in the store, told by what it says."""

import hashlib

from archiver.capture.stored import read_version
from archiver.errors import ObjectDamaged
from archiver.items import Platform
from archiver.paths import event_path, receipt_path, version_path
from archiver.record import RecordKind, read_record


def proper_path(data: bytes) -> str | None:
    """Give the path a record was put under; None where it names no account of ours.

    Raises ``ObjectDamaged`` where the bytes are no record.
    """
    envelope, _ = read_record(data)
    digest = hashlib.sha256(data).hexdigest()
    if envelope.kind is RecordKind.EVENT:
        return event_path(envelope.at, digest)
    platform, _, account = (envelope.field("Account") or "").partition("/")
    if platform not in set(Platform):
        return None
    if envelope.kind is RecordKind.RECEIPT:
        return receipt_path(Platform(platform), account, envelope.at, digest)
    sighting = read_version(data).sighting
    month = sighting.created_at or sighting.source.received
    return version_path(sighting.ref.platform, account, sighting.ref.id, month, digest)


def kind_of(path: str) -> RecordKind:
    """Tell a record's kind by its name; raises ``ObjectDamaged`` for a name that has none."""
    name = path.rpartition("/")[2].partition("-")[0]
    if name not in _KINDS:
        raise ObjectDamaged(
            f"{path} is no name of a record.",
            next_step="Run civickeep verify; move what is not of this archive out of its store.",
        )
    return RecordKind(name)


def item_of(path: str) -> str | None:
    """Tell by its path which item a version is of, as ``platform/id``; None for other paths."""
    parts = path.split("/")
    if len(parts) < _DEPTH or not parts[-1].startswith(f"{RecordKind.VERSION}-"):
        return None
    return f"{parts[0]}/{parts[-2]}"


_KINDS = frozenset(RecordKind)
_DEPTH = 6
"""Platform, account, year, month, item, record."""
