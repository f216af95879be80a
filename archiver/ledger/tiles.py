"""The tree as plain files: tiles of 256 hashes each, as c2sp.org/tlog-tiles lays them out.

Under ``ledger/`` lie ``tile/<level>/<N>`` with the hashes, and
``tile/entries/<N>`` with what they are hashes of: the digests of the stored
records, in order, so that the order of the ledger can be had from the store
alone. A tile that is not full yet has its width in its path, so no path is
ever written with other bytes; it stays when a fuller one supersedes it.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from archiver.ledger.errors import LedgerDamaged
from archiver.ledger.tree import HASH_BYTES, leaf_hash, node_hash, root_of
from archiver.store import NewObject, ObjectStore

PREFIX = "ledger/"
HEIGHT = 8
WIDTH = 1 << HEIGHT
TILES_KEPT = 256
"""Tiles held in memory while reading, each about 40 kB with the hashes above it."""

_PART = 1000
_ENTRY = struct.Struct(">H32s")


def numbered_path(number: int) -> str:
    """Write a number as path elements of three digits: 1234067 is ``x001/x234/067``.

    Raises ``ValueError`` for a number below zero, which has no path.
    """
    if number < 0:
        message = f"{number} is no number of a tile, a checkpoint or a key"
        raise ValueError(message)
    parts = [f"{number % _PART:03d}"]
    while number := number // _PART:
        parts.append(f"x{number % _PART:03d}")
    return "/".join(reversed(parts))


def path_number(path: str) -> int | None:
    """Read such path elements back; None where they are none."""
    *upper, last = path.split("/")
    digits = "".join([*(part.removeprefix("x") for part in upper), last])
    if not digits.isascii() or not digits.isdigit() or numbered_path(int(digits)) != path:
        return None
    return int(digits)


ENTRIES = "entries"


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """Place the tile ``number`` of a level; ``entries`` is the level below the hashes."""
    partial = "" if width == WIDTH else f".p/{width}"
    return f"{PREFIX}tile/{level}/{numbered_path(number)}{partial}"


def read_tile_path(path: str) -> tuple[int | str, int, int] | None:
    """Read a tile's path back: level or ``entries``, number, width; None for any other path."""
    parts = path.removeprefix(f"{PREFIX}tile/").split("/", 1)
    if not path.startswith(f"{PREFIX}tile/") or len(parts) == 1:
        return None
    name, partial, width = parts[1].partition(".p/")
    number = path_number(name)
    level = parts[0] if parts[0] == ENTRIES else _decimal(parts[0])
    wide = _decimal(width) if partial else WIDTH
    if level is None or number is None or wide is None or not 0 < wide <= WIDTH:
        return None
    return (level, number, wide) if tile_path(level, number, wide) == path else None


