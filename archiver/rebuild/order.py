"""In which order the stored objects were acknowledged, told by the ledger's own files.

The ledger names digests, and an object's path ends in its digest, so the two
meet without reading a single object. What lies in the store after the last
checkpoint has no number yet and is told apart.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archiver.ledger.checkpoint import LATEST, read_checkpoint
from archiver.ledger.tiles import PREFIX as LEDGER
from archiver.ledger.tiles import WIDTH, TileReader
from archiver.store import ObjectStore

MEDIA = "media/"
_RECORD = re.compile(r"(?:.*/)?(?:version|receipt|event)-([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Entry:
    """One acknowledged record: its number from 1, its digest, its path or None where it is lost."""

    number: int
    digest: str
    path: str | None


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything that lies in a store, told apart by its path.

    ``records`` are the paths of records by digest, ``twins`` further paths of
    the same digest, ``strangers`` paths that are none of ours.
    """

    records: dict[str, str]
    twins: tuple[str, ...]
    media: frozenset[str]
    ledger: frozenset[str]
    strangers: tuple[str, ...]


def take_inventory(store: ObjectStore) -> Inventory:
    """List the store once. Holds every path in memory: about 300 bytes a record."""
    records: dict[str, str] = {}
    twins, strangers = [], []
    media, ledger = set(), set()
    for path in store.paths():
        found = _RECORD.fullmatch(path)
        if path.startswith(LEDGER):
            ledger.add(path)
        elif path.startswith(MEDIA):
            media.add(path)
        elif not found:
            strangers.append(path)
        elif found[1] in records:
            twins.append(path)
        else:
            records[found[1]] = path
    return Inventory(records, tuple(twins), frozenset(media), frozenset(ledger), tuple(strangers))


def published(store: ObjectStore) -> Iterator[tuple[int, str]]:
    """Give number and digest of every record under the latest checkpoint, in order."""
    if not store.has(LATEST):
        return
    size = read_checkpoint(store.get(LATEST)).size
    reader = TileReader(store, size)
    number = 0
    for tile in range(-(-size // WIDTH)):
        for digest in reader.digests(tile):
            number += 1
            yield number, digest.hex()


def entries(store: ObjectStore, inventory: Inventory) -> Iterator[Entry]:
    """Give every record under the latest checkpoint with the path it lies under."""
    for number, digest in published(store):
        yield Entry(number, digest, inventory.records.get(digest))


def unpublished(store: ObjectStore, inventory: Inventory) -> list[str]:
    """Give the paths of records that no checkpoint covers yet."""
    covered = {digest for _, digest in published(store)}
    return [path for digest, path in inventory.records.items() if digest not in covered]
