"""A version read back from its stored record, as it was when it was taken in."""

from dataclasses import dataclass
from typing import Any

from archiver.capture.facebook import Place, make_sighting
from archiver.capture.sighting import Sighting, Source
from archiver.errors import ObjectDamaged
from archiver.items import ItemKind
from archiver.record import Envelope, RecordKind, read_record
from archiver.scanner import Span
from archiver.slices import Carved, Slice, SliceFault, mend, read_element


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
    envelope, block = read_record(data)
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
    fault = envelope.field("Fault")
    place = Place(
        ItemKind(_must(envelope, "Item-Kind")), envelope.field("Parent"), _must(envelope, "Thread")
    )
    source = Source(
        answer_digest=_must(envelope, "Response-Digest").removeprefix("sha256:"),
        asked=_must(envelope, "Request"),
        api_version=_must(envelope, "Api-Version"),
        received=envelope.at,
    )
    span = _span(_must(envelope, "Response-Slice"))
    element = Slice(block, span, SliceFault(fault) if fault else None)
    payload = _payload(envelope, block)
    return StoredVersion(
        sighting=make_sighting(element, payload, Carved(block, ()), place, source),
        account=_must(envelope, "Account"),
        capture=_must(envelope, "Capture"),
        edition=int(_must(envelope, "Fingerprint-Edition")),
    )


def _payload(envelope: Envelope, block: bytes) -> dict[str, Any]:
    """Read the fields of an item; where others were cut out of it stands ``null``."""
    cuts = [_span(value) for value in envelope.every("Cut")]
    fault = envelope.field("Fault")
    whole = mend(block, cuts, [b"null"] * len(cuts))
    return read_element(whole, SliceFault(fault) if fault else None)


def _span(value: str) -> Span:
    start, end = value.split(" ", maxsplit=1)[0].split("-")
    return Span(int(start), int(end))


def _must(envelope: Envelope, name: str) -> str:
    value = envelope.field(name)
    if value is None:
        raise LookupError(name)
    return value


def _damaged(reason: str) -> ObjectDamaged:
    return ObjectDamaged(
        f"A stored version is damaged: {reason}.",
        next_step="Run civickeep verify to see which, and restore it from a backup.",
    )