def _decimal(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdigit() else None


class Edge:
    """The right edge of a tree: of each level of tiles, the hashes of the tile not yet full.

    This is all that is needed to append leaves and to know the root.
    """

    def __init__(self, size: int = 0, levels: Sequence[Sequence[bytes]] = ()) -> None:
        self.size = size
        self.levels = [list(level) for level in levels]

    def append(self, leaf: bytes) -> list[tuple[int, int, list[bytes]]]:
        """Append the hash of a leaf; give the tiles that are full now: level, number, hashes."""
        full: list[tuple[int, int, list[bytes]]] = []
        number = self.size
        self.size += 1
        level, carried = 0, leaf
        while True:
            if level == len(self.levels):
                self.levels.append([])
            self.levels[level].append(carried)
            number >>= HEIGHT
            if len(self.levels[level]) < WIDTH:
                return full
            hashes, self.levels[level] = self.levels[level], []
            full.append((level, number, hashes))
            level, carried = level + 1, root_of(hashes)

    @property
    def root(self) -> bytes:
        """The root of the whole tree: each level closes on the right with what is below it."""
        closing: list[bytes] = []
        for level in self.levels:
            hashes = [*level, *closing]
            closing = [root_of(hashes)] if hashes else []
        return root_of(closing)


def lay_tiles(
    edge: Edge, digests: Iterable[bytes], entries: Sequence[bytes]
) -> Iterator[NewObject]:
    """Append digests to a tree and give every file that is new, full tiles first.

    ``edge`` is the tree so far and moves on; ``entries`` are the digests of
    its last tile of leaves that is not full. The same leaves give the same
    files, in however many steps they are laid.
    """
    before = edge.size
    bundle = list(entries)
    for digest in digests:
        bundle.append(digest)
        for level, number, hashes in edge.append(leaf_hash(digest)):
            yield NewObject(tile_path(level, number), b"".join(hashes))
            if level == 0:
                yield NewObject(tile_path(ENTRIES, number), entry_bundle(bundle))
                bundle = []
    yield from _partial(edge, before, bundle)


def _partial(edge: Edge, before: int, bundle: Sequence[bytes]) -> Iterator[NewObject]:
    if bundle and edge.size != before:
        number = edge.size >> HEIGHT
        yield NewObject(tile_path(ENTRIES, number, len(bundle)), entry_bundle(bundle))
    for level, hashes in enumerate(edge.levels):
        hashes_now, hashes_before = edge.size >> HEIGHT * level, before >> HEIGHT * level
        if hashes and hashes_now != hashes_before:
            number = hashes_now >> HEIGHT
            yield NewObject(tile_path(level, number, len(hashes)), b"".join(hashes))


def full_tiles(before: int, size: int) -> Iterator[str]:
    """Name the files of tiles that are full at a size and were not before: nothing changes them."""
    level = 0
    while full := size >> HEIGHT * (level + 1):
        for number in range(before >> HEIGHT * (level + 1), full):
            yield tile_path(level, number)
            if level == 0:
                yield tile_path(ENTRIES, number)
        level += 1


def entry_bundle(digests: Iterable[bytes]) -> bytes:
    """Write entries in order, each with its length before it (two bytes, big-endian)."""
    return b"".join(_ENTRY.pack(HASH_BYTES, digest) for digest in digests)


class TileReader:
    """Reads the tree of a given size from its tiles, and remembers those read last.

    Raises ``LedgerDamaged`` for a tile of the wrong length and
    ``ObjectMissing`` for one that is not there. Whether the hashes are true
    shows only in the root: compare it with a checkpoint's.
    """

    def __init__(self, store: ObjectStore, size: int) -> None:
        self._store = store
        self._rows = lru_cache(maxsize=TILES_KEPT)(self._make_rows)
        self.size = size

    def __call__(self, height: int, place: int) -> bytes:
        """Give the hash of a perfect subtree (``tree.SubtreeHash``)."""
        level, within = divmod(height, HEIGHT)
        number, offset = divmod(place, WIDTH >> within)
        rows = self._rows(level, number)
        if offset >= len(rows[within]):
            message = f"no subtree of 2**{height} leaves at {place} in a tree of {self.size}"
            raise ValueError(message)
        return rows[within][offset]

    def edge(self) -> Edge:
        """Give the right edge of this tree."""
        levels = []
        level = 0
        while (count := self.size >> HEIGHT * level) > 0:
            number, width = divmod(count, WIDTH)
            levels.append(self.hashes(level, number) if width else [])
            level += 1
        return Edge(self.size, levels)

    def hashes(self, level: int, number: int) -> list[bytes]:
        """Give the hashes of a tile, as many as a tree of this size has there."""
        width = self._width(level, number)
        return _cut(self._read(level, number, width), HASH_BYTES, width)

    def digests(self, number: int) -> list[bytes]:
        """Give the digests of records that the tile of leaves ``number`` is made of."""
        width = self._width(0, number)
        path, data = self._read(ENTRIES, number, width)
        entries = [_ENTRY.unpack(each) for each in _cut((path, data), _ENTRY.size, width)]
        if any(length != HASH_BYTES for length, _ in entries):
            raise _damaged(path)
        return [digest for _, digest in entries]

    def _make_rows(self, level: int, number: int) -> list[list[bytes]]:
        """Give the hashes of a tile and of the perfect subtrees above them, row by row."""
        rows = [self.hashes(level, number)]
        for _ in range(HEIGHT):
            below = rows[-1]
            pairs = zip(below[::2], below[1::2], strict=False)
            rows.append([node_hash(left, right) for left, right in pairs])
        return rows

    def _width(self, level: int, number: int) -> int:
        width = min(WIDTH, (self.size >> HEIGHT * level) - number * WIDTH)
        if width <= 0:
            message = f"a tree of {self.size} has no tile {number} at level {level}"
            raise ValueError(message)
        return width

    def _read(self, level: int | str, number: int, width: int) -> tuple[str, bytes]:
        path = tile_path(level, number, width)
        if width < WIDTH and not self._store.has(path):
            # A log may drop a partial tile once the full one is there (tlog-tiles).
            full = tile_path(level, number)
            path = full if self._store.has(full) else path
        return path, self._store.get(path)


def _cut(tile: tuple[str, bytes], length: int, width: int) -> list[bytes]:
    """Cut a tile into its parts; a fuller tile gives its first ``width``."""
    path, data = tile
    written = int(path.rpartition(".p/")[2]) if ".p/" in path else WIDTH
    if len(data) != written * length:
        raise _damaged(path)
    return [data[start : start + length] for start in range(0, width * length, length)]


def _damaged(path: str) -> LedgerDamaged:
    return LedgerDamaged(
        f"{path} is not a whole tile of the ledger.",
        next_step="Run civickeep verify to see all that is damaged, and restore it from a backup.",
    )
