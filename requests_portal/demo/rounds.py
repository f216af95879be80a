"""The archive's own worker on the played clock: it looks when the schedule says, as on a server."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from archiver.capture.harvest import HARVEST
from archiver.leases.table import Leases
from archiver.platforms.herald import Herald
from archiver.schedule.kinds import work_kinds
from archiver.schedule.worker import Worker
from archiver.webhooks.keeping import LOOK
from requests_portal.demo import notices
from requests_portal.demo.played_archive import PlayedArchive

KINDS = (HARVEST, LOOK)

SETTINGS = """
[schedule]
hot_minutes = 240
warm_minutes = 1440
stories_minutes = 240

[coverage]
interval = 240
"""
"""The demonstration looks less often than the ten minutes of a real archive, to last seconds."""


@dataclass(slots=True)
class Rounds:
    """Does what becomes due while the played time passes; with notices on, when they come too."""

    played: PlayedArchive
    worker: Worker
    herald: Herald | None = field(default=None)

    def listen(self) -> None:
        """Let the platform tell what happens from now on."""
        self.herald = notices.switch_on(self.played.archive, self.played.platform)

    def until(self, instant: datetime) -> None:
        """Let time pass until then, and do whatever becomes due on the way."""
        end = instant.astimezone(UTC)
        while (then := self._next()) is not None and then <= end:
            self._go_to(then)
        self.played.platform.set_time(end)

    def _go_to(self, then: datetime) -> None:
        self.played.platform.set_time(then)
        if self.herald is not None:
            self.herald.tell()
        for done in self.worker.work_off(lambda: False):
            if done.error is not None:
                raise done.error

    def _next(self) -> datetime | None:
        """Give when something is due next or, with notices on, happens next."""
        now = self.played.platform.now
        due = self.worker.leases.next_due(KINDS)
        times = [max(due, now)] if due is not None else []
        if self.herald is not None:
            entries = self.played.platform.timeline.entries
            times += [entry.at for entry in entries if entry.at > now][:1]
        return min(times, default=None)


def begin_rounds(played: PlayedArchive) -> Rounds:
    """Start the worker, which looks at once at every account that was never visited."""
    outside = played.surroundings()
    worker = Worker(played.archive, work_kinds(KINDS), outside, Leases(played.archive))
    for done in worker.work_off(lambda: False):
        if done.error is not None:
            raise done.error
    return Rounds(played, worker)
