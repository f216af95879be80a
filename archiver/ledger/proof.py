"""Proof files: that a record is in the ledger, in the form of c2sp.org/tlog-proof.

A proof names the record's index, the hashes from its leaf to the root, and the
signed checkpoint itself. Whoever has the record, the proof and the archive's
verifier key can check it offline, years later, without us. A proof made once
stays true: it needs no newer checkpoint.
"""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from archiver.ledger.checkpoint import SignedCheckpoint, read_checkpoint
from archiver.ledger.errors import LedgerDamaged, ProofInvalid
from archiver.ledger.note import VerifierKey
from archiver.ledger.tree import (
    HASH_BYTES,
    SubtreeHash,
    inclusion_proof,
    leaf_hash,
    root_from_inclusion,
)

TITLE = "c2sp.org/tlog-proof@v1"
_INDEX = "index "
_EXTRA = "extra "


@dataclass(frozen=True, slots=True)
class RecordProof:
    """The proof of one record: ``index`` counts leaves from 0, ``path`` climbs to the root."""

    index: int
    path: tuple[bytes, ...]
    signed: SignedCheckpoint

    def __bytes__(self) -> bytes:
        """Write the proof file."""
        lines = [TITLE, f"{_INDEX}{self.index}"]
        lines.extend(base64.b64encode(each).decode() for each in self.path)
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + bytes(self.signed.note)

    def root(self, digest: bytes) -> bytes | None:
        """Give the root this proof leads to from the SHA-256 of a record."""
        return root_from_inclusion(leaf_hash(digest), self.index, self.signed.size, self.path)


def prove(index: int, signed: SignedCheckpoint, subtree: SubtreeHash) -> RecordProof:
    """Make the proof of the leaf at ``index`` (its number less one) under a checkpoint.

    ``subtree`` is a ``TileReader`` of the checkpoint's size. Raises
    ``ValueError`` where the checkpoint does not cover that leaf.
    """
    return RecordProof(index, inclusion_proof(index, signed.size, subtree), signed)


def read_proof(data: bytes) -> RecordProof:
    """Read a proof file, without checking what it proves; raises ``ProofInvalid`` for none."""
    head, separator, note = data.partition(b"\n\n")
    try:
        lines = head.decode().split("\n")
        extra = 1 if lines[1].startswith(_EXTRA) else 0  # opaque to us, and not authenticated
        index = int(lines[1 + extra].removeprefix(_INDEX))
        path = tuple(base64.b64decode(line, validate=True) for line in lines[2 + extra :])
        proof = RecordProof(index, path, read_checkpoint(note))
    except (ValueError, IndexError, LedgerDamaged):
        raise _invalid("it is no proof file") from None
    kept = "".join(f"{line}\n" for line in (lines[0], *lines[1 + extra :])).encode()
    if not separator or index < 0 or kept + b"\n" + note != bytes(proof):
        raise _invalid("it is no proof file")
    if any(len(each) != HASH_BYTES for each in path):
        raise _invalid("it is no proof file")
    return proof


def check_proof(data: bytes, digest: bytes, keys: Iterable[VerifierKey]) -> RecordProof:
    """Check that a proof shows a record, by its SHA-256, in a ledger signed by one of these keys.

    Raises ``ProofInvalid``, which says whether it is the record or the
    signature that does not fit.
    """
    proof = read_proof(data)
    named = [key for key in keys if key.name == proof.signed.checkpoint.origin]
    if not any(proof.signed.note.is_signed_by(key) for key in named):
        raise _invalid("its checkpoint is not signed by a key that is trusted")
    if proof.root(digest) != proof.signed.root:
        raise _invalid("the record is not the one that was entered in the ledger there")
    return proof


def _invalid(why: str) -> ProofInvalid:
    return ProofInvalid(
        f"The proof does not hold: {why}.",
        next_step="Export the record and its proof again; never rely on a record without one.",
    )
