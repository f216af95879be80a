"""What the catalogue says of the ledger, read as it stands: any of it may be damaged."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from archiver.catalogue import tables as t
from archiver.catalogue.raw import RawReader
from archiver.events import CheckpointKeyAdopted
from archiver.ledger.errors import LedgerDamaged
from archiver.ledger.links import KeyLink
from archiver.ledger.note import read_verifier_key
from archiver.ledger.rows import AdoptedKey
from archiver.ledger.tree import HASH_BYTES

NO_DIGEST = bytes(HASH_BYTES)
"""Stands where the catalogue has no leaf, or one that cannot be read."""

_HEX = 2 * HASH_BYTES
_KEY_EVENT = str(CheckpointKeyAdopted.__struct_config__.tag).encode()


@dataclass(slots=True)
class Said:
    """The catalogue's word; ``digests`` are of the leaves from 1 on.

    ``checkpoints`` are roots by size, ``key_leaves`` the leaves at which some
    row says that a key was adopted.
    """

    identity: str | None = None
    counter: int = 0
    digests: bytes = b""
    checkpoints: dict[int, bytes] = field(default_factory=dict)
    keys: dict[int, AdoptedKey] = field(default_factory=dict)
    key_leaves: set[int] = field(default_factory=set)


def read_said(rows: RawReader, most: int) -> Said:
    """Read it; what is no number, digest or key is passed over. ``most`` leaves are believed."""
    said = Said(digests=_leaves(rows, most))
    for archive_id, counter in rows.rows(select(t.archive.c.archive_id, t.archive.c.counter)):
        said.identity = _text(archive_id)
        said.counter = counter if isinstance(counter, int) else 0
    for size, root in rows.rows(select(t.checkpoint.c.size, t.checkpoint.c.root)):
        if isinstance(size, int):
            said.checkpoints[size] = digest_of(root) or b""
    _read_keys(rows, said)
    return said


def _leaves(rows: RawReader, most: int) -> bytes:
    digests = bytearray()
    for n, digest in rows.rows(select(t.leaf.c.n, t.leaf.c.digest).order_by(t.leaf.c.n)):
        place = len(digests) // HASH_BYTES + 1
        if isinstance(n, int) and place <= n <= most:
            digests += NO_DIGEST * (n - place)
            digests += digest_of(digest) or NO_DIGEST
    return bytes(digests)


def _read_keys(rows: RawReader, said: Said) -> None:
    for leaf, kind in rows.rows(select(t.event.c.leaf, t.event.c.kind)):
        if kind == _KEY_EVENT and isinstance(leaf, int):
            said.key_leaves.add(leaf)
    key = t.checkpoint_key.c
    chosen = select(key.number, key.key, key.link, key.statement, key.leaf)
    for number, name, link, statement, leaf in rows.rows(chosen):
        if isinstance(number, int) and isinstance(leaf, int):
            said.key_leaves.add(leaf)
            adopted = _key(number, {"key": name, "link": link, "statement": statement}, leaf)
            if adopted is not None:
                said.keys[leaf] = adopted


def _key(number: int, texts: Mapping[str, object], leaf: int) -> AdoptedKey | None:
    said = {name: _text(value) or "" for name, value in texts.items()}
    try:
        key = read_verifier_key(said["key"])
        return AdoptedKey(number, key, KeyLink(said["link"]), said["statement"], leaf)
    except (LedgerDamaged, ValueError):
        return None


def digest_of(value: object) -> bytes | None:
    """Read a digest in hexadecimal; None where the value is none."""
    text = _text(value)
    if text is None or len(text) != _HEX:
        return None
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def _text(value: object) -> str | None:
    try:
        return value.decode() if isinstance(value, bytes) else None
    except UnicodeDecodeError:
        return None
