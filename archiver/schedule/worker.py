"""Doing what is due: one code path for cron, for a worker and for everything in one process."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.errors import CivickeepError
from archiver.leases.errors import LeaseLost
from archiver.leases.holding import held, let_go
from archiver.leases.lease import Lease, Work
from archiver.leases.table import Leases
from archiver.ledger.closing import close_ledger
from archiver.schedule.kinds import Outcome, WorkKind

PUT_OFF = timedelta(minutes=10)
"""When work is tried again that could not be done at all."""

LOOK_AGAIN = timedelta(seconds=30)
"""The longest pause before a worker looks whether anything new is due."""

Stopped = Callable[[], bool]
"""Whether somebody asked the worker to stop."""

Pause = Callable[[float], None]
"""Waits so many seconds, or less where somebody asks to stop."""


@dataclass(frozen=True, slots=True)
class Done:
    """A unit of work that was taken, and what came of it: an outcome or an error."""

    work: Work
    outcome: Outcome | None = None
    error: CivickeepError | None = None

    @property
    def clean(self) -> bool:
        """Whether nobody needs to look."""
        return self.outcome is not None and self.outcome.clean


@dataclass(frozen=True, slots=True)
class Worker:
    """Takes due work of some kinds, one unit after the other, each under its lease."""

    archive: Archive
    kinds: Mapping[str, WorkKind]
    outside: Surroundings
    leases: Leases

    def seed(self) -> None:
        """Bring the table of due work up to date with what there is to do."""
        for name, kind in self.kinds.items():
            farthest = self.archive.clock() + kind.farthest
            self.leases.seed(name, kind.wanted(self.archive), farthest)

    def work_off(self, stopped: Stopped) -> Iterator[Done]:
        """Do everything that is due now; what becomes due meanwhile is left."""
        self.seed()
        now = self.archive.clock()
        while not stopped() and (lease := self.leases.take(self.kinds, now)) is not None:
            yield self._do(lease)

    def work_on(self, stopped: Stopped, pause: Pause) -> Iterator[Done]:
        """Do what is due, for ever: until somebody asks to stop."""
        while not stopped():
            yield from self.work_off(stopped)
            if not stopped():
                pause(self._until_next().total_seconds())

    def _until_next(self) -> timedelta:
        due = self.leases.next_due(self.kinds)
        if due is None:
            return LOOK_AGAIN
        return min(max(due - self.archive.clock(), timedelta(0)), LOOK_AGAIN)

    def _do(self, lease: Lease) -> Done:
        """Do one unit; what goes wrong with it stops no other one."""
        try:
            with held(self.leases, lease):
                outcome = self._handle(lease)
            self.leases.finish(lease, outcome.next_due)
        except LeaseLost as error:
            return Done(lease.work, error=error)
        except CivickeepError as error:
            self._put_off(lease)
            return Done(lease.work, error=error)
        except Exception:
            # A fault of ours: it ends this process, but must not be the first to be met again.
            self._put_off(lease)
            raise
        except BaseException:
            let_go(self.leases, lease)  # somebody stopped us; it is as due as before
            raise
        return Done(lease.work, outcome)

    def _handle(self, lease: Lease) -> Outcome:
        archive = self.archive.fenced(lease.check)
        outcome = self.kinds[lease.work.kind].do(archive, lease.work.subject, self.outside)
        if archive.recorded:
            close_ledger(archive, self.outside.progress.say)
        return outcome

    def _put_off(self, lease: Lease) -> None:
        later: datetime = self.archive.clock() + PUT_OFF
        try:
            self.leases.finish(lease, later)
        except LeaseLost:
            return  # the other process says when it is due
