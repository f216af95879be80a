"""The tree that a list of digests makes, and what every file of the ledger must hold."""

from collections.abc import Iterable, Iterator

from archiver.ledger.tiles import ENTRIES, HEIGHT, WIDTH, Edge, entry_bundle, tile_path
from archiver.ledger.tree import HASH_BYTES, leaf_hash


class GrownTree:
    """Every tile of a ledger as it must be, and its root at each size that was asked for.

    ``digests`` are those of the records, 32 bytes each, one after the other.
    Holds about 65 bytes a leaf.
    """

    def __init__(self, digests: bytes, sizes: Iterable[int]) -> None:
        self.size = len(digests) // HASH_BYTES
        self.roots: dict[int, bytes] = {}
        self.digests = digests
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._grow(set(sizes))

    def digest(self, number: int) -> bytes:
        """Give the digest of a record by its number, counted from 1."""
        return self.digests[(number - 1) * HASH_BYTES : number * HASH_BYTES]

    def tile(self, level: int, number: int, width: int) -> bytes | None:
        """Give what a tile must hold; None where this tree has no such tile."""
        hashes = self._tiles.get((level, number), b"")[: width * HASH_BYTES]
        return hashes if len(hashes) == width * HASH_BYTES else None

    def bundle(self, number: int, width: int) -> bytes | None:
        """Give what a bundle of entries must hold; None where this tree has no such bundle."""
        start = number * WIDTH
        if start + width > self.size:
            return None
        places = range(start + 1, start + width + 1)
        return entry_bundle(self.digest(place) for place in places)

    def _grow(self, sizes: set[int]) -> None:
        edge = Edge()
        if 0 in sizes:
            self.roots[0] = edge.root
        for number in range(1, self.size + 1):
            for level, tile, hashes in edge.append(leaf_hash(self.digest(number))):
                self._tiles[level, tile] = b"".join(hashes)
            if number in sizes:
                self.roots[number] = edge.root
        for level, hashes in enumerate(edge.levels):
            self._tiles[level, edge.size >> HEIGHT * (level + 1)] = b"".join(hashes)


def files_of(sizes: Iterable[int]) -> set[str]:
    """Give the path of every file that checkpoints of these sizes left behind."""
    found: set[str] = set()
    for size in sizes:
        found.update(_partial(size))
    found.update(_full(max(sizes, default=0)))
    return found


def _partial(size: int) -> Iterator[str]:
    level = 0
    while hashes := size >> HEIGHT * level:
        number, width = divmod(hashes, WIDTH)
        if width:
            yield from _tile(level, number, width)
        level += 1


def _full(size: int) -> Iterator[str]:
    level = 0
    while tiles := size >> HEIGHT * (level + 1):
        for number in range(tiles):
            yield from _tile(level, number, WIDTH)
        level += 1


def _tile(level: int, number: int, width: int) -> Iterator[str]:
    yield tile_path(level, number, width)
    if level == 0:
        yield tile_path(ENTRIES, number, width)
