"""A backup holds everything the catalogue names, and never a key."""

import hashlib
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from archiver.archive import Archive
from archiver.backup import backing_up
from archiver.backup.errors import BackupDamaged, BackupForeign
from archiver.backup.layout import BackupFolder
from archiver.backup.redacted import without_secrets
from archiver.backup.source import tiles
from archiver.catalogue import tables as t
from archiver.errors import StoreFull, WrongUsage
from archiver.keys import open_keyring
from archiver.ledger.tiles import Edge, lay_tiles
from archiver.progress import Count, Progress
from archiver.store import FolderStore, NewObject
from archiver.store.memory import MemoryStore
from tests.archiver.backup.case import Case, files, spoil
from tests.archiver.quillback import CITY


def named(archive: Archive) -> set[str]:
    """Give every object that the catalogue names."""
    with archive.reading() as connection:
        return {
            *connection.scalars(select(t.leaf.c.object)),
            *connection.scalars(select(t.blob.c.object)),
            *connection.scalars(select(t.checkpoint.c.object)),
        }


def check(place: Path) -> str:
    """Check a backup as its README says; give what sha256sum complains of."""
    run = subprocess.run(
        ["/bin/sh", "-c", "sha256sum --check --quiet --strict manifests/*.txt"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.stdout + run.stderr


def test_everything_the_catalogue_names_is_in_the_backup(case: Case) -> None:
    """Records, files and the ledger, byte for byte, under their own paths."""
    done = case.back_up()

    kept = files(case.place / "store")
    ledger = {path for path in case.archive.store.paths("ledger/") if path != "ledger/checkpoint"}
    assert named(case.archive) | ledger == kept.keys()
    assert all(case.archive.store.get(path) == data for path, data in kept.items())
    assert () == done.snapshot.unsaved
    assert (1, case.archive.change_number()) == (done.number, done.snapshot.change)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not here")
def test_anyone_can_check_a_backup_with_sha256sum(case: Case) -> None:
    """Manifests are what that program writes; they list every file but those that list."""
    case.back_up()
    case.back_up()
    sound = check(case.place)
    listed = {
        line.split("  ", 1)[1]
        for manifest in (case.place / "manifests").iterdir()
        for line in manifest.read_text().splitlines()
    }
    spoil(next((case.place / "store" / "media").rglob("*/*")))

    assert "" == sound
    papers = {"README.txt", "backup.json"}
    there = {
        each for each in files(case.place) if not each.startswith(("manifests/", "snapshots/"))
    }
    assert there - papers == listed
    assert "FAILED" in check(case.place)


def test_papers_are_named_after_their_own_digest(case: Case) -> None:
    """So a changed manifest, snapshot, catalogue or settings file shows by itself."""
    case.back_up()

    for folder in ("manifests", "snapshots", "catalogues", "settings"):
        for path in (case.place / folder).iterdir():
            assert hashlib.sha256(path.read_bytes()).hexdigest() in path.name


def test_a_second_backup_only_adds(case: Case) -> None:
    """What was there stays as it was; of the objects, only new ones are copied."""
    case.back_up()
    before = files(case.place)
    case.live_on()

    done = case.back_up()

    after = files(case.place)
    assert before.items() <= after.items()
    new = {path for path in after.keys() - before.keys() if path.startswith("store/")}
    # One version, one receipt; one checkpoint and two partial tiles of the ledger.
    assert 5 == len(new)
    assert (2, 6) == (done.number, done.files_added)  # and the catalogue; settings are the same


def test_a_backup_of_nothing_new_adds_a_snapshot(case: Case) -> None:
    """Without a catalogue there is nothing else to add, and no empty manifest either."""
    case.back_up(with_catalogue=False)
    before = files(case.place)

    done = case.back_up(with_catalogue=False)

    (added,) = files(case.place).keys() - before.keys()
    assert added.startswith("snapshots/00002_")
    assert (0, None) == (done.files_added, done.snapshot.catalogue)


def test_a_backup_never_holds_a_key(case: Case) -> None:
    """Whoever has the backup alone can sign nothing."""
    case.back_up()
    with case.archive.reading() as connection:
        identity = connection.scalars(select(t.archive.c.archive_id)).one()
    keys = [data for _, data in open_keyring(case.archive.settings, identity).files()]

    assert keys
    assert not [
        path for path, data in files(case.place).items() if any(key in data for key in keys)
    ]


def test_a_backup_is_kept_apart_from_archive_and_keys(case: Case) -> None:
    """Neither inside the one or the other nor around them."""
    home = case.archive.settings.path.parent
    with case.archive.reading() as connection:
        identity = connection.scalars(select(t.archive.c.archive_id)).one()
    keys = open_keyring(case.archive.settings, identity).folder

    for place in (
        home,
        home / "backup",
        home / "store",
        home.parent,
        keys,
        keys / "b",
        keys.parent,
    ):
        with pytest.raises(WrongUsage, match="would"):
            case.back_up(place)


def test_settings_are_kept_with_comments_and_without_passwords() -> None:
    """An address may hold one; nothing else in the file is secret."""
    text = (
        "# our database\n[archive]\n"
        'catalogue = "postgresql://archive:s3cret%40x@db.example:5432/city" # postgresql://a:b@c\n'
        'store = "s3://bucket/prefix"\n[s3]\nendpoint_url = "https://s3.example:9000"\n'
    )

    kept = without_secrets(text)

    assert "s3cret" not in kept
    assert "a:b@" not in kept
    assert text == kept.replace(":PASSWORD-LEFT-OUT@c", ":b@c").replace(
        ":PASSWORD-LEFT-OUT@db", ":s3cret%40x@db"
    )


def test_a_backup_can_be_made_while_the_archive_is_used(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is harvested meanwhile belongs to the next snapshot, whole."""
    change = case.archive.change_number()
    real = case.archive.store.get
    visits: list[str] = []

    def get(path: str) -> bytes:
        if not visits:
            visits.append(path)
            case.live_on()
        return real(path)

    monkeypatch.setattr(case.archive.store, "get", get)

    done = case.back_up()

    assert change == done.snapshot.change < case.archive.change_number()
    assert () == case.restore().problems


def test_an_object_that_is_damaged_is_left_out_and_named(case: Case) -> None:
    """It is never copied as if it were whole; once it is repaired, the next backup has it."""
    paths = [path for path in sorted(named(case.archive)) if not path.startswith("ledger/")]
    lost, changed = paths[0], paths[-1]
    kept = {path: case.archive.store.get(path) for path in (lost, changed)}
    case.archive.store.remove(lost)
    case.archive.store.put_all([NewObject(changed, b"other bytes")])

    first = case.back_up()
    case.archive.store.put_all([NewObject(path, data) for path, data in kept.items()])
    second = case.back_up()

    assert {lost, changed} == {each.object for each in first.snapshot.unsaved}
    assert () == second.snapshot.unsaved
    assert all(data == (case.place / "store" / path).read_bytes() for path, data in kept.items())


def test_objects_are_copied_out_of_any_store(case: Case) -> None:
    """A bucket is another machine; its backup is plain files all the same."""
    elsewhere = MemoryStore()
    paths = list(case.archive.store.paths())
    elsewhere.put_all(NewObject(path, case.archive.store.get(path)) for path in paths)
    same = Archive(case.archive.settings, elsewhere, case.archive.engine, case.archive.clock)

    case.back_up(archive=same)

    assert {path for path in paths if path != "ledger/checkpoint"} == files(
        case.place / "store"
    ).keys()


def test_a_folder_of_something_else_is_refused(case: Case) -> None:
    """Nothing is written among other files, nor over the backup of another city."""
    other = case.root / "photos"
    other.mkdir()
    (other / "dog.jpg").write_bytes(b"dog")
    case.back_up()
    head = case.place / "backup.json"
    head.write_bytes(head.read_bytes().replace(b'"archive":"', b'"archive":"x'))

    with pytest.raises(BackupForeign, match="is no backup"):
        case.back_up(other)
    with pytest.raises(BackupForeign, match=f"another archive, of {CITY}"):
        case.back_up()
    assert ["dog.jpg"] == [path.name for path in other.iterdir()]


def test_a_past_that_this_archive_does_not_have_is_refused(case: Case) -> None:
    """An archive restored from an older snapshot goes on differently; its backups begin anew."""
    case.back_up()
    case.live_on()
    case.back_up()
    case.restore(number=1)

    with pytest.raises(BackupForeign, match="past"):
        case.back_up(archive=case.again())


def test_a_damaged_snapshot_is_not_built_upon(case: Case) -> None:
    """A backup that relied on it would be worth nothing."""
    case.back_up()
    spoil(next((case.place / "snapshots").iterdir()))

    with pytest.raises(BackupDamaged, match="was changed"):
        case.back_up()


def test_a_backup_that_is_stopped_is_finished_by_the_next(case: Case) -> None:
    """Until then the earlier snapshot is the newest; nothing of the stopped one is left over."""
    case.back_up()
    case.live_on()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backing_up, "snapshot_file", _full)
        with pytest.raises(StoreFull):
            case.back_up()
    stopped = BackupFolder(case.place).snapshots()
    case.live_on("newer")

    done = case.back_up()

    names = {part.path for part in done.snapshot.manifests}
    assert ((1,), 2) == (stopped, done.number)
    assert names == {f"manifests/{path.name}" for path in (case.place / "manifests").iterdir()}
    assert [] == list((case.place / ".incoming").iterdir())


def test_it_is_told_how_much_of_what_is_new_is_copied(case: Case) -> None:
    """All that no snapshot has, tried again or not; the catalogue and its list come on top."""
    lost = next((case.archive.settings.path.parent / "store" / "media").rglob("*/*"))
    data = lost.read_bytes()
    lost.unlink()
    first = case.back_up()
    lost.write_bytes(data)
    case.live_on()
    told: list[Progress] = []

    done = backing_up.back_up(case.archive, case.place, at=told.append)

    counts = [count for progress in told for count in progress.counts]
    new = done.files_added - 1
    assert (1, 0) == (len(first.snapshot.unsaved), len(done.snapshot.unsaved))
    assert Count(new, "files", new) == counts[-1]
    assert {new} == {count.of for count in counts}


def _full(*_: object) -> None:
    raise StoreFull("The disk is full.", next_step="Free some space.")


@given(st.lists(st.integers(1, 70_000), min_size=1, max_size=4, unique=True).map(sorted))
def test_the_tiles_of_a_tree_are_those_that_were_laid(sizes: list[int]) -> None:
    """Whatever sizes were signed on the way."""
    edge = Edge()
    laid: set[str] = set()
    entries: list[bytes] = []
    for size in sizes:
        digests = [bytes(32)] * (size - edge.size)
        laid.update(new.path for new in lay_tiles(edge, digests, entries))
        entries = [bytes(32)] * (size % 256)

    found = list(tiles(sizes))

    assert laid == set(found)
    assert len(laid) == len(found)


def test_a_folder_store_of_a_backup_reads_like_the_archives(case: Case) -> None:
    """The folder ``store`` is one: any tool that reads an archive's objects reads a backup's."""
    case.back_up()
    with closing(FolderStore(case.place / "store")) as store:
        assert all(store.get(path) == case.archive.store.get(path) for path in store.paths())
