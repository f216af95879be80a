"""An export is complete under its name, of whole records, or it is not there at all."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from archiver import disk_steps
from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.errors import StoreFull, StoreUnwritable
from archiver.export.errors import DestinationTaken, ExportRefused
from archiver.export.exporting import count_items, export
from archiver.export.order import Exported, Format, Order, Scope, Tally
from archiver.ledger.errors import KeyMissing
from archiver.store import FolderStore, NewObject
from archiver.viewer import Role, Viewer
from tests.archiver.export.conftest import Export
from tests.archiver.export.exports import NAMES, unwatched, versions
from tests.archiver.quillback import ACCOUNT, CITY, PAGE, READER, Harvester, PlayedPage

Damage = Callable[[Archive, str], None]
FORMATS = list(Format)


def left(folder: Path) -> list[str]:
    """Name what is in the folder of the exports, without the archive itself."""
    return sorted(path.name for path in folder.iterdir() if path.name != "archive")


def changed(archive: Archive, path: str) -> None:
    """Change one byte of an object."""
    data = archive.store.get(path)
    archive.store.put_all([NewObject(path, data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])])


def shortened(archive: Archive, path: str) -> None:
    """Cut an object short."""
    archive.store.put_all([NewObject(path, archive.store.get(path)[:-1])])


def missing(archive: Archive, path: str) -> None:
    """Take an object away."""
    archive.store.remove(path)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("damage", [changed, shortened, missing])
def test_a_damaged_record_is_never_exported(
    kept: Archive, export_as: Export, tmp_path: Path, form: Format, damage: Damage
) -> None:
    """The whole export is refused, every damaged record is named, and nothing is left."""
    first, *_, last = sorted(versions(kept))
    before = left(tmp_path)
    damage(kept, first)
    damage(kept, last)

    with pytest.raises(ExportRefused) as refused:
        export_as(form, NAMES[form])

    assert 118 == refused.value.exit_code
    assert [first, last] == sorted(fault.split(" ", 1)[0] for fault in refused.value.faults)
    assert "2 stored objects are" in refused.value.what
    assert before == left(tmp_path)


@pytest.mark.parametrize("form", [Format.WARC, Format.WACZ, Format.BAG])
@pytest.mark.parametrize("kind", ["media/", "/receipts/"])
def test_a_damaged_file_or_receipt_is_named_too(
    kept: Archive, export_as: Export, form: Format, kind: str
) -> None:
    """Files and receipts are records of the city like the rest."""
    path = next(path for path in kept.store.paths() if kind in f"/{path}")
    changed(kept, path)

    with pytest.raises(ExportRefused) as refused:
        export_as(form, NAMES[form])

    assert [path] == [fault.split(" ", 1)[0].rstrip(":") for fault in refused.value.faults]


@pytest.mark.parametrize("form", [Format.WACZ, Format.BAG, Format.JSONL, Format.CSV])
@pytest.mark.parametrize(
    ("column", "value"), [("text", "The river never rose."), ("first_seen", None)]
)
def test_a_row_that_is_not_what_its_record_says_is_refused(
    kept: Archive, export_as: Export, form: Format, column: str, value: str | None
) -> None:
    """A view shows what the record says, never what somebody wrote into the catalogue."""
    other = value or kept.clock()
    with kept.writing() as connection:
        connection.execute(update(t.version).where(t.version.c.n == 2).values({column: other}))

    with pytest.raises(ExportRefused, match="1 stored object is") as refused:
        export_as(form, NAMES[form])

    assert f"facebook/{PAGE}_1: its catalogue rows differ" in refused.value.faults[0]


@pytest.mark.parametrize("form", [Format.WARC, Format.CSV])
def test_a_record_under_another_leaf_is_refused(
    kept: Archive, export_as: Export, form: Format
) -> None:
    """What the ledger does not show cannot be proven, so it is not exported."""
    with kept.writing() as connection:
        connection.execute(update(t.version).where(t.version.c.n == 2).values(leaf=1))

    with pytest.raises(ExportRefused) as refused:
        export_as(form, NAMES[form])

    assert "not in the ledger" in refused.value.faults[0]


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_ever_replaced(export_as: Export, tmp_path: Path, form: Format) -> None:
    """A second export under the same name is refused, and the first stays as it was."""
    export_as(form, NAMES[form])
    before = {path: path.stat() for path in tmp_path.rglob("*") if path.is_file()}

    with pytest.raises(DestinationTaken):
        export_as(form, NAMES[form])

    after = {path: path.stat() for path in before}
    assert {path: stat.st_mtime_ns for path, stat in before.items()} == {
        path: stat.st_mtime_ns for path, stat in after.items()
    }


def test_proofs_that_are_left_over_are_not_replaced(export_as: Export, tmp_path: Path) -> None:
    """A run killed between its last two steps left them; a person takes them away."""
    (tmp_path / "records.warc.proof").mkdir()

    with pytest.raises(DestinationTaken, match=r"records\.warc\.proof"):
        export_as(Format.WARC, "records.warc")


def test_a_folder_that_is_there_gets_the_export_under_its_usual_name(
    export_as: Export, tmp_path: Path
) -> None:
    """As with other tools that copy."""
    (tmp_path / "out").mkdir()

    done = export_as(Format.WARC, "out")

    assert tmp_path / "out/records.warc.gz" == done.path
    assert ["records.warc.gz", "records.warc.gz.proof"] == left(tmp_path / "out")


def test_an_empty_folder_becomes_a_bag(export_as: Export, tmp_path: Path) -> None:
    """One that has something in it stays as it is."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("mine")

    done = export_as(Format.BAG, "empty")

    assert (tmp_path / "empty/bagit.txt").exists()
    assert tmp_path / "empty/proof" == done.proof_path
    with pytest.raises(DestinationTaken):
        export_as(Format.BAG, "full")
    assert ["mine.txt"] == left(tmp_path / "full")


