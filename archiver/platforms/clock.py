"""The time at which the page is shown: standing, or running faster than the wall clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class PlaybackClock:
    """Shows ``start``; with a ``speed``, that many times the seconds since ``started``.

    ``seconds`` is a monotonic clock, handed in so that tests can play it.
    """

    start: datetime
    speed: float
    seconds: Callable[[], float]
    started: float

    def now(self) -> datetime:
        """Give the instant at which the page is shown."""
        if not self.speed:
            return self.start
        return self.start + timedelta(seconds=(self.seconds() - self.started) * self.speed)

    def moved(self, instant: datetime) -> "PlaybackClock":
        """Give a clock that shows this instant now and goes on at the same speed."""
        return PlaybackClock(instant, self.speed, self.seconds, self.seconds())


def clock_from(start: datetime, speed: float, seconds: Callable[[], float]) -> PlaybackClock:
    """Make a clock that starts now."""
    return PlaybackClock(start, speed, seconds, seconds())
