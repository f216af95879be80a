"""The catalogue is made again from nothing but the store, and says the same."""

import json
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.pool import ConnectionPoolEntry

from archiver import pending
from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.catalogue.dump import Deviation, compare
from archiver.errors import ArchiveMissing, StoreFull
from archiver.founding import found
from archiver.ledger.checkpoint import LATEST
from archiver.ledger.publish import publish
from archiver.rebuild import scratch
from archiver.rebuild.catalogue import ASIDE, Rebuilt, rebuild_catalogue
from archiver.record import new_salt, read_record, write_record
from archiver.settings import load_settings
from archiver.store import NewObject
from archiver.verify.whole import verify
from requests_portal.commands.rebuild import rebuild as rebuild_command
from tests.archiver.lively import hold, live, live_on, under_archive
from tests.archiver.quillback import (
    ACCOUNT,
    CITY,
    PlayedClock,
    PlayedPage,
    logical,
)
from tests.archiver.verify.conftest import BEGUN, reopened


def rebuilt(archive: Archive) -> tuple[Rebuilt, list[Deviation]]:
    """Rebuild, and tell how the new catalogue differs from the one there was."""
    settings = archive.settings
    before = shutil.copytree(settings.path.parent, settings.path.parent.with_name("before"))
    archive.close()
    result = rebuild_catalogue(settings)
    with (
        closing(reopened(before)) as old,
        closing(Archive.open(settings)) as new,
        old.reading() as expected,
        new.reading() as actual,
    ):
        return result, list(compare(actual, expected))


def test_the_catalogue_is_the_same_to_the_last_row(archive: Archive) -> None:
    """After edits, hides, returns, old wordings, media, acts of every kind, and two new keys."""
    leaves = archive.change_number()

    result, deviations = rebuilt(archive)

    assert [] == deviations
    assert Rebuilt(leaves, 0, ()) == result


def test_an_archive_goes_on_with_a_rebuilt_catalogue(archive: Archive) -> None:
    """Numbers, keys and the ledger go on where they were."""
    settings, number = archive.settings, archive.change_number()
    archive.close()
    rebuild_catalogue(settings)

    with closing(reopened(settings.path.parent)) as again:
        assert number + 1 == again.record(hold("H-9"))
        publish(again)
        assert [] == verify(again).findings.problems


@pytest.fixture
def unfinished(tmp_path: Path) -> Iterator[Archive]:
    """Give an archive whose last visit and acts no checkpoint covers."""
    folder = tmp_path / "unfinished"
    found(folder, city=CITY, time_zone="America/Chicago", clock=PlayedClock())
    page = PlayedPage()
    settings = load_settings(str(folder / "civickeep.toml"), {})
    with page.platform, closing(Archive.open(settings, PlayedClock(BEGUN))) as archive:
        harvest = under_archive(archive, page)
        live(archive, page, harvest)
        live_on(archive, page, harvest)
        yield archive


def test_what_no_checkpoint_covers_is_taken_in_at_the_end(unfinished: Archive) -> None:
    """In the order of its own times, which was that of its acknowledgement."""
    uncovered = verify(unfinished).uncovered

    result, deviations = rebuilt(unfinished)

    assert [] == deviations
    assert uncovered == result.adopted > 0


def put_again(archive: Archive, path: str) -> str:
    """Put what a record says once more, as a killed process may have; give its path."""
    envelope, block = read_record(archive.store.get(path))
    record = write_record(replace(envelope, salt=new_salt()), block)
    new = NewObject(f"{path.rpartition('-')[0]}-{record.digest}", record.data)
    archive.store.put_all([new])
    return new.path


def named(archive: Archive, words: bytes) -> str:
    """Find a record by what it says."""
    return next(path for path in sorted(archive.store.paths()) if words in archive.store.get(path))


def test_what_a_killed_process_left_is_swept_by_the_next_harvest(unfinished: Archive) -> None:
    """A wording that is known, an act that contradicts another, a file nothing names."""
    picture = NewObject(f"media/ab/{'ab' * 32}", b"a picture")
    unfinished.store.put_all([picture])
    left = {
        picture.path,
        put_again(unfinished, named(unfinished, b"Comment 1, edited again")),
        put_again(unfinished, named(unfinished, b'"event":"request_opened"')),
    }

    result, deviations = rebuilt(unfinished)

    assert ([], ()) == (deviations, result.lost)
    with closing(reopened(unfinished.settings.path.parent)) as archive:
        assert [] == verify(archive).findings.problems
        assert len(left) == pending.sweep(archive, ACCOUNT)
        assert left.isdisjoint(archive.store.paths())
        assert [] == verify(archive).findings.problems


