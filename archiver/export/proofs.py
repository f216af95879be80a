"""Proof files (c2sp.org/tlog-proof) for many records at once.

The neighbours of a leaf share nearly all of their proof. What lies above a
full tile of 256 leaves is worked out and compared with the signed root once
for the tile; each leaf in it then only needs to be the leaf of its record.
"""

from binascii import b2a_base64
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from archiver.errors import ObjectMissing
from archiver.ledger.checkpoint import SignedCheckpoint
from archiver.ledger.errors import LedgerDamaged
from archiver.ledger.tiles import HEIGHT, WIDTH, TileReader
from archiver.ledger.tree import (
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_from_inclusion,
    root_of,
)
from archiver.store import ObjectStore

HEADER = b"c2sp.org/tlog-proof@v1\n"
TILES_KEPT = 128
"""Full tiles held as lines of text: about 200 kB each in a ledger of a million leaves."""


class NotInLedger(LookupError):
    """The ledger has another leaf there, or its tiles do not lead to the signed root."""


class _Tile(NamedTuple):
    """The leaves of a full tile, and the lines of each leaf's proof, its sibling first."""

    leaves: tuple[bytes, ...]
    paths: tuple[bytes, ...]


class Proofs:
    """Makes the proofs of records under one checkpoint."""

    def __init__(self, store: ObjectStore, signed: SignedCheckpoint) -> None:
        self._signed = signed
        self._note = b"\n" + bytes(signed.note)
        self._reader = TileReader(store, signed.size)
        self._tile = lru_cache(maxsize=TILES_KEPT)(self._make_tile)
        self._full, rest = divmod(signed.size, WIDTH)
        self._tiles = self._full + bool(rest)

    def proof(self, leaf: int, digest: str) -> bytes:
        """Give the proof file of a record by its leaf (from 1); raises ``NotInLedger``."""
        index = leaf - 1
        if not 0 <= index < self._signed.size:
            message = f"the checkpoint covers no leaf {leaf}"
            raise NotInLedger(message)
        hashed = leaf_hash(bytes.fromhex(digest))
        try:
            path = self._path(index, hashed)
        except (ValueError, LedgerDamaged, ObjectMissing) as error:
            raise NotInLedger(str(error)) from error
        return b"%sindex %d\n%s%s" % (HEADER, index, path, self._note)

    def _path(self, index: int, hashed: bytes) -> bytes:
        number, place = divmod(index, WIDTH)
        if number < self._full:
            tile = self._tile(number)
            if tile.leaves[place] != hashed:
                message = f"leaf {index + 1} is another record's"
                raise NotInLedger(message)
            return tile.paths[place]
        path = inclusion_proof(index, self._signed.size, self._reader)
        self._check(root_from_inclusion(hashed, index, self._signed.size, path))
        return b"".join(map(b2a_base64, path))

    def _make_tile(self, number: int) -> _Tile:
        leaves = tuple(self._reader.hashes(0, number))
        rows = [leaves]
        while len(rows[-1]) > 1:
            below = rows[-1]
            rows.append(tuple(map(node_hash, below[::2], below[1::2])))
        above = inclusion_proof(number, self._tiles, self._subtree)
        # A tree of tiles is folded like one of leaves; its leaves only get no byte before them.
        path = (*(row[1] for row in rows[:HEIGHT]), *above)
        index = number * WIDTH
        self._check(root_from_inclusion(leaves[0], index, self._signed.size, path))
        return _Tile(leaves, _paths(rows[:HEIGHT], b"".join(map(b2a_base64, above))))

    def _subtree(self, height: int, place: int) -> bytes:
        """Give the hash over 2**height tiles; the last tile may be less than full."""
        if (place + 1) << height <= self._full:
            return self._reader(HEIGHT + height, place)
        if height == 0:
            return root_of(self._reader.hashes(0, place))
        below = (self._subtree(height - 1, 2 * place), self._subtree(height - 1, 2 * place + 1))
        return node_hash(*below)

    def _check(self, root: bytes | None) -> None:
        if root != self._signed.root:
            message = "the tiles do not lead to the checkpoint's root"
            raise NotInLedger(message)


def _paths(rows: Sequence[Sequence[bytes]], rest: bytes) -> tuple[bytes, ...]:
    """Write the lines of every leaf's proof: each row's sibling, then what its parent has."""
    above = [rest]
    for row in reversed(rows):
        lines = [b2a_base64(each) for each in row]
        above = [lines[place ^ 1] + above[place >> 1] for place in range(len(lines))]
    return tuple(above)
