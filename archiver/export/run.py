"""One walk through what an export takes: read, check, hand on what is whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import msgspec

from archiver.export.checking import CheckedItem, CheckedRecord, Checker, record_rows
from archiver.export.order import Tally, Watch
from archiver.export.proof_tar import ProofTar
from archiver.export.rows import Catalogue, MediaRow
from archiver.export.spool import Spool
from archiver.export.writers import Writer
from archiver.items import Item


@dataclass(slots=True)
class Run:
    """Walks through rows once. After the first fault it only looks for more of them.

    ``proofs`` is where proofs are gathered, if they do not lie beside their records.
    """

    rows: Catalogue
    checker: Checker
    writer: Writer
    proofs: ProofTar | None
    files: Spool
    watch: Watch
    tally: Tally = field(default_factory=Tally)
    captures: set[str] = field(default_factory=set)

    def versions(self) -> None:
        """Hand on the records of versions, without the items they are of."""
        for page in self.rows.versions():
            records = self.checker.records(page.kept)
            self.tally.items += sum(record.row.n == 1 for record in records)
            self.tally.versions += len(records)
            self.tally.destroyed += page.destroyed
            if self._of_a_query:
                self._note(page.items)
            self._prove(records)
            if self._whole:
                self.writer.records(records)
            self.watch(self.tally)
        self._note_the_rest()

    def items(self) -> None:
        """Hand on items with the records of their versions."""
        for page in self.rows.items():
            items = [item for item in page if item.versions[0].leaf <= self.rows.size]
            checked = self._checked([as_of(item, self.rows.size) for item in items])
            self.tally.items += len(checked)
            if self._of_a_query:
                self._note(self.rows.keys_of(items))
            for each in checked:
                self.tally.versions += len(each.records)
                self.tally.destroyed += len(each.item.versions) - len(each.records)
                self._prove(each.records)
            if self._whole:
                self.writer.items(checked)
            self.watch(self.tally)
        self._note_the_rest()

    def receipts(self) -> None:
        """Hand on the receipts of captures: of those that kept a version here, or of all."""
        for rows in self.rows.receipts(self.captures if self._of_a_query else None):
            records = self.checker.records(rows)
            self.tally.receipts += len(records)
            self._prove(records)
            if self._whole:
                self.writer.records(records)
            self.watch(self.tally)

    def media(self) -> None:
        """Hand on each file once."""
        before = ""
        for line in self.files:
            row = msgspec.json.decode(line, type=MediaRow)
            if row.sha256 == before:
                continue  # the same file of another item, first seen later
            before = row.sha256
            checked = self.checker.media(row)
            if checked is not None:
                self.tally.media += 1
                self.tally.bytes += len(checked.data)
                if self._whole:
                    self.writer.media(checked)
            self.watch(self.tally)

    @property
    def _of_a_query(self) -> bool:
        return self.rows.scope.refs is not None

    @property
    def _whole(self) -> bool:
        return not self.checker.faults.named

    def _checked(self, items: Sequence[Item]) -> list[CheckedItem]:
        """Check the items of a page, reading all of their records in one go."""
        rows = [row for item in items for row in record_rows(item)]
        records: dict[str, list[CheckedRecord]] = {}
        for record in self.checker.records(rows):
            records.setdefault(record.row.owner, []).append(record)
        checked = (self.checker.item(item, tuple(records.get(str(item.ref), ()))) for item in items)
        return [each for each in checked if each is not None]

    def _note(self, items: Sequence[int]) -> None:
        """Remember which files and captures belong to a query's answers."""
        self._note_files(items)
        self.captures.update(self.rows.captures_of(items))

    def _note_the_rest(self) -> None:
        """Where all items are wanted, their files are asked for in one go."""
        if not self._of_a_query:
            self._note_files(None)

    def _note_files(self, items: Sequence[int] | None) -> None:
        for found in self.rows.files(items):
            self.tally.not_kept += found.not_kept
            for row in found.kept:
                self.files.add(msgspec.json.encode(row))

    def _prove(self, records: Sequence[CheckedRecord]) -> None:
        self.tally.bytes += sum(len(record.data) for record in records)
        if self.proofs is not None:
            self.proofs.add(records)


def as_of(item: Item, size: int) -> Item:
    """Give an item with those of its versions that a checkpoint of this size covers."""
    if item.versions[-1].leaf <= size:
        return item
    return replace(item, versions=tuple(each for each in item.versions if each.leaf <= size))
