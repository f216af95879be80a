"""The leaves that no checkpoint covers yet: nobody signed them, so the rows must agree on them.

A leaf's row and the row of what was recorded under it name the same record.
Where they do not, the one is believed whose record lies in the store.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from archiver.catalogue import tables as t
from archiver.catalogue.raw import RawReader
from archiver.ledger.tree import HASH_BYTES
from archiver.rebuild.inventory import Inventory
from archiver.rebuild.places import kind_of
from archiver.record import RecordKind
from archiver.verify.said import NO_DIGEST, Said, digest_of

_NAME = 64
"""Characters of the digest at the end of a record's path."""


def complete(covered: bytes, raw: RawReader, said: Said, inventory: Inventory) -> bytes:
    """Give the leaves under checkpoints with those after them."""
    after = len(covered) // HASH_BYTES
    if len(said.digests) // HASH_BYTES <= after >= said.counter:
        return covered
    claims: dict[int, list[bytes]] = defaultdict(list)
    _claim(raw, after, claims)
    digests = (covered[at : at + HASH_BYTES] for at in range(0, len(covered), HASH_BYTES))
    loose = {bytes.fromhex(path[-_NAME:]): path for path in inventory.others(digests)}
    return covered + b"".join(_chosen(after, claims, said.counter, loose))


def _claim(raw: RawReader, after: int, claims: dict[int, list[bytes]]) -> None:
    """Note which record each row says was recorded under a number; the leaf's own word first."""
    leaf, version, capture, event = t.leaf.c, t.version.c, t.capture.c, t.event.c
    for statement in (
        select(leaf.n, leaf.digest, leaf.object).where(leaf.n > after),
        select(version.leaf, version.digest, version.object).where(version.leaf > after),
        select(capture.leaf, capture.id, capture.object).where(capture.leaf > after),
        select(event.leaf, event.kind, event.kind).where(event.leaf > after),
    ):
        for n, digest, path in raw.rows(statement):
            if isinstance(n, int):
                name = path[-_NAME:] if isinstance(path, bytes) else None
                claims[n].extend(filter(None, (digest_of(digest), digest_of(name))))


def _chosen(
    after: int, claims: Mapping[int, Sequence[bytes]], counter: int, loose: Mapping[bytes, str]
) -> list[bytes]:
    """Choose a record for each number, up to the last that a record or the counter stands for."""
    best = {
        number: next((each for each in named if each in loose), next(iter(named), NO_DIGEST))
        for number, named in claims.items()
    }
    sure = [number for number, digest in best.items() if digest in loose or number <= counter]
    found = [best.get(number, NO_DIGEST) for number in range(after + 1, max(sure, default=0) + 1)]
    # An event is named by no other row: where its leaf's row is gone, it is what is left over.
    events = [
        digest
        for digest, path in loose.items()
        if kind_of(path) is RecordKind.EVENT and digest not in found
    ]
    return [events.pop(0) if digest == NO_DIGEST and events else digest for digest in found]
