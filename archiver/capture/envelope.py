"""The stored record of a version: how and where its bytes came to us."""

from archiver.capture.sighting import Sighting
from archiver.fingerprint import EDITION
from archiver.record import (
    Envelope,
    RecordKind,
    StoredRecord,
    new_salt,
    safe_id,
    write_record,
)

CONTENT_TYPE = "application/json"


def version_record(
    sighting: Sighting, *, account: str, capture: str, salt: bytes | None = None
) -> StoredRecord:
    """Write one sighting as a record whose block is the exact bytes the platform sent."""
    source, place = sighting.source, sighting.place
    envelope = Envelope(
        kind=RecordKind.VERSION,
        target=f"https://graph.facebook.com/{source.api_version}/{safe_id(place.ref.id)}",
        at=source.received,
        content_type=CONTENT_TYPE,
        fields=(
            ("Item", f"{place.ref.platform}/{safe_id(place.ref.id)}"),
            ("Item-Kind", place.kind.value),
            ("Surface", place.surface.value),
            *_optional("Parent", place.parent_id),
            ("Thread", safe_id(place.thread_id)),
            ("Account", account),
            ("Capture", capture),
            ("Request", source.asked),
            ("Response-Digest", f"sha256:{source.answer_digest}"),
            ("Response-Slice", f"{sighting.span.start}-{sighting.span.end}"),
            *(
                ("Cut", f"{cut.span.start}-{cut.span.end} {safe_id(item_id)}")
                for cut, item_id in sighting.cuts
            ),
            *_optional("Fault", sighting.fault),
            ("Api-Version", source.api_version),
            ("Fingerprint-Edition", str(EDITION)),
        ),
        salt=salt or new_salt(),
    )
    return write_record(envelope, sighting.data)


def _optional(name: str, value: str | None) -> tuple[tuple[str, str], ...]:
    return ((name, safe_id(value)),) if value else ()
