"""A stored object: one plain WARC 1.1 ``resource`` record, readable without us.

The headers are the envelope and never hold platform text; the block is the
exact bytes. A random salt in the envelope makes the record's SHA-256, which
is the ledger's leaf, useless for guessing a short comment after it was
destroyed. Concatenated, records are a WARC file (ISO 28500:2017).
"""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from archiver.civil_time import from_wire, to_wire
from archiver.errors import ObjectDamaged

FORMAT_EDITION = "1"
SALT_BYTES = 32
_UUID_DIGITS = 32
VERSION_LINE = "WARC/1.1"
_END_OF_HEADERS = b"\r\n\r\n"
_END_OF_RECORD = b"\r\n\r\n"
_HEADER = re.compile(r"\r\n([!-9;-~]+): ([^\r\n]*)")
_PREFIX = "Civickeep-"
_PREFIX_LENGTH = len(_PREFIX)
_OWN = frozenset({"Civickeep-Format", "Civickeep-Kind", "Civickeep-Salt"})
_SAFE_VALUE = re.compile(r"[\x20-\x7e]*")
_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.-]{0,199}")


class RecordKind(StrEnum):
    """The three kinds of object; the value goes into the envelope and the object's name."""

    VERSION = "version"
    RECEIPT = "receipt"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is said of a block of bytes: how and when it came to be.

    ``fields`` are our own headers without their prefix, in order, such as
    ``("Item", "facebook/1_2")``; values are printable ASCII.
    """

    kind: RecordKind
    target: str
    at: datetime
    content_type: str
    fields: tuple[tuple[str, str], ...]
    salt: bytes

    def field(self, name: str) -> str | None:
        """Give the first value of one of our own headers."""
        return next((value for key, value in self.fields if key == name), None)

    def every(self, name: str) -> tuple[str, ...]:
        """Give all values of one of our own headers, in order."""
        return tuple(value for key, value in self.fields if key == name)


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """The bytes of a record, ready for the store, and their SHA-256 in hexadecimal."""

    data: bytes
    digest: str


def new_salt() -> bytes:
    """Draw the random bytes that make a record's digest unguessable."""
    return secrets.token_bytes(SALT_BYTES)


@lru_cache(maxsize=4096)
def safe_id(platform_id: str) -> str:
    """Give a platform's id a form that is safe in a path and a header.

    Ids are short and plain in practice; anything else is replaced by its
    digest, so that no platform text ever gets into an object's name.
    """
    if _SAFE_ID.fullmatch(platform_id):
        return platform_id
    return "x-" + hashlib.sha256(platform_id.encode("utf-8", "surrogatepass")).hexdigest()


def write_record(envelope: Envelope, block: bytes) -> StoredRecord:
    """Write a record. The same envelope and block always give the same bytes.

    Raises ``ValueError`` for a header value that is not printable ASCII.
    """
    headers = _headers(envelope, block)
    # Thousands a second: all values are looked at together, and one by one only to name the bad.
    together = "".join([value for _, value in headers])
    if not (together.isascii() and together.isprintable()):
        bad = next(name for name, value in headers if not _SAFE_VALUE.fullmatch(value))
        message = f"the header {bad} has a value that is not printable ASCII"
        raise ValueError(message)
    lines = "\r\n".join([f"{name}: {value}" for name, value in headers])
    head = f"{VERSION_LINE}\r\n{lines}".encode("ascii")
    data = b"".join((head, _END_OF_HEADERS, block, _END_OF_RECORD))
    return StoredRecord(data, hashlib.sha256(data).hexdigest())


def _headers(envelope: Envelope, block: bytes) -> list[tuple[str, str]]:
    block_digest = base64.b32encode(hashlib.sha256(block).digest()).decode()
    return [
        ("WARC-Type", "resource"),
        ("WARC-Record-ID", f"<urn:uuid:{_uuid(envelope.salt)}>"),
        ("WARC-Date", _written(envelope.at)),
        ("WARC-Target-URI", envelope.target),
        ("WARC-Block-Digest", f"sha256:{block_digest}"),
        ("Content-Type", envelope.content_type),
        ("Content-Length", str(len(block))),
        ("Civickeep-Format", FORMAT_EDITION),
        ("Civickeep-Kind", envelope.kind.value),
        *[(f"Civickeep-{name}", value) for name, value in envelope.fields],
        ("Civickeep-Salt", envelope.salt.hex()),
    ]


@lru_cache(maxsize=256)
def _written(at: datetime) -> str:
    """Write an instant; the records of one page have the same."""
    return to_wire(at)


def _uuid(salt: bytes) -> str:
    """Make a UUID of version 4 (RFC 9562) of a salt's first bytes, faster than ``uuid`` does."""
    digits = salt[:16].hex()
    if len(digits) != _UUID_DIGITS:
        message = "the salt is too short"
        raise ValueError(message)
    variant = "89ab"[int(digits[16], 16) & 3]
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"


def read_record(data: bytes) -> tuple[Envelope, bytes]:
    """Read a record back into its envelope and block, checking every length and digest.

    Raises ``ObjectDamaged`` where the bytes are not one whole record of ours.
    """
    envelope, block = parse_record(data)
    try:
        whole = write_record(envelope, block).data == data
    except ValueError as error:
        raise _unreadable(error) from error
    # Written again it must be the same to the byte: this checks version line,
    # lengths, block digest and record id at once, and that nothing was added.
    if not whole:
        raise _damaged("it is not what these headers and this block make")
    return envelope, block


def parse_record(data: bytes) -> tuple[Envelope, bytes]:
    """Take a record apart whose bytes were compared with their digest just before.

    Several times faster than ``read_record``, which everybody else must use: a
    line that is no header is passed over here.
    Raises ``ObjectDamaged`` where the headers cannot be read.
    """
    head, _, rest = data.partition(_END_OF_HEADERS)
    try:
        headers = _HEADER.findall(head.decode("ascii"))
        envelope = _envelope(headers, dict(headers))
    except (ValueError, KeyError) as error:
        raise _unreadable(error) from error
    return envelope, rest.removesuffix(_END_OF_RECORD)


def _envelope(headers: list[tuple[str, str]], values: dict[str, str]) -> Envelope:
    return Envelope(
        kind=RecordKind(values["Civickeep-Kind"]),
        target=values["WARC-Target-URI"],
        at=from_wire(values["WARC-Date"]),
        content_type=values["Content-Type"],
        fields=tuple(
            (name[_PREFIX_LENGTH:], value)
            for name, value in headers
            if name[:_PREFIX_LENGTH] == _PREFIX and name not in _OWN
        ),
        salt=bytes.fromhex(values["Civickeep-Salt"]),
    )


def _unreadable(error: Exception) -> ObjectDamaged:
    return _damaged(f"its headers cannot be read ({type(error).__name__})")


def _damaged(reason: str) -> ObjectDamaged:
    return ObjectDamaged(
        f"A stored record is damaged: {reason}.",
        next_step="Run civickeep verify to see which, and restore it from a backup.",
    )
