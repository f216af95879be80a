"""Many proofs at once are the proofs one makes one by one."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archiver.export.proofs import NotInLedger, Proofs
from archiver.ledger.checkpoint import Checkpoint, SignedCheckpoint
from archiver.ledger.note import sign
from archiver.ledger.proof import prove
from archiver.ledger.tiles import Edge, TileReader, lay_tiles, tile_path
from archiver.store import FolderStore, NewObject

NAME = "civickeep.alt/test"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


def digest(leaf: int) -> str:
    """Invent the digest of a record."""
    return f"{leaf:064x}"


def ledger(folder: Path, size: int) -> tuple[FolderStore, SignedCheckpoint]:
    """Lay the tiles of a ledger, and sign it."""
    store, edge = FolderStore(folder), Edge()
    digests = (bytes.fromhex(digest(leaf)) for leaf in range(1, size + 1))
    store.put_all(lay_tiles(edge, digests, []))
    checkpoint = Checkpoint(NAME, size, edge.root)
    return store, SignedCheckpoint(checkpoint, sign(checkpoint.text, NAME, [KEY]))


@pytest.mark.parametrize("size", [1, 2, 5, 255, 256, 257, 511, 512, 700, 66_000])
def test_a_proof_is_the_one_the_ledger_makes(tmp_path: Path, size: int) -> None:
    """Leaves of full tiles, of the last one, and of trees of several levels."""
    store, signed = ledger(tmp_path, size)
    proofs, reader = Proofs(store, signed), TileReader(store, size)

    leaves = {1, 2, size // 2 + 1, max(1, size - 1), size, *range(250, min(size, 260))}
    for leaf in sorted(leaves - {0}):
        if leaf <= size:
            assert bytes(prove(leaf - 1, signed, reader)) == proofs.proof(leaf, digest(leaf))


@pytest.mark.parametrize("leaf", [1, 300])
def test_another_record_has_no_proof(tmp_path: Path, leaf: int) -> None:
    """In a full tile or in the last one, a leaf is the leaf of its record alone."""
    store, signed = ledger(tmp_path, 300)

    with pytest.raises(NotInLedger):
        Proofs(store, signed).proof(leaf, digest(leaf + 1))


@pytest.mark.parametrize("leaf", [1, 300])
def test_changed_tiles_prove_nothing(tmp_path: Path, leaf: int) -> None:
    """Tiles are believed only as far as they lead to the signed root."""
    store, signed = ledger(tmp_path, 300)
    for path in (tile_path(0, 0), tile_path(0, 1, 44)):
        data = store.get(path)
        store.put_all([NewObject(path, data[:32] + bytes(32) + data[64:])])

    with pytest.raises(NotInLedger):
        Proofs(store, signed).proof(leaf, digest(leaf))


@pytest.mark.parametrize("leaf", [0, 301])
def test_a_leaf_beyond_the_checkpoint_has_no_proof(tmp_path: Path, leaf: int) -> None:
    """A checkpoint proves what it covers."""
    store, signed = ledger(tmp_path, 300)

    with pytest.raises(NotInLedger):
        Proofs(store, signed).proof(leaf, digest(leaf))
