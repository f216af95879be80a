"""Doing what is due, one unit after the other."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.catalogue.lease_tables import lease as table
from archiver.errors import StoreFull
from archiver.leases.errors import LeaseLost
from archiver.leases.lease import Work
from archiver.leases.table import Leases
from archiver.progress import Lines
from archiver.schedule.done_list import done_entry, done_line
from archiver.schedule.kinds import Outcome, WorkKind
from archiver.schedule.stopping import Stopping
from archiver.schedule.worker import LOOK_AGAIN, PUT_OFF, Done, Worker
from tests.archiver.quillback import PlayedClock

HOUR = timedelta(hours=1)
Do = Callable[[Archive, str], datetime]


class Garden:
    """Work whose doing a test decides: which subjects there are, and what happens with each."""

    def __init__(self, archive: Archive, clock: PlayedClock) -> None:
        self.since = clock.now
        self.subjects = ["lawn", "hedge"]
        self.done: list[str] = []
        self.do: Do = lambda archive, _subject: archive.clock() + HOUR
        kind = WorkKind(lambda _: dict.fromkeys(self.subjects, self.since), self._do)
        outside = Surroundings({}, lambda _: None, Lines(lambda _: None))
        self.worker = Worker(archive, {"mow": kind}, outside, Leases(archive))

    def _do(self, archive: Archive, subject: str, _outside: Surroundings) -> Outcome:
        self.done.append(subject)
        return Outcome(self.do(archive, subject), f"{subject} is mown")

    def work_off(self) -> list[Done]:
        """Do all that is due."""
        return list(self.worker.work_off(_never))


def _never() -> bool:
    return False


@pytest.fixture
def garden(archive: Archive, clock: PlayedClock) -> Garden:
    """Lay out a garden."""
    return Garden(archive, clock)


def test_everything_due_is_done_once(garden: Garden) -> None:
    """And is not due again until it said so."""
    first = garden.work_off()
    second = garden.work_off()

    assert ["mow hedge: hedge is mown", "mow lawn: lawn is mown"] == [*map(done_line, first)]
    assert [] == second
    assert all(done.clean for done in first)


def test_what_becomes_due_meanwhile_is_left(garden: Garden) -> None:
    """A run from cron comes to an end, however fast things become due."""
    garden.do = lambda archive, _subject: archive.clock()

    garden.work_off()

    assert ["hedge", "lawn"] == garden.done


def test_what_is_due_again_at_once_is_done_again(garden: Garden) -> None:
    """As an account of which two tiers are due, after whatever has waited longer."""
    garden.do = lambda archive, _subject: (
        garden.since if garden.done.count("hedge") < 3 else archive.clock()
    )

    garden.work_off()

    assert 3 == garden.done.count("hedge")


def test_an_account_that_is_new_is_done_and_one_that_is_gone_is_not(
    garden: Garden, clock: PlayedClock
) -> None:
    """Without anybody planning it."""
    garden.work_off()
    garden.subjects = ["hedge", "meadow"]
    garden.done.clear()
    clock.now += 2 * HOUR

    garden.work_off()

    assert ["meadow", "hedge"] == garden.done


def test_one_failure_stops_nothing_else(garden: Garden, archive: Archive) -> None:
    """What failed is tried again a while later."""

    def fail(archive: Archive, subject: str) -> datetime:
        if subject == "hedge":
            raise StoreFull("The shed is full.", next_step="Empty it.")
        return archive.clock() + HOUR

    garden.do = fail

    failed, done = garden.work_off()

    assert "mow hedge: The shed is full. Empty it." == done_line(failed)
    assert (False, True) == (failed.clean, done.clean)
    assert PUT_OFF - timedelta(minutes=1) < _due(archive, "hedge") - garden.since


def test_a_fault_of_ours_ends_the_worker_and_is_put_off(garden: Garden, archive: Archive) -> None:
    """So that the next process begins with something else."""

    def fail(_archive: Archive, _subject: str) -> datetime:
        raise ZeroDivisionError

    garden.do = fail
    with pytest.raises(ZeroDivisionError):
        garden.work_off()

    assert _due(archive, "hedge") > garden.since + PUT_OFF
    assert Leases(archive).claim(Work("mow", "hedge")) is not None


def test_whoever_stops_it_at_once_loses_nothing(garden: Garden, archive: Archive) -> None:
    """The unit at hand is free again and as due as it was."""

    def interrupt(_archive: Archive, _subject: str) -> datetime:
        raise KeyboardInterrupt

    garden.do = interrupt
    with pytest.raises(KeyboardInterrupt):
        garden.work_off()

    garden.do = lambda archive, _subject: archive.clock() + HOUR
    assert 2 == len(garden.work_off())
    assert _due(archive, "hedge") > garden.since


def test_work_that_was_taken_over_commits_nothing(garden: Garden, archive: Archive) -> None:
    """And does not say when it is due: the other process does."""

    def be_slow(fenced: Archive, _subject: str) -> datetime:
        with archive.writing() as connection:
            connection.execute(update(table).values(fence=table.c.fence + 1, due_at=None))
        with fenced.writing() as connection:
            connection.execute(update(table).values(due_at=garden.since))
        return fenced.clock()

    garden.do = be_slow

    (done,) = garden.work_off()

    assert isinstance(done.error, LeaseLost)
    assert _due_at(archive, "hedge") is None


def test_a_worker_ends_after_the_unit_at_hand(garden: Garden) -> None:
    """Where somebody asks it to stop meanwhile."""
    stopping = Stopping()

    def mow(archive: Archive, _subject: str) -> datetime:
        stopping.ask()
        return archive.clock() + HOUR

    garden.do = mow

    done = list(garden.worker.work_on(stopping.asked, stopping.pause))

    assert [True] == [each.clean for each in done]


def test_a_worker_waits_until_something_is_due(garden: Garden, clock: PlayedClock) -> None:
    """But looks for what is new every now and then."""
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        clock.now += timedelta(seconds=seconds)

    garden.do = lambda archive, _subject: archive.clock() + timedelta(seconds=45)

    units = garden.worker.work_on(_never, pause)
    done = [next(units) for _ in range(4)]

    assert ["hedge", "lawn", "hedge", "lawn"] == [each.work.subject for each in done]
    assert LOOK_AGAIN.total_seconds() == waited[0]
    assert 0 < sum(waited) <= 45


def test_nothing_to_do_is_looked_for_again(garden: Garden) -> None:
    """An archive without accounts may get one."""
    garden.subjects = []
    stopping = Stopping()
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        stopping.ask()

    assert [] == list(garden.worker.work_on(stopping.asked, pause))
    assert [LOOK_AGAIN.total_seconds()] == waited


def test_what_was_done_is_told_in_the_promised_shape(garden: Garden) -> None:
    """For programs."""
    entry = done_entry(garden.work_off()[0])

    assert ("mow", "hedge", True, "hedge is mown") == (
        entry.kind,
        entry.subject,
        entry.clean,
        entry.said,
    )
    assert (entry.next_due or "").endswith("Z")


def test_asking_twice_stops_at_once() -> None:
    """And a pause ends when somebody asks."""
    stopping = Stopping()
    stopping.ask()
    stopping.pause(600)

    assert stopping.asked()
    with pytest.raises(KeyboardInterrupt):
        stopping.ask()


def _due_at(archive: Archive, subject: str) -> datetime | None:
    with archive.reading() as connection:
        at: datetime | None = connection.scalar(
            select(table.c.due_at).where(table.c.subject == subject)
        )
    return at


def _due(archive: Archive, subject: str) -> datetime:
    at = _due_at(archive, subject)
    assert at is not None
    return at
