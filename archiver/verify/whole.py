"""Verifying an archive: every object read, every row derived anew, the ledger grown again."""

from collections.abc import Iterator
from dataclasses import dataclass

from archiver.archive import Archive
from archiver.ledger import rows
from archiver.ledger.checkpoint import SignedCheckpoint
from archiver.ledger.tree import HASH_BYTES
from archiver.rebuild.order import Entry, Inventory, take_inventory
from archiver.verify.ledger_check import LedgerCheck
from archiver.verify.objects_check import check_media, check_records, check_strangers
from archiver.verify.problems import Findings
from archiver.verify.rows_check import check_rows
from archiver.verify.slices import WHOLE, Slice
from archiver.verify.tree import GrownTree


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found, the newest signed state, and how many leaves it leaves out."""

    findings: Findings
    newest: SignedCheckpoint | None
    uncovered: int


def verify(archive: Archive, part: Slice = WHOLE, against: bytes | None = None) -> Verified:
    """Check the whole archive, or the objects of one slice and all of the ledger.

    ``against`` is a checkpoint that was kept elsewhere. Never raises for what
    is damaged: that is what it finds. A slice compares the rows of its
    versions; rows that follow from receipts and events need the whole.
    """
    findings = Findings()
    inventory = take_inventory(archive.store)
    with archive.reading() as connection:
        identity, keys = rows.archive_id(connection), rows.adopted_keys(connection)
        check = LedgerCheck(archive.store, inventory, findings, identity, keys)
        state = check.run(connection)
        if against is not None:
            check.check_outside(state, against)
        check_strangers(connection, inventory, state.tree, findings)
        check_media(connection, archive.store, part, findings)
        entries = _entries(state.tree, inventory, part)
        if part == WHOLE:
            check_rows(archive, connection, inventory, entries, findings)
        else:
            check_records(connection, archive.store, entries, findings)
    covered = state.newest.size if state.newest else 0
    return Verified(findings, state.newest, state.tree.size - covered)


def _entries(tree: GrownTree, inventory: Inventory, part: Slice) -> Iterator[Entry]:
    """Give the records of a slice, in the order of the ledger."""
    for number in range(1, tree.size + 1):
        if part.holds(number):
            digest = tree.digests[(number - 1) * HASH_BYTES : number * HASH_BYTES].hex()
            yield Entry(number, digest, inventory.records.get(digest))
