"""Making an export: everything checked, everything proven, complete or not there at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archiver.archive import Archive
from archiver.disk import make_folders, refuse
from archiver.export.checking import Checker
from archiver.export.destination import Destination, destination
from archiver.export.ledger_papers import ledger_papers
from archiver.export.order import Exported, Format, Order, Scope, Tally, Watch, WrittenFile
from archiver.export.papers import write_papers
from archiver.export.proof_tar import PROOFS, ProofTar
from archiver.export.proofs import Proofs
from archiver.export.rows import Catalogue
from archiver.export.run import Run
from archiver.export.spool import Spool
from archiver.export.warc import Heading
from archiver.export.writers import Writer, open_writer
from archiver.ledger.adoption import keys_of
from archiver.ledger.checkpoint import SignedCheckpoint
from archiver.ledger.errors import KeyMissing
from archiver.ledger.note import VerifierKey
from archiver.ledger.publish import publish
from archiver.ledger.rows import key_for
from archiver.software import SOFTWARE
from archiver.viewer import Viewer

RECORDS_ALONE = {Format.WARC}
"""Formats without views of items, so that items need not be put together."""

ITEMS_ALONE = {Format.JSONL, Format.CSV}
"""Formats without receipts and files."""

HOLDS_PROOFS = {Format.BAG}
"""Formats in which each record has its proof beside it."""


def export(archive: Archive, viewer: Viewer, order: Order, watch: Watch) -> Exported:
    """Write an export, with proofs and papers, under a checkpoint signed for it.

    Raises ``ExportRefused`` naming every record that is missing or damaged,
    ``DestinationTaken``, what ``publish`` raises where the ledger cannot be
    closed, and ``StoreFull`` or ``StoreUnwritable``; then nothing is there.
    """
    path = destination(order.destination, order.format)
    started = archive.clock().replace(microsecond=0)
    try:
        with Destination(path, inside=order.format in HOLDS_PROOFS) as place:
            signed, key = _close_ledger(archive)
            return _Export(archive, viewer, order, place, signed, key, started).make(watch)
    except OSError as error:
        refuse(error)


def count_items(archive: Archive, viewer: Viewer, scope: Scope) -> int:
    """Count the items of a scope that is no query's."""
    with archive.reading() as connection:
        return Catalogue(connection, viewer, scope, 0).count_items()


def _close_ledger(archive: Archive) -> tuple[SignedCheckpoint, VerifierKey]:
    """Bring every record under a checkpoint; give it and the key that checks it."""
    signed = publish(archive)
    key = key_for(signed.size, keys_of(archive)) if signed else None
    if signed is None or key is None:
        raise KeyMissing(
            "This archive has no signed checkpoint yet, so nothing in it can be proven.",
            next_step="Run civickeep init again with the same city; it only adds what is missing.",
        )
    return signed, key.key


@dataclass(frozen=True, slots=True)
class _Export:
    """One export on its way."""

    archive: Archive
    viewer: Viewer
    order: Order
    place: Destination
    signed: SignedCheckpoint
    key: VerifierKey
    started: datetime

    def make(self, watch: Watch) -> Exported:
        """Write everything, and give it its name when all of it is right."""
        place, form = self.place, self.order.format
        writer = open_writer(form, place.main, place.scratch, self._heading(), place.path.name)
        try:
            exported = self._written(writer, watch)
            write_papers(place.proof, place.scratch, exported, self.signed, self._papers)
            writer.seal()
        except BaseException:
            writer.abandon()
            raise
        place.finish()
        return exported

    def _papers(self, exported: Exported) -> Iterator[tuple[str, bytes]]:
        yield from self.order.papers(exported)
        yield from ledger_papers(self.archive, self.signed)

    def _written(self, writer: Writer, watch: Watch) -> Exported:
        make_folders(self.place.proof)
        proofs = None
        if self.order.format not in HOLDS_PROOFS:
            proofs = ProofTar(self.place.proof / PROOFS, int(self.started.timestamp()))
        tally = self._write(writer, proofs, watch)
        main = writer.finish()
        if proofs is not None:
            proofs.finish()
        return self._exported(tally, main, writer.signing_key)

    def _write(self, writer: Writer, proofs: ProofTar | None, watch: Watch) -> Tally:
        checker = Checker(self.archive.store, Proofs(self.archive.store, self.signed))
        with self.archive.reading() as connection:
            rows = Catalogue(connection, self.viewer, self.order.scope, self.signed.size)
            files = Spool(self.place.scratch / "files")
            run = Run(rows, checker, writer, proofs, files, watch)
            if self.order.format in RECORDS_ALONE:
                run.versions()
            else:
                run.items()
            if self.order.format not in ITEMS_ALONE:
                run.receipts()
                run.media()
        checker.faults.refuse()
        return run.tally

    def _heading(self) -> Heading:
        checkpoint = self.signed.checkpoint
        return Heading(
            created=self.started,
            software=SOFTWARE,
            city=self.archive.settings.city.name,
            origin=checkpoint.origin,
            scope=self.order.scope.words,
            checkpoint=f"{checkpoint.size} {checkpoint.root.hex()}",
        )

    def _exported(self, tally: Tally, main: WrittenFile, signing_key: str | None) -> Exported:
        return Exported(
            format=self.order.format,
            city=self.archive.settings.city.name,
            origin=self.signed.checkpoint.origin,
            scope=self.order.scope.words,
            by=self.viewer.name,
            software=SOFTWARE,
            started=self.started,
            finished=self.archive.clock().replace(microsecond=0),
            tally=tally,
            path=self.place.path,
            proof_path=self.place.proof_path,
            main=main,
            checkpoint_size=self.signed.size,
            checkpoint_root=self.signed.root.hex(),
            verifier_key=str(self.key),
            signing_key=signing_key,
        )
