"""The index of a WACZ: CDXJ lines, sorted, in compressed blocks with an index of their own.

What py-wacz writes and ReplayWeb.page and pywb read: ``index.cdx.gz`` holds
one gzip member for each block of lines, ``index.idx`` where each begins.
"""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from urllib.parse import urlsplit

import msgspec

INDEX = "index.cdx.gz"
BLOCKS = "index.idx"
LINES_A_BLOCK = 3000
FIRST_BLOCK_LINE = b'!meta 0 {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}\n'
_GZIP = 31
_encoder = msgspec.json.Encoder()


class _Place(msgspec.Struct, frozen=True):
    """The JSON of an index line; numbers are strings there."""

    url: str
    mime: str
    status: str
    digest: str
    length: str
    offset: str
    filename: str
    recordDigest: str  # noqa: N815 - the name the format has


class _Block(msgspec.Struct, frozen=True):
    """The JSON of a line of the index of blocks."""

    offset: int
    length: int
    digest: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """A record in a WARC file: what it is of, and where it stands."""

    address: str
    at: datetime
    content_type: str
    block_digest: str
    member: bytes
    offset: int
    filename: str


def index_line(record: Indexed) -> bytes:
    """Write a record's line of the index, without a newline.

    A resource record has no HTTP status; 200 is what replay programs make of it.
    """
    place = _Place(
        url=record.address,
        mime=record.content_type,
        status="200",
        digest=record.block_digest,
        length=str(len(record.member)),
        offset=str(record.offset),
        filename=record.filename,
        recordDigest=f"sha256:{hashlib.sha256(record.member).hexdigest()}",
    )
    time = record.at.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    return f"{sort_key(record.address)} {time} ".encode() + _encoder.encode(place)


def sort_key(address: str) -> str:
    """Write an address for sorting: its host back to front, then its path, in small letters.

    Only for the addresses that stand in our exports, which have neither a
    port nor a query; an address without a host stays as it is.
    """
    parts = urlsplit(address)
    if not parts.netloc:
        return address.lower()
    host = ",".join(reversed(parts.netloc.split(".")))
    return f"{host}){parts.path.rstrip('/') or '/'}".lower()


@dataclass(frozen=True, slots=True)
class Blocks:
    """A piece of ``index.cdx.gz``, and the line of ``index.idx`` that says where it is."""

    member: bytes
    line: bytes


def blocks(lines: Iterable[bytes]) -> Iterator[Blocks]:
    """Cut sorted lines into blocks."""
    coming, offset = iter(lines), 0
    while some := list(islice(coming, LINES_A_BLOCK)):
        member = zlib.compress(b"".join(line + b"\n" for line in some), 6, _GZIP)
        digest = f"sha256:{hashlib.sha256(member).hexdigest()}"
        key, time, _ = some[0].split(b" ", 2)
        place = _encoder.encode(_Block(offset, len(member), digest))
        yield Blocks(member, b"%s %s %s\n" % (key, time, place))
        offset += len(member)
