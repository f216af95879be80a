"""In which order the stored objects were acknowledged, told by the ledger's own files.

The ledger names digests, and an object's path ends in its digest, so the two
meet without reading a single object. What lies in the store after the last
checkpoint has no number yet and is told apart.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from archiver.errors import CivickeepError
from archiver.ledger.checkpoint import LATEST, SignedCheckpoint, path_size, read_checkpoint
from archiver.ledger.tiles import WIDTH, TileReader
from archiver.rebuild.inventory import Inventory, take_inventory
from archiver.store import ObjectStore

__all__ = ["Entry", "Inventory", "entries", "numbered", "published", "take_inventory"]


class Entry(NamedTuple):
    """One acknowledged record: its number from 1, its digest, its path or None where it is lost."""

    number: int
    digest: bytes
    path: str | None


def newest_checkpoint(store: ObjectStore, inventory: Inventory) -> SignedCheckpoint | None:
    """Give the greatest checkpoint that can be read; signatures are not checked."""
    found = [
        checkpoint
        for path in inventory.ledger
        if path == LATEST or path_size(path) is not None
        if (checkpoint := _readable(store, path)) is not None
    ]
    return max(found, key=lambda each: each.size, default=None)


def _readable(store: ObjectStore, path: str) -> SignedCheckpoint | None:
    try:
        return read_checkpoint(store.get(path))
    except CivickeepError:
        return None  # what is wrong with it is for verify to name


def published(store: ObjectStore, size: int) -> Iterator[bytes]:
    """Give the digests of the first ``size`` records, in order, from the ledger's entries."""
    reader = TileReader(store, size)
    for tile in range(-(-size // WIDTH)):
        yield from reader.digests(tile)


def numbered(digests: Iterable[bytes], inventory: Inventory, first: int = 1) -> Iterator[Entry]:
    """Give records their numbers, from ``first`` on, and find where they lie."""
    coming, number = iter(digests), first
    while batch := list(islice(coming, WIDTH)):
        paths = inventory.paths_of(batch)
        for digest in batch:
            yield Entry(number, digest, paths.get(digest))
            number += 1


def entries(store: ObjectStore, inventory: Inventory) -> Iterator[Entry]:
    """Give every record under the newest checkpoint with the path it lies under."""
    newest = newest_checkpoint(store, inventory)
    yield from numbered(published(store, newest.size if newest else 0), inventory)