@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_leaves_nothing(
    export_as: Export, tmp_path: Path, form: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the disk is full, the error says so and the working folder is gone."""

    def full(file: str, data: bytes) -> None:
        if data:
            raise OSError(28, "No space left on device", file)

    monkeypatch.setattr(disk_steps, "append", full)

    with pytest.raises(StoreFull):
        export_as(form, NAMES[form])

    assert [] == left(tmp_path)


def test_a_folder_that_is_not_there_is_made(export_as: Export) -> None:
    """The folders above the export are made as needed."""
    assert export_as(Format.CSV, "new/deep/items.csv").path.exists()


def test_a_file_in_the_way_of_a_folder_is_named(export_as: Export, tmp_path: Path) -> None:
    """The message names it."""
    (tmp_path / "file").write_text("here")

    with pytest.raises(StoreUnwritable):
        export_as(Format.CSV, "file/items.csv")


@pytest.mark.parametrize("form", FORMATS)
def test_every_export_comes_with_proofs_key_script_and_draft(
    export_as: Export, form: Format
) -> None:
    """Everything needed to check it, and a certificate nobody has signed."""
    done = export_as(form, NAMES[form])

    papers = {path.name for path in done.proof_path.iterdir()} - {"proofs.tar"}
    assert {
        "README.txt",
        "certificate-draft.md",
        "checkpoint.txt",
        "ledger",
        "verifier-key.txt",
        "verify_proof.py",
    } == papers
    draft = (done.proof_path / "certificate-draft.md").read_text("utf-8")
    assert "DRAFT, for the custodian's signature" in draft
    assert f"SHA-256 of that file: {done.main.sha256}" in draft


def test_what_is_kept_meanwhile_is_left_to_the_next_export(
    kept: Archive, page: PlayedPage, harvest: Harvester, tmp_path: Path
) -> None:
    """An export is the archive as of its checkpoint, whatever is harvested while it runs."""
    page.post("3", "Written while the clerk exports.")
    first = True

    def harvest_once(_: Tally) -> None:
        nonlocal first
        if first:
            first = False
            harvest()

    for form in FORMATS:
        order = Order(form, tmp_path / NAMES[form], Scope())
        done = export(kept, READER, order, harvest_once)
        assert (3 if form is Format.WARC else 4) == done.tally.items


def test_a_viewer_exports_only_what_that_viewer_may_read(kept: Archive, tmp_path: Path) -> None:
    """A department has its own accounts, the public nothing."""
    clerk = Viewer("clerk", frozenset({Role.CLERK}), CITY)
    theirs = Viewer("d", frozenset({Role.DEPARTMENT}), CITY, frozenset({"Administration"}))
    others = replace(theirs, departments=frozenset({"Parks"}))
    public = Viewer("p", frozenset({Role.PUBLIC}), CITY)

    found: dict[str, tuple[int, int]] = {}
    for number, viewer in enumerate((clerk, theirs, others, public)):
        for form in (Format.WARC, Format.JSONL):
            order = Order(form, tmp_path / f"{number}.{form}", Scope())
            tally = export(kept, viewer, order, unwatched).tally
            found[f"{number} {form}"] = (tally.items, tally.receipts)

    assert [(3, 2), (3, 0)] * 2 + [(0, 0)] * 4 == list(found.values())


def test_without_the_key_nothing_new_can_be_proven(
    kept: Archive, harvest: Harvester, export_as: Export, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is under a checkpoint is exported; what is not needs a signature, and it says so."""

    def lost(*_: object) -> None:
        raise KeyMissing("The key is not there.", next_step="Put it back.")

    monkeypatch.setattr("archiver.ledger.publish.open_keyring", lost)
    assert export_as(Format.CSV, "before.csv").path.exists()
    harvest()

    with pytest.raises(KeyMissing):
        export_as(Format.CSV, "after.csv")

    assert not kept.settings.resolve("../after.csv").exists()


def test_objects_of_another_machine_are_read_many_at_a_time(kept: Archive, tmp_path: Path) -> None:
    """Where the store is no folder, the same export comes of it."""

    class Elsewhere:
        """A store that is a folder behind a wire."""

        def __init__(self, store: FolderStore) -> None:
            self.get, self.has, self.put_all = store.get, store.has, store.put_all

    assert isinstance(kept.store, FolderStore)
    near = export(kept, READER, Order(Format.JSONL, tmp_path / "near", Scope()), unwatched)
    far = Archive(kept.settings, Elsewhere(kept.store), kept.engine, kept.clock)  # type: ignore[arg-type] # as much of a store as an export uses
    away = export(far, READER, Order(Format.JSONL, tmp_path / "far", Scope()), unwatched)

    assert near.main.sha256 == away.main.sha256


def test_items_are_counted_before(kept: Archive) -> None:
    """A progress bar knows where it ends."""
    counts = [count_items(kept, READER, Scope(each)) for each in ((), (ACCOUNT,), ("facebook/1",))]

    assert [3, 3, 0] == counts


def test_it_can_be_read_by_nobody_before_it_is_whole(kept: Archive, tmp_path: Path) -> None:
    """While it is written, only a folder with a temporary name is there."""
    seen: list[list[str]] = []

    def look(_: Tally) -> None:
        seen.append([name for name in left(tmp_path) if not name.startswith(".tmp-")])

    done: Exported = export(kept, READER, Order(Format.WARC, tmp_path / "r.warc", Scope()), look)

    assert seen
    assert [[]] * len(seen) == seen
    assert os.path.exists(done.path)  # noqa: PTH110 - the plain question
