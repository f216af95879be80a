"""The work of trying again: items are read for fresh links, and what is hopeless is said so."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings, harvest
from archiver.capture.plan import Plan
from archiver.captures import Receipt, Scope, Verdict
from archiver.media.events import FileGivenUp, FilesGivenUp
from archiver.media.tries import Outcome, due, files_of, hopeless, note
from archiver.surfaces import Surface

MOST_THREADS = 50
"""Threads read in one go; the rest waits for the next."""

POLICY = "missing files policy"
"""Who gives files up."""


def retry_missing(
    archive: Archive, account: Account, outside: Surroundings, most: int = MOST_THREADS
) -> Receipt | None:
    """Try the files of an account that are missing and due; None where there are none.

    Their threads are read again, which gives fresh links; where that could be
    done, a file whose item is not there counts as tried too. Then what the
    policy gives up is recorded. Raises what ``harvest`` raises.
    """
    started = archive.clock()
    threads = _threads(archive, account, started, most)
    receipt = None
    if threads:
        surfaces = frozenset(threads.values())
        plan = Plan(Scope.ITEM, surfaces, threads=tuple(threads))
        receipt = harvest(archive, account, outside, plan)
        if receipt.verdict is Verdict.COMPLETE:
            _count_unread(archive, account, started, frozenset(threads))
    give_up(archive, account)
    return receipt


def due_count(archive: Archive, account: Account) -> int:
    """Count the missing files of an account that are due now."""
    with archive.reading() as connection:
        return len(connection.execute(due(account.key, archive.clock())).all())


def give_up(archive: Archive, account: Account) -> int:
    """Record the files that no further try is worth a call; give their number."""
    with archive.reading() as connection:
        rows = connection.execute(hopeless(account.key)).all()
    if rows:
        files = tuple(
            FileGivenUp(file.ref, file.n, file.position, row.tries)
            for file, row in zip(files_of(rows), rows, strict=True)
        )
        archive.record(FilesGivenUp(at=archive.clock(), by=POLICY, files=files))
    return len(rows)


def _threads(archive: Archive, account: Account, now: datetime, most: int) -> Mapping[str, Surface]:
    """Give the threads to read, longest overdue first, and the surface each belongs to."""
    with archive.reading() as connection:
        rows = connection.execute(due(account.key, now))
        found = {row.thread_id: Surface(row.surface) for row in rows}
    return dict(islice(found.items(), most))


def _count_unread(
    archive: Archive, account: Account, started: datetime, threads: frozenset[str]
) -> None:
    """Count a try for every file that was due and that nobody got to: its item is not there."""
    with archive.reading() as connection:
        rows = connection.execute(due(account.key, started)).all()
    unread = [row for row in rows if row.thread_id in threads]
    outcomes = [Outcome(file, kept=False) for file in files_of(unread)]
    if outcomes:
        with archive.writing() as connection:
            note(connection, outcomes, archive.clock())
