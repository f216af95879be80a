"""The stored record of an imported piece, and the piece read back from it.

Its envelope says on its face that it came by file: which kind, which file by
its digest, and where in it. Nothing of an API capture's envelope is there that
could be mistaken for it.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TypedDict
from urllib.parse import quote

from archiver.capture.envelope import (
    place_fields,
    place_in,
    source_fields,
    source_in,
    span_in,
    whole_of,
)
from archiver.capture.sighting import Counts, Picture, Place, Sighting, Source
from archiver.imports.kinds import ImportKind
from archiver.imports.piece import Form, Piece, Words
from archiver.imports.words import EDITION, sameness, words_of
from archiver.items import Author, ItemKind, ItemRef, Link
from archiver.record import Envelope, RecordKind, StoredRecord, new_salt, write_record
from archiver.slices import SliceFault, with_nulls
from archiver.surfaces import Surface

HEADER = "Import"
"""The header that only an imported version has."""

API_VERSION = f"import/{EDITION}"
_PATH_LENGTH = 900
_HINT = "Import-Hint"
_SURFACES = {ItemKind.STORY: Surface.STORIES, ItemKind.REEL: Surface.REELS}
_TYPES = {Form.BUSINESS_SUITE_ROW: "text/csv", Form.INSTALOADER_CAPTION: "text/plain"}


def sight(piece: Piece, ref: ItemRef, kind: ImportKind, at: datetime) -> Sighting:
    """See a piece as one version of an item, taken in at an instant."""
    whole = with_nulls(piece.data, [cut.span for cut, _ in piece.cuts])
    words = words_of(piece.form, whole, piece.fault, dict(piece.hints))
    thread = ref.id if piece.parent_id is None else piece.thread_id
    surface = _SURFACES.get(piece.kind, Surface.FEED)
    place = Place(ref, piece.kind, surface, piece.parent_id, thread)
    source = Source(piece.origin.file, f"import {kind}", API_VERSION, at)
    mark = sameness(piece.form, words, piece.data)
    return Sighting(
        **_view(words, mark),
        place=place,
        data=piece.data,
        span=piece.origin.span,
        cuts=piece.cuts,
        fault=piece.fault,
        source=source,
    )


def imported_record(
    sighting: Sighting, piece: Piece, kind: ImportKind, *, account: str, run: str
) -> StoredRecord:
    """Write an imported piece as a record whose block is the exact bytes of the file."""
    place, origin = sighting.place, piece.origin
    envelope = Envelope(
        kind=RecordKind.VERSION,
        target=f"urn:sha256:{origin.source}",
        at=sighting.source.received,
        content_type=_TYPES.get(piece.form, "application/json"),
        fields=(
            *place_fields(place),
            ("Account", account),
            ("Capture", run),
            (HEADER, kind.value),
            ("Import-Form", piece.form.value),
            ("Import-File", f"sha256:{origin.source}"),
            ("Import-Part", str(origin.part)),
            ("Import-Path", quote(origin.path, errors="surrogatepass")[:_PATH_LENGTH]),
            *((_HINT, f"{name}={value}") for name, value in piece.hints),
            *source_fields(sighting, EDITION),
        ),
        salt=new_salt(),
    )
    return write_record(envelope, piece.data)


def read_imported(envelope: Envelope, block: bytes) -> Sighting:
    """See an imported piece again from its record; raises ``LookupError`` or ``ValueError``."""
    said = dict(envelope.fields)
    fault = SliceFault(said["Fault"]) if "Fault" in said else None
    form = Form(said["Import-Form"])
    words = words_of(form, whole_of(envelope, block), fault, _hints(envelope.every(_HINT)))
    return Sighting(
        **_view(words, sameness(form, words, block)),
        place=place_in(said),
        data=block,
        span=span_in(said["Response-Slice"]),
        cuts=(),
        fault=fault,
        source=source_in(said, envelope.at),
    )


class _View(TypedDict):
    """What a sighting takes over from the words of a piece."""

    author: Author | None
    created_at: datetime | None
    permalink: str | None
    text: str
    hidden: bool
    fingerprint: str
    pictures: tuple[Picture, ...]
    counts: Counts
    links: tuple[Link, ...]


def _view(words: Words, mark: str) -> _View:
    """Give it; an import knows of no hiding, and takes no counts."""
    return _View(
        author=words.author,
        created_at=words.created_at,
        permalink=words.permalink,
        text=words.text,
        hidden=False,
        fingerprint=mark,
        pictures=(),
        counts=Counts(),
        links=words.links,
    )


def _hints(given: Iterable[str]) -> dict[str, str]:
    pairs = (each.partition("=") for each in given)
    return {name: value for name, _, value in pairs}