@pytest.mark.parametrize(
    "words",
    [b"Comment 1, edited again", b'"event":"items_classified"', b'"verdict":"complete"'],
    ids=["version", "event", "receipt"],
)
def test_a_lost_record_is_named_and_the_rest_is_made(archive: Archive, words: bytes) -> None:
    """Its leaf stays, so that no number is skipped and the ledger goes on."""
    path = named(archive, words)
    archive.store.remove(path)
    leaves = archive.change_number()

    result, deviations = rebuilt(archive)

    assert [path[-64:]] == [each.entry.digest.hex() for each in result.lost]
    assert [result.lost[0].entry.number] == [
        int(each.key[0]) for each in deviations if each.table == "leaf"
    ]
    with closing(reopened(archive.settings.path.parent)) as again:
        assert leaves == again.change_number()
        again.record(hold("H-9"))
        publish(again)


def test_a_damaged_ledger_file_does_not_stand_in_the_way(archive: Archive) -> None:
    """The greatest checkpoint that can be read is taken, wherever it lies."""
    archive.store.put_all([NewObject(LATEST, b"damaged")])

    result, deviations = rebuilt(archive)

    assert ([], (), 0) == (deviations, result.lost, result.adopted)


@pytest.mark.parametrize("left", [b"", b"no database at all" * 500, None])
def test_whatever_lies_in_the_place_of_the_catalogue_is_replaced(
    archive: Archive, left: bytes | None
) -> None:
    """Nothing, or something damaged, with an old journal beside it."""
    folder = archive.settings.path.parent
    expected = logical(archive)
    archive.close()
    for file in folder.glob("catalogue.sqlite*"):
        file.unlink()
    if left is not None:
        (folder / "catalogue.sqlite").write_bytes(left)
        (folder / "catalogue.sqlite-wal").write_bytes(left)
        (folder / "catalogue.sqlite.rebuilding").write_bytes(left)

    rebuild_catalogue(archive.settings)

    with closing(reopened(folder)) as again:
        assert expected == logical(again)
    assert not list(folder.glob("*.rebuilding"))


def test_an_empty_store_is_no_archive(archive: Archive) -> None:
    """And the catalogue there is stays."""
    folder = archive.settings.path.parent
    archive.close()
    before = (folder / "catalogue.sqlite").read_bytes()
    shutil.rmtree(folder / "store")
    (folder / "store").mkdir()

    with pytest.raises(ArchiveMissing, match="no records"):
        rebuild_catalogue(archive.settings)

    assert before == (folder / "catalogue.sqlite").read_bytes()


def test_a_catalogue_on_a_server_is_filled_in_one_go(
    archive: Archive, postgresql: str, tmp_path: Path
) -> None:
    """From the same store, whatever was in it; and new items get new numbers."""
    schema = f"city_{uuid.uuid4().hex}"
    variables = {
        "CIVICKEEP_ARCHIVE__CATALOGUE": postgresql,
        "CIVICKEEP_ARCHIVE__SCHEMA": schema,
        "CIVICKEEP_KEYS__FOLDER": str(tmp_path / "keys"),
    }
    settings = load_settings(str(archive.settings.path), variables)
    for _ in range(2):
        rebuild_catalogue(settings)

    with closing(Archive.open(settings, PlayedClock(BEGUN))) as server:
        with server.reading() as actual, archive.reading() as expected:
            assert [] == list(compare(actual, expected))
        assert [] == verify(server).findings.problems
        with server.writing() as rows:
            row = dict(rows.execute(select(t.item)).mappings().first() or {})
            del row["pk"]
            made = t.item.insert().values({**row, "id": "new"}).returning(t.item.c.pk)
            newest = rows.scalar(select(func.max(t.item.c.pk)))
            assert rows.scalar(made) == (newest or 0) + 1


def test_the_command_tells_what_came_of_it(archive: Archive) -> None:
    """Counts and losses in JSON, and status 20 where something is lost."""
    settings = archive.settings
    path = named(archive, b"Comment 1, edited again")
    leaves = archive.change_number()
    archive.close()
    config = ["--config", str(settings.path)]

    whole = CliRunner().invoke(rebuild_command, ["--json", *config])
    (settings.path.parent / "store" / path).unlink()
    partly = CliRunner().invoke(rebuild_command, ["--json", "--catalogue", *config])

    assert (0, 20) == (whole.exit_code, partly.exit_code)
    told = json.loads(whole.stdout)
    assert (leaves, 0, []) == (told["records"], told["adopted"], told["lost"])
    assert told["indexed"] > 0
    told = json.loads(partly.stdout)
    assert (leaves - 1, [path[-64:]], None) == (told["records"], told["lost"], told["indexed"])


def test_a_full_disk_is_said_in_words_and_nothing_is_left_of_the_attempt(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite itself is out of pages here; the old catalogue stays, and fits."""
    settings = archive.settings
    archive.close()

    def cramped(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    scratch._empty()  # noqa: SLF001 - made once a process, on a disk with room
    with monkeypatch.context() as patch:
        patch.setattr(scratch, "_hurry", cramped)
        with pytest.raises(StoreFull, match="full"):
            rebuild_catalogue(settings)

    assert [] == list(settings.path.parent.glob(f"*{ASIDE}*"))
    with closing(Archive.open(settings)) as whole:
        assert [] == verify(whole).findings.problems
