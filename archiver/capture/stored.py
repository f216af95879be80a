"""A version read back from its stored record, as it was when it was taken in."""

from dataclasses import dataclass
from typing import Any

from archiver.capture.envelope import place_in, source_in, span_in, whole_of
from archiver.capture.seeing import make_sighting
from archiver.capture.sighting import Sighting
from archiver.capture.views import id_of
from archiver.errors import ObjectDamaged
from archiver.imports.stored import HEADER, read_imported
from archiver.record import Envelope, RecordKind, read_record
from archiver.scanner import Span
from archiver.slices import Carved, Slice, SliceFault, read_element


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A sighting, and what its record says of the capture that kept it."""

    sighting: Sighting
    account: str
    capture: str
    edition: int


def read_version(data: bytes) -> StoredVersion:
    """Read a version's record back.

    Raises ``ObjectDamaged`` where it is not one whole record of a version.
    """
    return read_version_of(*read_record(data))


def read_version_of(envelope: Envelope, block: bytes) -> StoredVersion:
    """Read a version from its record taken apart; raises ``ObjectDamaged`` where it is none."""
    if envelope.kind is not RecordKind.VERSION:
        raise _damaged(f"it is a {envelope.kind}, not a version")
    try:
        return _stored(envelope, block)
    except (ValueError, LookupError) as error:
        raise _damaged(f"its envelope cannot be read ({type(error).__name__})") from error


def stored_payload(data: bytes) -> dict[str, Any]:
    """Read the fields of a stored version; raises ``ObjectDamaged`` where it is not whole."""
    return _payload(*read_record(data))


def _stored(envelope: Envelope, block: bytes) -> StoredVersion:
    said = dict(envelope.fields)
    if HEADER in said:
        return StoredVersion(
            sighting=read_imported(envelope, block),
            account=said["Account"],
            capture=said["Capture"],
            edition=int(said["Fingerprint-Edition"]),
        )
    fault = said.get("Fault")
    span = span_in(said["Response-Slice"])
    element = Slice(block, span, SliceFault(fault) if fault else None)
    payload = _payload(envelope, block) if "Cut" in said else read_element(block, element.fault)
    place, source = place_in(said, id_of(payload)), source_in(said, envelope.at)
    return StoredVersion(
        sighting=make_sighting(element, payload, Carved(block, ()), place, source),
        account=said["Account"],
        capture=said["Capture"],
        edition=int(said["Fingerprint-Edition"]),
    )


def _payload(envelope: Envelope, block: bytes) -> dict[str, Any]:
    """Read the fields of an item; where others were cut out of it stands ``null``."""
    fault = envelope.field("Fault")
    return read_element(whole_of(envelope, block), SliceFault(fault) if fault else None)


def span_of(envelope: Envelope) -> Span:
    """Give a version's place in the answer it came in; the beginning for other records."""
    return span_in(envelope.field("Response-Slice") or "0-0")


def _damaged(reason: str) -> ObjectDamaged:
    return ObjectDamaged(
        f"A stored version is damaged: {reason}.",
        next_step="Run civickeep verify to see which, and restore it from a backup.",
    )
