"""The tree that a list of digests makes, and what every file of the ledger must hold."""

from collections.abc import Iterable

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
        self.expected: set[str] = set()
        self.digests = digests
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._grow(set(sizes))

    def tile(self, level: int, number: int, width: int) -> bytes | None:
        """Give what a tile must hold; None where this tree has no such tile."""
        hashes = self._tiles.get((level, number), b"")[: width * HASH_BYTES]
        return hashes if len(hashes) == width * HASH_BYTES else None

    def bundle(self, number: int, width: int) -> bytes | None:
        """Give what a bundle of entries must hold; None where this tree has no such bundle."""
        start = number * WIDTH
        if start + width > self.size:
            return None
        return entry_bundle(self._digest(place) for place in range(start, start + width))

    def _grow(self, sizes: set[int]) -> None:
        edge = Edge()
        signed = max(sizes, default=0)
        if 0 in sizes:
            self.roots[0] = edge.root
        for place in range(self.size):
            for level, number, hashes in edge.append(leaf_hash(self._digest(place))):
                self._tiles[level, number] = b"".join(hashes)
                if edge.size <= signed:  # what is not signed yet may not be written yet
                    self._expect(level, number, WIDTH)
            if edge.size in sizes:
                self._note(edge)
        self._keep_partial(edge)

    def _note(self, edge: Edge) -> None:
        """Note the root at the size of a checkpoint, and which partial tiles it left behind."""
        self.roots[edge.size] = edge.root
        for level, hashes in enumerate(edge.levels):
            if hashes:
                self._expect(level, edge.size >> HEIGHT * (level + 1), len(hashes))

    def _expect(self, level: int, number: int, width: int) -> None:
        self.expected.add(tile_path(level, number, width))
        if level == 0:
            self.expected.add(tile_path(ENTRIES, number, width))

    def _keep_partial(self, edge: Edge) -> None:
        for level, hashes in enumerate(edge.levels):
            self._tiles[level, edge.size >> HEIGHT * (level + 1)] = b"".join(hashes)

    def _digest(self, place: int) -> bytes:
        return self.digests[place * HASH_BYTES : (place + 1) * HASH_BYTES]
