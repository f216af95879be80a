"""A refusal of the database is said in plain words, wherever it comes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.catalogue.errors import CatalogueDamaged
from archiver.catalogue.trouble import translate
from archiver.errors import CatalogueBusy, CivickeepError, StoreUnwritable
from archiver.settings import load_settings

CATALOGUE = "catalogue.sqlite"


def opened(folder: Path) -> Archive:
    """Open the archive as a command does."""
    return Archive.open(load_settings(str(folder / "civickeep.toml"), {}))


def test_a_file_that_is_no_database_cannot_be_used(folder: Path) -> None:
    """Nor is it overwritten."""
    (folder / CATALOGUE).write_bytes(b"no database at all, but long enough to be looked at" * 50)

    with pytest.raises(CatalogueDamaged, match="not a database"):
        opened(folder)

    assert (folder / CATALOGUE).read_bytes().startswith(b"no database")


def test_a_damaged_database_cannot_be_used(folder: Path) -> None:
    """Half a file is found out when it is read, and said to be damaged."""
    path = folder / CATALOGUE
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))

    with pytest.raises(CivickeepError), closing(opened(folder)) as archive:
        archive.change_number()


def test_a_folder_in_its_place_cannot_be_used(folder: Path) -> None:
    """A slip with a backup."""
    (folder / CATALOGUE).unlink()
    (folder / CATALOGUE).mkdir()

    with pytest.raises(StoreUnwritable, match="unable to open"):
        opened(folder)


def test_another_writer_is_waited_for_and_then_told(
    archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is half written."""
    monkeypatch.setattr("archiver.catalogue.engine.BUSY_SECONDS", 0.05)
    with archive.writing() as writer, closing(opened(folder)) as other:
        writer.execute(insert(t.leaf).values(n=900, kind="event", digest="d", object="o"))
        with pytest.raises(CatalogueBusy), other.writing() as connection:
            connection.execute(select(t.archive))


def test_a_reader_is_not_held_up_and_sees_one_moment(archive: Archive, folder: Path) -> None:
    """What is committed while it reads it does not see."""
    with closing(opened(folder)) as other, other.reading() as reader:
        before = reader.scalar(select(t.archive.c.counter))
        with archive.writing() as writer:
            writer.execute(t.archive.update().values(counter=900))
        after = reader.scalar(select(t.archive.c.counter))

    assert before == after
    assert 900 == archive.change_number()


def test_a_fault_of_ours_stays_what_it_is(archive: Archive) -> None:
    """A broken constraint is no trouble with the disk, and not hidden as one."""
    with pytest.raises(IntegrityError), archive.writing() as connection:
        connection.execute(insert(t.version).values(item=1, n=1))


def test_a_disk_that_fails_is_not_told_as_a_damaged_file() -> None:
    """A full disk often comes as an I/O error; the clerk must look at the disk, not the file."""
    cause = sqlite3.OperationalError("disk I/O error")
    cause.sqlite_errorcode = sqlite3.SQLITE_IOERR | (3 << 8)
    error = OperationalError("INSERT", {}, cause)

    told = translate(error)

    assert isinstance(told, StoreUnwritable)
    assert "full or failing" in told.next_step
