"""WARC 1.1 (ISO 28500:2017): stored records byte for byte, files of items as resource records.

The file begins with a ``warcinfo`` record. A stored record already is a WARC
record, so it is copied as it is and keeps its digest; in a compressed file
each record is a gzip member of its own.
"""

import base64
import hashlib
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from archiver.civil_time import from_wire, to_wire
from archiver.export.checking import CheckedItem, CheckedMedia, CheckedRecord
from archiver.export.order import WrittenFile
from archiver.export.streamed import StreamedFile
from archiver.media.kinds import inert

CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
COMPRESSED_SUFFIX = ".gz"
GZIP_LEVEL = 6
_GZIP = 31
"""zlib's word for a gzip wrapper (15 bits of window and 16)."""

_END = b"\r\n\r\n"

EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "application/pdf": "pdf",
}
"""Types the archive tells by a file's content; all others are exported as ``.bin``."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What an export says of itself: made when, by which software, of which archive and items."""

    created: datetime
    software: str
    city: str
    origin: str
    scope: str
    checkpoint: str

    @property
    def base(self) -> str:
        """The address under which things made for an export stand; nothing answers there.

        ``.alt`` is set aside for names outside the DNS (RFC 9476).
        """
        return f"https://{self.origin}"


def media_name(sha256: str, content_type: str) -> str:
    """Name an exported file by its digest and its type, never by what the platform called it."""
    return f"{sha256}.{EXTENSIONS.get(content_type, 'bin')}"


def warcinfo(heading: Heading, name: str) -> bytes:
    """Write the record that a WARC file begins with."""
    fields = {
        "software": heading.software,
        "format": "WARC File Format 1.1",
        "conformsTo": CONFORMS_TO,
        "publisher": heading.city,
        "isPartOf": heading.origin,
        "description": heading.scope,
        "civickeep-checkpoint": heading.checkpoint,
    }
    block = "".join(f"{key}: {' '.join(value.split())}\r\n" for key, value in fields.items())
    return _record(
        [
            ("WARC-Type", "warcinfo"),
            ("WARC-Date", to_wire(heading.created)),
            ("WARC-Filename", _ascii(name)),
            ("Content-Type", "application/warc-fields"),
        ],
        block.encode("utf-8", "backslashreplace"),
    )


def resource(address: str, at: datetime, content_type: str, block: bytes) -> bytes:
    """Write a record of bytes under an address; the same input gives the same record."""
    return _record(
        [
            ("WARC-Type", "resource"),
            ("WARC-Date", to_wire(at)),
            ("WARC-Target-URI", address),
            ("Content-Type", content_type),
        ],
        block,
    )


def media_record(base: str, media: CheckedMedia) -> bytes:
    """Write the record of a file of an item, dated when a version showing it was first seen."""
    row = media.row
    address = f"{base}/media/{media_name(row.sha256, row.type)}"
    return resource(address, from_wire(row.first_seen), inert(row.type), media.data)


def headers(record: bytes) -> dict[str, str]:
    """Read the headers of a record that is known to be whole; the last of a name counts."""
    lines = record[: record.index(b"\r\n\r\n")].decode("ascii").split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines)


def _record(headers: Sequence[tuple[str, str]], block: bytes) -> bytes:
    digest = base64.b32encode(hashlib.sha256(block).digest()).decode()
    (kind, *rest) = headers
    identity = uuid5(NAMESPACE_URL, "\n".join([*(value for _, value in headers), digest]))
    lines = [
        kind,
        ("WARC-Record-ID", f"<urn:uuid:{identity}>"),
        *rest,
        ("WARC-Block-Digest", f"sha256:{digest}"),
        ("Content-Length", str(len(block))),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return b"WARC/1.1\r\n" + head.encode("ascii") + b"\r\n" + block + _END


def _ascii(name: str) -> str:
    return name.encode("ascii", "replace").decode()


def compressed(record: bytes) -> bytes:
    """Write a record as a gzip member of its own; the same record gives the same bytes."""
    return zlib.compress(record, GZIP_LEVEL, _GZIP)


class WarcExport:
    """Writes one WARC file; compressed if its name ends in ``.gz``."""

    signing_key = None

    def __init__(self, path: Path, name: str, heading: Heading) -> None:
        self._name = name
        self._heading = heading
        self._compress = name.endswith(COMPRESSED_SUFFIX)
        self._file = StreamedFile(path)
        self._write([warcinfo(heading, name)])

    def items(self, items: Sequence[CheckedItem]) -> None:
        """Write the records of items."""
        for each in items:
            self.records(each.records)

    def records(self, records: Sequence[CheckedRecord]) -> None:
        """Write stored records as they are."""
        self._write(record.data for record in records)

    def media(self, media: CheckedMedia) -> None:
        """Write a file of an item."""
        self._write([media_record(self._heading.base, media)])

    def finish(self) -> WrittenFile:
        """Make the file last."""
        with self._file:
            return self._file.written(self._name)

    def seal(self) -> None:
        """Do nothing: the papers of a WARC file lie beside it."""

    def abandon(self) -> None:
        """Do nothing: what was written goes with the working folder."""

    def _write(self, records: Iterable[bytes]) -> None:
        if self._compress:
            records = map(compressed, records)
        self._file.write(b"".join(records))
