"""The stored record of a version: how and where its bytes came to us."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from archiver.capture.sighting import Place, Sighting, Source
from archiver.fingerprint import EDITION
from archiver.items import ItemKind, ItemRef
from archiver.record import (
    Envelope,
    RecordKind,
    StoredRecord,
    new_salt,
    safe_id,
    write_record,
)
from archiver.scanner import Span
from archiver.slices import with_nulls
from archiver.surfaces import Surface

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
            *place_fields(place),
            ("Account", account),
            ("Capture", capture),
            *source_fields(sighting, EDITION),
        ),
        salt=salt or new_salt(),
    )
    return write_record(envelope, sighting.data)


def place_fields(place: Place) -> Iterator[tuple[str, str]]:
    """Say which item it is and where it stands (``place_in``)."""
    yield "Item", f"{place.ref.platform}/{safe_id(place.ref.id)}"
    yield "Item-Kind", place.kind.value
    yield "Surface", place.surface.value
    if place.parent_id:
        yield "Parent", safe_id(place.parent_id)
    yield "Thread", safe_id(place.thread_id)


def source_fields(sighting: Sighting, edition: int) -> Iterator[tuple[str, str]]:
    """Say where its bytes come from; ``edition`` is that of its fingerprint."""
    source, span = sighting.source, sighting.span
    yield "Request", source.asked
    yield "Response-Digest", f"sha256:{source.answer_digest}"
    yield "Response-Slice", f"{span.start}-{span.end}"
    for cut, item_id in sighting.cuts:
        yield "Cut", f"{cut.span.start}-{cut.span.end} {safe_id(item_id)}"
    if sighting.fault:
        yield "Fault", sighting.fault.value
    yield "Api-Version", source.api_version
    yield "Fingerprint-Edition", str(edition)


def place_in(said: Mapping[str, str], identity: str | None = None) -> Place:
    """Read where an item stands; its id in full is in its bytes, where these name it."""
    ref = ItemRef.read(said["Item"])
    if identity is not None and safe_id(identity) == ref.id:
        ref = replace(ref, id=identity)
    return Place(
        ref=ref,
        kind=ItemKind(said["Item-Kind"]),
        surface=Surface(said["Surface"]),
        parent_id=said.get("Parent"),
        thread_id=said["Thread"],
    )


def source_in(said: Mapping[str, str], received: datetime) -> Source:
    """Read where its bytes come from."""
    digest = said["Response-Digest"].removeprefix("sha256:")
    return Source(digest, said["Request"], said["Api-Version"], received)


def span_in(value: str) -> Span:
    """Read a place among bytes, as slices and cuts name it."""
    start, end = value.split(" ", maxsplit=1)[0].split("-")
    return Span(int(start), int(end))


def whole_of(envelope: Envelope, block: bytes) -> bytes:
    """Give an item as it came, but with ``null`` where others were cut out of it."""
    return with_nulls(block, [span_in(value) for value in envelope.every("Cut")])
