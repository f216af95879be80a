"""Checking every row: the catalogue is made anew from the objects, and the two compared."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from archiver.catalogue import tables as t
from archiver.catalogue.dump import FACT_TABLES, Deviation, Difference, compare_table
from archiver.catalogue.raw import RawReader, raw_reading
from archiver.ledger.checkpoint import SignedCheckpoint
from archiver.progress import At, Progress
from archiver.rebuild.catalogue import list_ledger_files
from archiver.rebuild.inventory import Inventory
from archiver.rebuild.reading import Lost, Read
from archiver.rebuild.replay import Replay
from archiver.rebuild.scratch import idle_indexes, scratch_catalogue
from archiver.store import ObjectStore
from archiver.verify.consequences import consequences
from archiver.verify.objects_check import VERIFYING, check_media, kept_files, name_lost
from archiver.verify.problems import Damage, Findings
from archiver.verify.slices import WHOLE

_ROWS = {
    Difference.MISSING: Damage.ROW_MISSING,
    Difference.SURPLUS: Damage.ROW_SURPLUS,
    Difference.CHANGED: Damage.ROW_CHANGED,
}
FAULTS = 20
"""How many faults of a damaged file are told; it is rebuilt, not mended."""


@dataclass(frozen=True, slots=True)
class RowsCheck:
    """One comparison of a catalogue with what the objects say.

    ``actual`` is the catalogue, or None where it cannot be opened; ``safe``
    reads the same and raises nothing; ``at`` is told how far it is.
    """

    actual: RawReader | None
    safe: RawReader
    store: ObjectStore
    inventory: Inventory
    findings: Findings
    at: At

    def run(
        self, reads: Iterable[Read], signed: Iterable[SignedCheckpoint], kept: set[str]
    ) -> set[str]:
        """Play all records into a scratch catalogue and compare; give the media that follow.

        ``kept`` are the media that the catalogue names.
        """
        with (
            tempfile.TemporaryDirectory(prefix="civickeep-verify-") as folder,
            scratch_catalogue(Path(folder, "scratch.sqlite")) as engine,
            engine.begin() as expected,
        ):
            replay = Replay(expected)
            with idle_indexes(expected, needed_later=False):
                replay.play(reads)
            self.findings.objects += replay.played + len(replay.lost)
            self.findings.versions += replay.versions
            list_ledger_files(expected, self.store, self.inventory, signed)
            with raw_reading(expected) as right:
                self.at(Progress(VERIFYING, "comparing rows"))
                self._compare(replay.lost, right)
                check_media(self.store, right, kept, WHOLE, self.findings, at=self.at)
                return kept_files(right)

    def _compare(self, lost: list[Lost], right: RawReader) -> None:
        named = [name_lost(each, self.safe, self.findings) for each in lost]
        if self.actual is None:
            return
        explained = consequences(lost, filter(None, named), self.safe)
        for fault in self.safe.faults(FAULTS):
            self.findings.find(Damage.CATALOGUE_DAMAGED, fault)
        waiting = {_text(path) for (path,) in self.safe.rows(select(t.pending.c.object))}
        for table in FACT_TABLES:
            with self.findings.reading_rows():
                for deviation in compare_table(table, self.actual, right):
                    if not (
                        explained.explain(deviation)
                        or _explained(deviation, waiting, self.findings)
                    ):
                        _tell(deviation, self.findings)


def _explained(deviation: Deviation, waiting: set[str], findings: Findings) -> bool:
    """Whether a file of the ledger is damaged itself, or its row is still to be made."""
    if deviation.table not in {"checkpoint", "stamp"} or deviation.object is None:
        return False
    unmade = deviation.difference is Difference.MISSING and deviation.object in waiting
    return unmade or findings.names(deviation.object)


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _tell(deviation: Deviation, findings: Findings) -> None:
    """Name a row by its table and key, and the columns that differ; never what they say."""
    key = "/".join(deviation.key)
    columns = f": {', '.join(deviation.columns)}" if deviation.columns else ""
    findings.find(
        _ROWS[deviation.difference],
        f"row {key} of table {deviation.table}{columns}",
        item=deviation.item,
        path=deviation.object,
    )
