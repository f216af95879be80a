"""Checking the ledger: leaves against tiles, tiles and leaves against every signed checkpoint.

The tree is grown from the leaves once. At the size of every checkpoint its
root must be the one that was signed; that all of them hold for one growing
tree is what makes each two consecutive ones consistent (RFC 6962, section
2.1.2). Every file of the ledger must hold what this tree has there.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from archiver.errors import CivickeepError
from archiver.ledger import rows
from archiver.ledger.checkpoint import (
    LATEST,
    SignedCheckpoint,
    checkpoint_path,
    path_size,
    read_checkpoint,
)
from archiver.ledger.publish import is_signed_rightly
from archiver.ledger.rows import AdoptedKey
from archiver.ledger.statement import KEYS, statement_path
from archiver.ledger.tiles import ENTRIES, PREFIX, read_tile_path
from archiver.rebuild.order import Inventory, published
from archiver.store import ObjectStore
from archiver.verify.problems import Damage, Findings
from archiver.verify.tree import GrownTree

STAMPS = f"{PREFIX}stamps/"


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What the ledger was found to be: the tree to trust, and the newest signed state."""

    tree: GrownTree
    newest: SignedCheckpoint | None


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """One check of one ledger. ``keys`` and ``identity`` are what signatures are held against."""

    store: ObjectStore
    inventory: Inventory
    findings: Findings
    identity: str
    keys: tuple[AdoptedKey, ...]

    def run(self, connection: Connection) -> LedgerState:
        """Check leaves, tiles, checkpoints, keys; give the tree that the signatures vouch for."""
        signed = self._signed(connection)
        newest = signed[max(signed)] if signed else None
        tree = self._tree(connection, signed, newest)
        for size, checkpoint in signed.items():
            if tree.roots.get(size) != checkpoint.root:
                self.findings.find(
                    Damage.CHECKPOINT_INCONSISTENT,
                    f"the first {size} leaves do not make the root that was signed",
                    path=checkpoint_path(size),
                )
        self._check_tiles(tree)
        self._check_statements()
        self.findings.ledger = tree.size
        return LedgerState(tree, newest)

    def check_outside(self, state: LedgerState, outside: bytes) -> None:
        """Compare with a checkpoint kept elsewhere: the only way to find a shorter past."""
        try:
            checkpoint = read_checkpoint(outside)
        except CivickeepError as error:
            self.findings.find(Damage.OUTSIDE_CHECKPOINT, f"it cannot be read: {error.what}")
            return
        size = checkpoint.size
        if size > state.tree.size:
            self.findings.find(
                Damage.LEDGER_SHORTENED, f"{size} leaves were signed, {state.tree.size} are here"
            )
        elif not is_signed_rightly(checkpoint, self.identity, self.keys):
            self.findings.find(
                Damage.OUTSIDE_CHECKPOINT, "it is not signed by this archive's key for its size"
            )
        elif GrownTree(state.tree.digests, [size]).roots[size] != checkpoint.root:
            self.findings.find(
                Damage.LEDGER_CHANGED, f"the first {size} leaves are others than were signed"
            )

    def _tree(
        self,
        connection: Connection,
        signed: Mapping[int, SignedCheckpoint],
        newest: SignedCheckpoint | None,
    ) -> GrownTree:
        """Grow the tree from the catalogue's leaves, or from the store's where only those hold.

        So one changed row is told as a changed row, and one changed file as a file.
        """
        ours = b"".join(digest for _, digest in rows.digests_after(connection, 0))
        tree = GrownTree(ours, signed)
        if newest is None or tree.roots.get(newest.size) == newest.root:
            return tree
        theirs = self._digests_of_the_store()
        other = GrownTree(theirs + ours[len(theirs) :], signed)
        if other.roots.get(newest.size) == newest.root:
            return other
        self.findings.find(
            Damage.LEDGER_CHANGED,
            "neither the catalogue's leaves nor the ledger's files make the root that was signed",
        )
        return tree

    def _digests_of_the_store(self) -> bytes:
        try:
            return b"".join(bytes.fromhex(digest) for _, digest in published(self.store))
        except CivickeepError:
            return b""  # what is wrong with those files is told where they are checked

    def _signed(self, connection: Connection) -> dict[int, SignedCheckpoint]:
        """Read every checkpoint of the store, and miss those the catalogue knows of."""
        found: dict[int, SignedCheckpoint] = {}
        listed = {row.size for row in rows.checkpoint_rows(connection)}
        for path in sorted(self.inventory.ledger):
            if path != LATEST and path_size(path) is None:
                continue
            checkpoint = self._read(path)
            if checkpoint is None:
                continue
            if path not in {LATEST, checkpoint_path(checkpoint.size)}:
                self.findings.find(
                    Damage.CHECKPOINT_DAMAGED, "it is the checkpoint of another size", path=path
                )
                continue
            if path == LATEST and listed and checkpoint.size < max(listed):
                self.findings.find(
                    Damage.LEDGER_SHORTENED,
                    f"the newest checkpoint is of {checkpoint.size} leaves; {max(listed)} were "
                    "signed",
                    path=path,
                )
            found[checkpoint.size] = checkpoint
        wanted = {checkpoint_path(size) for size in listed | set(found)}
        for path in sorted((wanted | ({LATEST} if wanted else set())) - self.inventory.ledger):
            self.findings.find(Damage.CHECKPOINT_MISSING, "it was signed once", path=path)
        return found

    def _read(self, path: str) -> SignedCheckpoint | None:
        try:
            checkpoint = read_checkpoint(self.store.get(path))
        except CivickeepError as error:
            self.findings.find(Damage.CHECKPOINT_DAMAGED, error.what, path=path)
            return None
        if not is_signed_rightly(checkpoint, self.identity, self.keys):
            self.findings.find(Damage.CHECKPOINT_DAMAGED, "its signature does not hold", path=path)
            return None
        return checkpoint

    def _check_tiles(self, tree: GrownTree) -> None:
        for path in sorted(tree.expected - self.inventory.ledger):
            self.findings.find(Damage.TILE_MISSING, "the tree of this size needs it", path=path)
        for path in sorted(self.inventory.ledger):
            if path == LATEST or path_size(path) is not None or path.startswith((KEYS, STAMPS)):
                continue
            wanted = _wanted(path, tree)
            if wanted is None:
                self.findings.find(Damage.LEDGER_UNLISTED, "the ledger has no such file", path=path)
            elif self.store.get(path) != wanted:
                self.findings.find(
                    Damage.TILE_DAMAGED, "it does not hold what the tree has there", path=path
                )

    def _check_statements(self) -> None:
        wanted = {statement_path(key.number): key.statement.encode() for key in self.keys}
        for path in sorted(path for path in self.inventory.ledger if path.startswith(KEYS)):
            if path not in wanted:
                self.findings.find(
                    Damage.LEDGER_UNLISTED, "it states a key that was not adopted", path=path
                )
            elif self.store.get(path) != wanted[path]:
                self.findings.find(
                    Damage.TILE_DAMAGED, "it is not the statement of this key", path=path
                )


def _wanted(path: str, tree: GrownTree) -> bytes | None:
    place = read_tile_path(path)
    if place is None:
        return None
    level, number, width = place
    if level == ENTRIES:
        return tree.bundle(number, width)
    return tree.tile(int(level), number, width)
