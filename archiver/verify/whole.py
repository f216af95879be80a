"""Verifying an archive: every object read, every row derived anew, the ledger grown again."""

from dataclasses import dataclass
from functools import partial

from archiver.archive import Archive
from archiver.catalogue.errors import CatalogueDamaged
from archiver.catalogue.raw import RawReader, raw_reading
from archiver.errors import CivickeepError
from archiver.ledger.checkpoint import SignedCheckpoint
from archiver.ledger.stamping import UnstampedDay, unstamped_days
from archiver.progress import At, Count, Progress, unwatched, watched
from archiver.rebuild.inventory import Inventory, take_inventory
from archiver.rebuild.reading import read_all
from archiver.store import ObjectStore
from archiver.verify.ledger_check import LedgerCheck, read_checkpoints, unlisted_checkpoints
from archiver.verify.objects_check import (
    VERIFYING,
    check_media,
    check_strangers,
    entries_of,
    kept_files,
)
from archiver.verify.outside import check_outside
from archiver.verify.problems import Damage, Findings
from archiver.verify.readers import Guarded, Nothing
from archiver.verify.rows_check import RowsCheck
from archiver.verify.said import read_said
from archiver.verify.slice_check import check_slice
from archiver.verify.slices import WHOLE, Slice
from archiver.verify.stamps_check import check_stamps
from archiver.verify.tail import complete
from archiver.verify.trust import choose_tree, trusted


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification found, the newest signed state, and what it leaves out.

    ``uncovered`` is how many leaves are under no checkpoint yet; ``unstamped``
    are the days that are over and that an authority of ``[stamps]`` has not
    stamped, told where nothing is damaged.
    """

    findings: Findings
    newest: SignedCheckpoint | None
    uncovered: int
    unstamped: tuple[UnstampedDay, ...] = ()


def verify(
    archive: Archive, part: Slice = WHOLE, against: bytes | None = None, at: At = unwatched
) -> Verified:
    """Check the whole archive, or the objects of one slice and all of the ledger.

    ``against`` is a checkpoint that was kept elsewhere. Never raises for what
    is damaged: that is what it finds. A slice compares the rows of its
    versions; rows that follow from receipts and events need the whole. ``at``
    is told how far it is.
    """
    run = _Run.begin(archive.store, part, at)
    try:
        # After the listing: what it lists is acknowledged in this view, or pending.
        with archive.reading() as connection, raw_reading(connection) as raw:
            verified = run.check(raw, archive, against)
    except CatalogueDamaged as error:
        return verify_store(archive.store, error, part, against, at)
    check_stamps(archive, run.inventory, run.findings)
    days = () if run.findings.problems else unstamped_days(archive)
    return Verified(run.findings, verified.newest, verified.uncovered, days)


def verify_store(
    store: ObjectStore,
    fault: CivickeepError,
    part: Slice = WHOLE,
    against: bytes | None = None,
    at: At = unwatched,
) -> Verified:
    """Check what can be checked where the catalogue cannot even be opened."""
    run = _Run.begin(store, part, at)
    run.findings.find(Damage.CATALOGUE_DAMAGED, fault.what)
    return run.check(None, None, against)


@dataclass(frozen=True, slots=True)
class _Run:
    """One verification under way."""

    store: ObjectStore
    part: Slice
    inventory: Inventory
    findings: Findings
    checkpoints: dict[str, SignedCheckpoint]
    at: At

    @classmethod
    def begin(cls, store: ObjectStore, part: Slice, at: At) -> "_Run":
        """List the store and read its checkpoints."""
        at(Progress(VERIFYING, "listing the store"))
        inventory, findings = take_inventory(store), Findings()
        at(Progress(VERIFYING, "reading the ledger"))
        checkpoints = read_checkpoints(store, inventory, findings)
        return cls(store, part, inventory, findings, checkpoints, at)

    def check(
        self, raw: RawReader | None, archive: Archive | None, against: bytes | None
    ) -> Verified:
        """Check ledger, objects and rows; without a catalogue, only what needs none."""
        safe: RawReader = Nothing() if raw is None else Guarded(raw, self.findings)
        ledger = self._check_ledger(safe)
        if against is not None:
            check_outside(against, ledger.tree, ledger.trusted, self.findings)
        entries = entries_of(ledger.tree, self.inventory, self.store, self.part, safe)
        records = Count(0, "records", -(-ledger.tree.size // self.part.of))
        reads = watched(read_all(self.store, entries), VERIFYING, records, self.at)
        kept = kept_files(safe)
        if self.part == WHOLE:
            rows = RowsCheck(raw, safe, self.store, self.inventory, self.findings, self.at)
            kept |= rows.run(reads, ledger.listed, kept)
        else:
            check_slice(reads, safe, self.part, self.findings)
            check_media(self.store, safe, kept, self.part, self.findings, at=self.at)
        if archive is not None:
            check_strangers(archive, self.inventory, ledger.tree, kept, self.findings)
        covered = ledger.newest.size if ledger.newest else 0
        return Verified(self.findings, ledger.newest, ledger.tree.size - covered)

    def _check_ledger(self, rows: RawReader) -> LedgerCheck:
        said = read_said(rows, self.inventory.records)
        self.checkpoints.update(unlisted_checkpoints(self.store, self.inventory, said))
        tail = partial(complete, raw=rows, said=said, inventory=self.inventory)
        tree = choose_tree(said, self.store, self.checkpoints, tail)
        check = LedgerCheck(
            self.store,
            self.inventory,
            self.findings,
            tree,
            trusted(self.store, self.inventory, tree, said),
        )
        check.run(said, self.checkpoints)
        return check
