"""What due work and its leases promise in any database."""

import multiprocessing
import os
from collections import UserDict
from collections.abc import ItemsView, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection as Pipe

import pytest
from sqlalchemy import select, update

from archiver.archive import Archive
from archiver.catalogue.lease_tables import lease as table
from archiver.leases.errors import LeaseLost
from archiver.leases.holding import held, let_go
from archiver.leases.lease import Lease, Work
from archiver.leases.owner import Owner, this_process
from archiver.leases.table import Leases, database_now
from tests.contracts.catalogue_contract import Place

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
FAR = NOON + 30 * DAY
ELSEWHERE = Owner("another-host boot pid", 7, "1")
TAKERS, UNITS = 3, 30


class LeaseContract:
    """The suite; ``place`` comes from the class that joins."""

    @pytest.fixture
    def archive(self, place: Place) -> Iterator[Archive]:
        """Found an empty archive and open it."""
        place.found()
        with closing(place.open()) as archive:
            yield archive

    @pytest.fixture
    def leases(self, archive: Archive) -> Leases:
        """Give the due work as this process sees it."""
        return Leases(archive)

    def test_what_is_due_the_longest_is_taken_first(self, leases: Leases) -> None:
        """And what is not due yet is left."""
        leases.seed("mow", {"b": NOON, "a": NOON + MINUTE, "c": NOON - MINUTE, "d": FAR}, FAR)

        taken = [leases.take({"mow"}, NOON + MINUTE) for _ in range(4)]

        assert ["c", "b", "a"] == [lease.work.subject for lease in taken if lease]
        assert taken[-1] is None

    def test_only_the_kinds_asked_for_are_taken(self, leases: Leases) -> None:
        """A worker may be kept for one kind."""
        leases.seed("mow", {"lawn": NOON}, FAR)

        assert leases.take({"rake"}, NOON) is None
        assert leases.take(set(), NOON) is None
        assert leases.take({"rake", "mow"}, NOON) is not None

    def test_what_is_taken_is_nobody_elses(self, archive: Archive, leases: Leases) -> None:
        """Neither by being due nor by being claimed."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        leases.take({"mow"}, NOON)

        others = Leases(archive, ELSEWHERE)

        assert others.take({"mow"}, FAR) is None
        assert others.claim(Work("mow", "lawn")) is None
        assert others.next_due({"mow"}) is None

    def test_what_is_finished_is_due_when_that_is_said(self, leases: Leases) -> None:
        """Not before."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        lease = _taken(leases)

        leases.finish(lease, NOON + DAY)

        assert leases.take({"mow"}, NOON + DAY - MINUTE) is None
        assert NOON + DAY == leases.next_due({"mow"})
        assert leases.take({"mow"}, NOON + DAY) is not None

    def test_what_is_let_go_is_still_due(self, leases: Leases) -> None:
        """It was not done; letting go twice does no harm."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        lease = _taken(leases)

        let_go(leases, lease)
        let_go(leases, lease)

        assert _taken(leases).fence > lease.fence

    def test_work_can_be_claimed_that_nobody_planned(self, leases: Leases) -> None:
        """As when a person harvests an account by hand; it does not become due by that."""
        lease = leases.claim(Work("mow", "lawn"))

        assert lease is not None
        assert leases.claim(Work("mow", "lawn")) is None
        leases.release(lease)
        assert leases.next_due({"mow"}) is None
        assert leases.claim(Work("mow", "lawn")) is not None

    def test_work_can_be_hastened(self, leases: Leases) -> None:
        """Also while somebody is at it: then it is done again."""
        leases.seed("mow", {"lawn": FAR}, FAR)
        leases.hasten(Work("mow", "lawn"), NOON)
        lease = _taken(leases)
        leases.hasten(Work("mow", "hedge"), NOON)

        assert Work("mow", "lawn") == lease.work
        assert Work("mow", "hedge") == _taken(leases).work

    def test_work_that_is_hastened_while_it_is_done_is_done_again(self, leases: Leases) -> None:
        """What somebody wants looked at may have happened since."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        lease = _taken(leases)
        leases.hasten(lease.work, NOON + MINUTE)

        leases.finish(lease, NOON + DAY)

        assert NOON + MINUTE == leases.next_due({"mow"})

    def test_seeding_follows_what_is_wanted(self, leases: Leases) -> None:
        """What is new is due, what is gone is not, what was planned stays so, in any order."""
        leases.seed("mow", {"lawn": NOON, "hedge": NOON}, FAR)
        leases.finish(_taken(leases), NOON + DAY)  # the hedge
        leases.seed("mow", {"hedge": NOON, "meadow": NOON}, FAR)

        assert Work("mow", "meadow") == _taken(leases).work
        assert leases.take({"mow"}, NOON) is None
        leases.seed("mow", {"lawn": NOON, "hedge": NOON, "meadow": NOON}, FAR)
        assert Work("mow", "lawn") == _taken(leases).work
        assert NOON + DAY == leases.next_due({"mow"})

    def test_seeding_undoes_nothing_that_was_done_meanwhile(self, leases: Leases) -> None:
        """Two workers that start together find the same work missing, and one is slower."""

        class Slow(UserDict[str, datetime]):
            """Lets the other worker seed, take and finish between a look and what follows."""

            def items(self) -> ItemsView[str, datetime]:
                leases.seed("mow", {"lawn": NOON}, FAR)
                leases.finish(_taken(leases), NOON + DAY)
                return super().items()

        leases.seed("mow", Slow({"lawn": NOON}), FAR)

        assert NOON + DAY == leases.next_due({"mow"})

    def test_a_time_too_far_ahead_is_not_believed(self, leases: Leases) -> None:
        """A process whose clock was wrong said it; the work would never be done again."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        leases.finish(_taken(leases), FAR + DAY)

        leases.seed("mow", {"lawn": NOON}, FAR)

        assert NOON == leases.next_due({"mow"})

    def test_a_lease_that_ended_can_be_taken(self, archive: Archive, leases: Leases) -> None:
        """Its holder, on another machine, gave no sign for so long."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        first = _taken(Leases(archive, ELSEWHERE, length=timedelta(0)))

        second = _taken(leases)

        assert (first.fence + 1, this_process()) == (second.fence, second.owner)

    def test_a_sign_of_life_keeps_a_lease(self, archive: Archive, leases: Leases) -> None:
        """It ends that much later."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        late = Leases(archive, ELSEWHERE, length=timedelta(0))
        lease = _taken(late)

        Leases(archive, ELSEWHERE).renew(lease)

        assert leases.take({"mow"}, NOON) is None

    def test_signs_of_life_are_given_as_long_as_the_work_lasts(
        self, archive: Archive, leases: Leases
    ) -> None:
        """And no longer."""
        brief = Leases(archive, length=timedelta(milliseconds=5))
        leases.seed("mow", {"lawn": NOON}, FAR)
        lease = _taken(brief)
        before = _until(archive)
        with held(brief, lease):
            while _until(archive) <= before:
                continue

        assert _until(archive) == _until(archive) > before

    def test_whoever_was_replaced_commits_nothing(self, archive: Archive, leases: Leases) -> None:
        """Nor does it take the work back by finishing, renewing or letting go."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        stale = _taken(Leases(archive, ELSEWHERE, length=timedelta(0)))
        _taken(leases)

        with pytest.raises(LeaseLost, match="mow lawn"):
            _put_off(archive, stale)

        assert {NOON} == _due(archive)
        for act in (leases.renew, leases.release, lambda lease: leases.finish(lease, FAR)):
            with pytest.raises(LeaseLost):
                act(stale)

    def test_a_fenced_archive_refuses_whoever_was_replaced(
        self, archive: Archive, leases: Leases
    ) -> None:
        """Whatever it wanted to write, and whichever part of the program wanted it."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        lease = _taken(leases)
        fenced = archive.fenced(lease.check)
        with fenced.writing() as connection:
            connection.execute(update(table).values(due_at=FAR))
        with archive.writing() as connection:
            connection.execute(update(table).values(fence=table.c.fence + 1))

        with pytest.raises(LeaseLost), fenced.writing() as connection:
            connection.execute(update(table).values(due_at=NOON))

        assert {FAR} == _due(archive)

    def test_a_lease_that_ended_and_that_nobody_took_still_holds(
        self, archive: Archive, leases: Leases
    ) -> None:
        """The work was slow, and nobody is hurt if it is acknowledged."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        late = Leases(archive, ELSEWHERE, length=timedelta(0))

        late.finish(_taken(late), NOON + DAY)

        assert {NOON + DAY} == _due(archive)

    def test_a_row_that_is_not_there_holds_nothing(self, archive: Archive) -> None:
        """As after the catalogue was made anew while somebody worked."""
        lease = Lease(Work("mow", "lawn"), 1, this_process())

        with pytest.raises(LeaseLost), archive.writing() as connection:
            lease.check(connection)

    def test_a_number_that_was_given_out_again_is_another_process(
        self, archive: Archive, leases: Leases
    ) -> None:
        """The one that took the work has ended, as its time of starting tells."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        earlier = replace(this_process(), started="1")
        _taken(Leases(archive, earlier))

        assert _taken(leases).fence == 2

    def test_a_wrong_clock_neither_steals_nor_keeps(self, place: Place, archive: Archive) -> None:
        """The end of a lease is the database's affair."""
        leases = Leases(archive)
        leases.seed("mow", {"lawn": NOON}, FAR)
        _taken(leases)
        with closing(place.open()) as other:
            other.clock = lambda: FAR + 365 * DAY
            ahead = Leases(other, ELSEWHERE)

            assert ahead.take({"mow"}, other.clock()) is None
            with other.reading() as connection:
                told = database_now(connection)
            assert timedelta(0) < _until(archive) - told <= leases.length

    def test_a_killed_owner_is_replaced_at_once(self, place: Place, leases: Leases) -> None:
        """Even before its parent has noticed, and long before its lease ends."""
        leases.seed("mow", {"lawn": NOON}, FAR)
        context = multiprocessing.get_context("spawn")
        mine, its = context.Pipe()
        owner = context.Process(target=take_and_stay, args=(place, its))
        owner.start()
        subject = mine.recv()
        while_alive = leases.take({"mow"}, FAR)
        owner.kill()
        assert owner.pid is not None
        os.waitid(os.P_PID, owner.pid, os.WEXITED | os.WNOWAIT)  # it ends, and nobody notices

        after = leases.take({"mow"}, FAR)

        owner.join()
        assert ("lawn", None) == (subject, while_alive)
        assert after is not None

    def test_many_takers_take_each_unit_once(self, place: Place, leases: Leases) -> None:
        """However they crowd."""
        subjects = [f"{number:02d}" for number in range(UNITS)]
        leases.seed("mow", dict.fromkeys(subjects, NOON), FAR)
        context = multiprocessing.get_context("spawn")
        pipes = [context.Pipe() for _ in range(TAKERS)]
        takers = [context.Process(target=take_all, args=(place, its)) for _, its in pipes]
        for taker in takers:
            taker.start()
        for mine, _ in pipes:
            mine.recv()
        for mine, _ in pipes:
            mine.send("go")
        taken = [mine.recv() for mine, _ in pipes]
        for taker in takers:
            taker.join()

        assert subjects == sorted(subject for each in taken for subject in each)
        assert [0] * TAKERS == [taker.exitcode for taker in takers]


