"""Change numbers and leaf indexes are one counter without a hole, whoever writes at once."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import select

from archiver.archive import Archive
from archiver.catalogue import counter
from archiver.catalogue import tables as t
from archiver.commit import add_leaf
from archiver.record import RecordKind
from archiver.settings import load_settings

WRITERS, TURNS = 4, 12


def write(folder: Path, writer: int) -> None:
    """Take numbers again and again, and think better of every third time."""
    archive = Archive.open(load_settings(str(folder / "civickeep.toml"), {}))
    for turn in range(TURNS):
        with archive.writing() as connection:
            first = counter.take(connection, 1 + turn % 3)
            for number in range(first, first + 1 + turn % 3):
                name = f"{writer}-{turn}-{number}"
                add_leaf(connection, number, RecordKind.EVENT, name, name)
            if turn % 3 == writer % 3:
                connection.get_transaction().rollback()  # type: ignore[union-attr] # there is one
    archive.close()


def numbers(archive: Archive) -> list[int]:
    """Give the numbers that were used, in order."""
    with archive.reading() as connection:
        return list(connection.scalars(select(t.leaf.c.n).order_by(t.leaf.c.n)))


def test_threads_leave_no_hole(archive: Archive, folder: Path) -> None:
    """Each with its own connections."""
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda writer: write(folder, writer), range(WRITERS)))

    used = numbers(archive)
    assert list(range(1, len(used) + 1)) == used
    assert archive.change_number() == len(used)


def test_processes_leave_no_hole(archive: Archive, folder: Path) -> None:
    """The row's lock orders commits, not anything in our memory."""
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=write, args=(folder, writer)) for writer in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [0, 0] == [writer.exitcode for writer in writers]
    used = numbers(archive)
    assert list(range(1, len(used) + 1)) == used
    assert archive.change_number() == len(used)


def test_whoever_gives_up_gives_the_number_back(archive: Archive) -> None:
    """A database sequence would not, and the ledger would have a hole."""
    before = archive.change_number()
    with archive.engine.connect() as connection:
        taken = counter.take(connection, 5)
        connection.rollback()

    with archive.writing() as connection:
        assert [before + 1, before + 1] == [taken, counter.take(connection, 1)]
