"""Checking the ledger: its files against the tree, and the tree against every signed checkpoint.

The tree is grown from the leaves once. At the size of every checkpoint its
root must be the one that was signed; that all of them hold for one growing
tree is what makes each two consecutive ones consistent (RFC 6962, section
2.1.2). Every file of the ledger must hold what this tree has there.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from archiver.errors import CivickeepError, ObjectMissing
from archiver.ledger.checkpoint import (
    LATEST,
    SignedCheckpoint,
    checkpoint_path,
    path_size,
    read_checkpoint,
)
from archiver.ledger.errors import LedgerDamaged
from archiver.ledger.publish import is_signed_rightly
from archiver.ledger.stamping import STAMPS
from archiver.ledger.statement import KEYS, follow_keys, statement_path
from archiver.ledger.tiles import ENTRIES, read_tile_path
from archiver.rebuild.inventory import Inventory
from archiver.store import ObjectStore
from archiver.verify.problems import Damage, Findings
from archiver.verify.said import Said
from archiver.verify.tree import GrownTree, files_of
from archiver.verify.trust import Trusted


def read_checkpoints(
    store: ObjectStore, inventory: Inventory, findings: Findings
) -> dict[str, SignedCheckpoint]:
    """Read every checkpoint of the store by its path; signatures are not checked yet."""
    found = {}
    for path in sorted({*inventory.ledger, LATEST}):
        if path == LATEST or path_size(path) is not None:
            try:
                found[path] = read_checkpoint(store.get(path))
            except ObjectMissing:
                continue  # whether it should be there is known later
            except CivickeepError as error:
                findings.find(Damage.CHECKPOINT_DAMAGED, error.what, path=path)
    return found


def unlisted_checkpoints(
    store: ObjectStore, inventory: Inventory, said: Said
) -> dict[str, SignedCheckpoint]:
    """Read the checkpoints that have a row and were not listed: a listing may be old."""
    found = {}
    for path in map(checkpoint_path, said.checkpoints):
        if path not in inventory.ledger:
            with suppress(CivickeepError):
                found[path] = read_checkpoint(store.get(path))
    return found


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """One check of one ledger.

    ``signed`` are the checkpoints that hold, by size; ``listed`` those of them
    that have their file among all checkpoints.
    """

    store: ObjectStore
    inventory: Inventory
    findings: Findings
    tree: GrownTree
    trusted: Trusted
    signed: dict[int, SignedCheckpoint] = field(default_factory=dict)
    listed: list[SignedCheckpoint] = field(default_factory=list)

    def run(self, said: Said, checkpoints: Mapping[str, SignedCheckpoint]) -> None:
        """Check checkpoints, tiles and the statements of keys."""
        self.findings.ledger = self.tree.size
        for path, checkpoint in checkpoints.items():
            self._check_checkpoint(path, checkpoint)
        self._check_latest(said, checkpoints)
        vouched = {
            size for size, root in said.checkpoints.items() if root == self.tree.roots.get(size)
        }
        for size in sorted(vouched | self.signed.keys() - self._latest_alone(checkpoints)):
            self._check_there(checkpoint_path(size), Damage.CHECKPOINT_MISSING, "it was signed")
        for path in sorted(files_of(self.signed)):
            self._check_there(path, Damage.TILE_MISSING, "the tree of this size needs it")
        self._check_tiles()
        self._check_statements()

    @property
    def newest(self) -> SignedCheckpoint | None:
        """The greatest checkpoint that holds."""
        return self.signed[max(self.signed)] if self.signed else None

    def _check_checkpoint(self, path: str, checkpoint: SignedCheckpoint) -> None:
        size, tree = checkpoint.size, self.tree
        if path not in {LATEST, checkpoint_path(size)}:
            kind, why = Damage.CHECKPOINT_DAMAGED, "it is the checkpoint of another size"
        elif not is_signed_rightly(checkpoint, self.trusted.identity, self.trusted.keys):
            kind, why = Damage.CHECKPOINT_DAMAGED, "its signature does not hold"
        elif size > tree.size:
            kind = Damage.LEDGER_SHORTENED
            why = f"{size} leaves were signed, {tree.size} are here"
        elif tree.roots.get(size) != checkpoint.root:
            kind = Damage.CHECKPOINT_INCONSISTENT
            why = f"the first {size} leaves do not make the root that was signed"
        else:
            self.signed[size] = checkpoint
            if path != LATEST:
                self.listed.append(checkpoint)
            return
        self.findings.find(kind, why, path=path)

    def _check_latest(self, said: Said, checkpoints: Mapping[str, SignedCheckpoint]) -> None:
        """Find a latest checkpoint that is gone, or put back to an older one."""
        roots = self.tree.roots
        sizes = [size for size, root in said.checkpoints.items() if root == roots.get(size)]
        newest = max([*self.signed, *sizes], default=None)
        damaged = LATEST in self.inventory.ledger and LATEST not in checkpoints
        if newest is None or damaged:
            return
        latest = checkpoints.get(LATEST)
        if latest is not None and latest.size >= newest:
            return
        try:  # it may have been replaced since it was read
            size = read_checkpoint(self.store.get(LATEST)).size
        except CivickeepError:
            self.findings.find(Damage.CHECKPOINT_MISSING, "it was signed", path=LATEST)
            return
        if size < newest:
            why = f"it is of {size} leaves; {newest} were signed"
            self.findings.find(Damage.LEDGER_SHORTENED, why, path=LATEST)

    def _latest_alone(self, checkpoints: Mapping[str, SignedCheckpoint]) -> set[int]:
        """Give the size of the latest checkpoint where a killed run had not copied it yet."""
        latest = checkpoints.get(LATEST)
        others = [path_size(path) or 0 for path in {*checkpoints, *self.inventory.ledger}]
        return {latest.size} if latest and latest.size > max(others, default=0) else set()

    def _check_there(self, path: str, kind: Damage, why: str) -> None:
        if path not in self.inventory.ledger and not self.store.has(path):
            self.findings.find(kind, why, path=path)

    def _check_tiles(self) -> None:
        for path in sorted(self.inventory.ledger):
            if path == LATEST or path_size(path) is not None or path.startswith((KEYS, STAMPS)):
                continue
            wanted = self._wanted(path)
            if wanted is None:
                self.findings.find(Damage.LEDGER_UNLISTED, "the ledger has no such file", path=path)
            else:
                self._check_bytes(path, wanted, Damage.TILE_DAMAGED, "the tree has other bytes")

    def _wanted(self, path: str) -> bytes | None:
        place = read_tile_path(path)
        if place is None:
            return None
        level, number, width = place
        if level == ENTRIES:
            return self.tree.bundle(number, width)
        return self.tree.tile(int(level), number, width)

    def _check_statements(self) -> None:
        keys = self.trusted.keys
        wanted = {statement_path(key.number): key.statement.encode() for key in keys}
        covered = max(self.signed, default=0)
        for key in keys:
            if key.leaf <= covered:
                path = statement_path(key.number)
                self._check_there(path, Damage.KEY_MISSING, "this key was adopted")
        for path in sorted(path for path in self.inventory.ledger if path.startswith(KEYS)):
            if path in wanted:
                why = "it is not the statement of this key"
                self._check_bytes(path, wanted[path], Damage.KEY_DAMAGED, why)
            else:
                self.findings.find(Damage.LEDGER_UNLISTED, "no such key was adopted", path=path)
        try:
            follow_keys(key.statement.encode() for key in keys)
        except LedgerDamaged as error:
            self.findings.find(Damage.KEY_DAMAGED, error.what)

    def _check_bytes(self, path: str, wanted: bytes, kind: Damage, why: str) -> None:
        try:
            same = self.store.get(path) == wanted
        except CivickeepError as error:
            same, why = False, error.what
        if not same:
            self.findings.find(kind, why, path=path)
