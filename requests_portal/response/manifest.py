"""The manifest of a response: every file with its SHA-256, every record with where it came from.

A digest of something that was removed would confirm a guess of it, so the
digest of an original record or photo stands here only where it was released
whole (rule E2). Pure functions.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from requests_portal.response.draft import Entry, ResponseDraft, Wording
from requests_portal.response.listing import (
    RecordPicture,
    WithheldLine,
    record_picture,
    withheld_lines,
)
from requests_portal.response.native import Removed, native_path, removed

MANIFEST = "manifest.json"
CHECKSUMS = "manifest-sha256.txt"
FORMAT = "civickeep-response/1"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file of the response: its path inside the folder, SHA-256 in hexadecimal, and size."""

    path: str
    sha256: str
    bytes: int


def describe(path: str, data: bytes) -> WrittenFile:
    """Work out the digest of a file."""
    return WrittenFile(path, hashlib.sha256(data).hexdigest(), len(data))


class ManifestWording(msgspec.Struct, frozen=True, omit_defaults=True):
    """One wording: when it was captured, its digests, or the section that keeps it back.

    ``imported`` names the kind of file where it came by one; then the times
    are those of the import.
    """

    n: int
    first_captured: datetime
    last_captured: datetime
    file: str | None = None
    sha256: str | None = None
    original_record_sha256: str | None = None
    withheld: str | None = None
    imported: str | None = None


class ManifestItem(msgspec.Struct, frozen=True):
    """One record of the response."""

    number: str
    item: str
    platform: str
    platform_id: str
    account: str
    action: str
    wordings: tuple[ManifestWording, ...]
    media: tuple[RecordPicture, ...]
    removed: tuple[Removed, ...]


class Manifest(msgspec.Struct, frozen=True):
    """The whole response. ``files`` lists all but the manifest itself and the checksum list."""

    format: str
    request: str
    city: str
    dated: date
    outcome: str
    released: int
    redacted: int
    withheld: int | None
    items: tuple[ManifestItem, ...]
    taken_out: tuple[WithheldLine, ...]
    files: tuple[WrittenFile, ...]


def write_manifest(draft: ResponseDraft, files: Sequence[WrittenFile]) -> bytes:
    """Write ``manifest.json``."""
    digests = {one.path: one.sha256 for one in files}
    value = Manifest(
        format=FORMAT,
        request=draft.request.id,
        city=draft.city,
        dated=draft.dated,
        outcome=draft.outcome.value,
        released=draft.counts.released,
        redacted=draft.counts.redacted,
        withheld=draft.counts.withheld if draft.counts_told else None,
        items=tuple(_item(entry, digests) for entry in draft.entries),
        taken_out=withheld_lines(draft),
        files=tuple(files),
    )
    return msgspec.json.format(msgspec.json.encode(value)) + b"\n"


def _item(entry: Entry, digests: Mapping[str, str]) -> ManifestItem:
    return ManifestItem(
        number=entry.number,
        item=entry.label,
        platform=entry.platform.value,
        platform_id=entry.id,
        account=entry.account,
        action="redacted" if entry.redacted else "released",
        wordings=tuple(_wording(entry, one, digests) for one in entry.wordings),
        media=tuple(record_picture(one) for one in entry.pictures),
        removed=removed(entry.redactions),
    )


def _wording(entry: Entry, wording: Wording, digests: Mapping[str, str]) -> ManifestWording:
    path = None if wording.withheld else native_path(entry, wording)
    return ManifestWording(
        n=wording.n,
        first_captured=wording.first_seen,
        last_captured=wording.last_seen,
        file=path,
        sha256=None if path is None else digests[path],
        original_record_sha256=None if wording.original is None else wording.original.digest,
        withheld=None if wording.withheld is None else wording.withheld.citation,
        imported=wording.imported,
    )


def checksums(files: Iterable[WrittenFile]) -> bytes:
    """Write the list that ``sha256sum -c`` reads. Paths are ours and need no quoting."""
    return "".join(f"{one.sha256}  {one.path}\n" for one in files).encode()