def take_and_stay(place: Place, pipe: Pipe) -> None:
    """Take what is due, tell what it was, and stay until killed."""
    with closing(place.open()) as archive:
        pipe.send(_taken(Leases(archive)).work.subject)
        pipe.recv()


def take_all(place: Place, pipe: Pipe) -> None:
    """Take one unit after the other, with the others, and tell which."""
    subjects: list[str] = []
    with closing(place.open()) as archive:
        leases = Leases(archive)
        pipe.send("ready")
        pipe.recv()
        while (lease := leases.take({"mow"}, NOON)) is not None:
            subjects.append(lease.work.subject)
            leases.finish(lease, FAR)
        pipe.send(subjects)


def _put_off(archive: Archive, lease: Lease) -> None:
    """Write something, and commit it where the lease still holds."""
    with archive.writing() as connection:
        connection.execute(update(table).values(due_at=FAR))
        lease.check(connection)


def _taken(leases: Leases) -> Lease:
    lease = leases.take({"mow"}, NOON)
    assert lease is not None
    return lease


def _until(archive: Archive) -> datetime:
    with archive.reading() as connection:
        until: datetime | None = connection.scalar(select(table.c.until))
    assert until is not None
    return until


def _due(archive: Archive) -> set[datetime | None]:
    with archive.reading() as connection:
        return set(connection.scalars(select(table.c.due_at)))
