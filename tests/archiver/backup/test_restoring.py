"""What is restored is the archive of the snapshot, or it is said what is not."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select

from archiver.archive import Archive
from archiver.backup import restoring
from archiver.backup.dispositions import Destroyed
from archiver.backup.errors import BackupDamaged, BackupForeign, RestoreRefused
from archiver.backup.layout import read_manifest
from archiver.backup.restoring import CatalogueFrom
from archiver.catalogue import tables as t
from archiver.catalogue.dump import compare
from archiver.errors import ArchiveMissing, StoreFull
from archiver.progress import Count, Progress
from archiver.settings import load_settings
from archiver.verify.whole import verify
from tests.archiver.backup.case import Case, contents, files, spoil
from tests.archiver.quillback import PAGE, READER, Harvester


def deviations(one: Archive, other: Archive) -> list[object]:
    """Give every row in which two catalogues differ."""
    with one.reading() as ours, other.reading() as theirs:
        return list(compare(ours, theirs))


def test_a_restored_archive_is_the_archive_of_the_snapshot(case: Case) -> None:
    """Every row, every object, every earlier state of the ledger; it verifies whole."""
    case.back_up()
    before = contents(case.archive)

    done = case.restore()

    assert (CatalogueFrom.COPY, (), 1) == (done.catalogue, done.problems, done.number)
    assert before == contents(case.again())
    assert [] == deviations(case.again(), case.archive)
    assert set(case.archive.store.paths()) == set(case.again().store.paths())


def test_every_snapshot_can_be_restored(case: Case) -> None:
    """A later backup only adds, so an earlier state is still whole."""
    case.back_up()
    first = contents(case.archive)
    case.live_on()
    case.back_up()

    case.restore(number=1)

    assert first == contents(case.again())


def test_a_restored_archive_lives_on_and_is_backed_up_in_the_same_folder(case: Case) -> None:
    """Its keys were kept apart; where they are, the ledger goes on where it stood."""
    case.back_up()
    case.restore()
    archive = case.again()
    case.page.comment("after", f"{PAGE}_1", "After the restore")
    Harvester(archive, case.harvest.account, case.harvest.environment)()

    done = case.back_up(archive=archive)

    assert (2, ()) == (done.number, done.snapshot.unsaved)
    assert "after" in {item.id for item in archive.items(READER)}
    assert [] == verify(archive).findings.problems


def test_it_is_told_how_many_files_are_looked_at(case: Case) -> None:
    """All that the snapshot has; then the catalogue is unpacked."""
    snapshot = case.back_up().snapshot
    told: list[Progress] = []

    restoring.restore(case.place, case.target, environment={}, clock=case.clock, at=told.append)

    counts = [count for progress in told for count in progress.counts]
    assert Count(snapshot.files, "files", snapshot.files) == counts[-1]
    assert "unpacking the catalogue" == told[-1].doing


def test_without_a_catalogue_it_is_made_from_the_objects(case: Case) -> None:
    """The catalogue is a projection; not a row is different."""
    case.back_up(with_catalogue=False)

    done = case.restore()

    assert (CatalogueFrom.OBJECTS, ()) == (done.catalogue, done.problems)
    assert [] == deviations(case.again(), case.archive)
    assert contents(case.archive) == contents(case.again())


@pytest.mark.parametrize("remove", [False, True])
def test_a_catalogue_that_is_damaged_is_made_anew(case: Case, *, remove: bool) -> None:
    """And that it was is said."""
    case.back_up()
    packed = next((case.place / "catalogues").iterdir())
    if remove:
        packed.unlink()
    else:
        spoil(packed)

    done = case.restore()

    (problem,) = done.problems
    assert CatalogueFrom.OBJECTS is done.catalogue
    assert packed.name in problem.path
    assert [] == deviations(case.again(), case.archive)


def test_damaged_files_are_left_out_and_named(case: Case) -> None:
    """One bad sector among a million files must not cost the rest."""
    case.back_up()
    store = case.place / "store"
    changed, missing = sorted(store.rglob("version-*"))[:2]
    spoil(changed)
    missing.unlink()

    done = case.restore()

    named = {str(changed.relative_to(case.place)), str(missing.relative_to(case.place))}
    assert named == {problem.path for problem in done.problems}
    left_out = {path.removeprefix("store/") for path in named}
    restored = set(case.again().store.paths())
    assert set(case.archive.store.paths()) - left_out == restored
    found = {problem.object for problem in verify(case.again()).findings.problems}
    assert left_out <= found


@pytest.mark.parametrize("papers", ["snapshots", "manifests", "settings"])
def test_papers_that_cannot_be_relied_on_stop_a_restore(case: Case, papers: str) -> None:
    """Without them nobody knows what belongs to the archive."""
    case.back_up()
    spoil(next((case.place / papers).iterdir()))

    with pytest.raises(BackupDamaged, match="was changed"):
        case.restore()
    with pytest.raises(ArchiveMissing):
        case.again()


def test_a_missing_manifest_stops_a_restore(case: Case) -> None:
    """A list that is not there is no empty list."""
    case.back_up()
    next((case.place / "manifests").iterdir()).unlink()

    with pytest.raises(BackupDamaged, match="is missing"):
        case.restore()


def test_a_manifest_names_nothing_outside_the_store(case: Case) -> None:
    """A backup may come from anywhere; it writes into the new archive and nowhere else."""
    case.back_up()
    path = next((case.place / "manifests").iterdir())
    lines = path.read_text().replace("  store/events", "  store/../../events")

    with pytest.raises(BackupDamaged, match="a line that is none"):
        list(read_manifest("manifests/x", lines.encode()))


def test_only_a_backup_is_restored_and_only_what_it_has(case: Case) -> None:
    """Another folder, or a snapshot that is not there, is said to be that."""
    case.back_up()
    empty = case.root / "empty"
    empty.mkdir()

    with pytest.raises(RestoreRefused, match="no snapshot 7"):
        case.restore(number=7)
    with pytest.raises(BackupForeign, match="is no backup"):
        case.restore(source=case.place / "store")
    with pytest.raises(RestoreRefused, match="no snapshot"):
        case.restore(source=empty)


def test_nothing_is_written_over(case: Case) -> None:
    """Not an archive, nor anything else that is in the folder."""
    case.back_up()
    case.target.mkdir()
    (case.target / "notes").write_text("Mine")

    with pytest.raises(RestoreRefused, match="not an empty folder"):
        case.restore()
    assert {"notes": b"Mine"} == files(case.target)


@pytest.mark.parametrize("kept", ["STORE", "CATALOGUE"])
def test_a_store_or_catalogue_elsewhere_that_is_still_there_is_refused(
    case: Case, kept: str
) -> None:
    """Settings may name a bucket or a database that was not lost; that one is left alone."""
    case.back_up()
    home = case.archive.settings.path.parent
    places = {"STORE": home / "store", "CATALOGUE": home / "catalogue.sqlite"}
    before = files(home)

    with pytest.raises(RestoreRefused, match=f"a {kept.lower()} that is not empty"):
        case.restore(environment={f"CIVICKEEP_ARCHIVE__{kept}": str(places[kept])})
    assert before == files(home)


def test_a_restore_that_is_stopped_is_run_again(case: Case) -> None:
    """Until it is whole there is no settings file, and so no archive to open."""
    case.back_up()
    before = contents(case.archive)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restoring, "write_long_file", _full)
        with pytest.raises(StoreFull):
            case.restore()
    with pytest.raises(ArchiveMissing):
        case.again()

    case.restore()

    assert before == contents(case.again())
    assert {"civickeep.toml", "catalogue.sqlite", "store"} == {
        path.name for path in case.target.iterdir()
    } - {"catalogue.sqlite-wal", "catalogue.sqlite-shm"}


def test_two_snapshots_are_not_mixed_in_one_folder(case: Case) -> None:
    """What was begun with one is not gone on with from another."""
    case.back_up()
    case.live_on()
    case.back_up()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restoring, "write_long_file", _full)
        with pytest.raises(StoreFull):
            case.restore(number=1)

    with pytest.raises(RestoreRefused, match="Another snapshot"):
        case.restore(number=2)
    assert [] == list(case.target.glob("civickeep.toml"))


def test_what_was_destroyed_after_the_snapshot_stays_destroyed(case: Case) -> None:
    """Played: no archive destroys anything yet, so this list comes from nowhere but here.

    The object is not restored, and no row tells of it, although the
    catalogue in the backup does.
    """
    case.back_up()
    (version, *_) = case.archive.item(READER, "c2").versions

    done = case.restore(destroyed=Destroyed.of([version.object]))

    archive = case.again()
    assert (1, CatalogueFrom.OBJECTS) == (done.withheld, done.catalogue)
    assert not archive.store.has(version.object)
    assert "c2" not in {item.id for item in archive.items(READER)}
    assert "c1" in {item.id for item in archive.items(READER)}
    assert not [path for path, data in files(case.target).items() if b'"Yes"' in data]


def test_the_copied_catalogue_is_the_one_of_the_snapshot(case: Case, tmp_path: Path) -> None:
    """It is an ordinary SQLite file once it is unpacked, with nothing laid aside."""
    case.back_up()
    change = case.archive.change_number()
    case.live_on()
    case.restore()
    plain = tmp_path / "plain.sqlite"
    shutil.copy(case.target / "catalogue.sqlite", plain)

    engine = create_engine(f"sqlite:///{plain}")

    with engine.connect() as connection:
        assert change == connection.scalar(select(t.archive.c.counter))
    engine.dispose()


def test_settings_come_back_as_they_were(case: Case) -> None:
    """With every comment; a setting that is overridden stays as the file has it."""
    case.back_up()
    case.restore(environment={"CIVICKEEP_ARCHIVE__STORE": "elsewhere"})

    kept = (case.target / "civickeep.toml").read_text()

    assert case.archive.settings.path.read_text() == kept
    assert (case.target / "elsewhere").is_dir()
    assert load_settings(str(case.target / "civickeep.toml"), {}).city.name


def _full(*_: object, **__: object) -> None:
    raise StoreFull("The disk is full.", next_step="Free some space.")
