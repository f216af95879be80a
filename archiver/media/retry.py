"""When a file that could not be had is asked for again, and when it is given up. Pure functions.

A capture that sees the item tries by itself, because it has a fresh link for
nothing. What is decided here is when an item is read for the sake of its file
alone, which costs a call.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

WAITS = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
    timedelta(days=2),
    timedelta(days=4),
    timedelta(days=7),
)
"""How long to wait after the first try, the second and so on; the last holds from then on.

A file host is out of order for hours; a video that is being made ready takes
as long; a link that is refused for a week is refused for good.
"""

GIVEN_UP_AFTER = timedelta(days=30)
"""Between the first try and the last."""


@dataclass(frozen=True, slots=True)
class Tries:
    """What was tried for one file: how often, from when to when, and whether there is any hope."""

    count: int
    first: datetime
    last: datetime
    lasting: bool = False

    @property
    def next(self) -> datetime | None:
        """When the item is read again for this file; None where it is given up."""
        if self.given_up:
            return None
        return self.last + WAITS[min(self.count, len(WAITS)) - 1]

    @property
    def given_up(self) -> bool:
        """Whether no further try is worth a call."""
        return self.lasting or self.last - self.first >= GIVEN_UP_AFTER


def tried(before: Tries | None, now: datetime, *, lasting: bool) -> Tries:
    """Add a try that failed.

    One that came before its time, because a capture saw the item anyway, does
    not put the next one off.
    """
    if before is None:
        return Tries(1, now, now, lasting)
    due = before.next
    if due is not None and now < due:
        return Tries(before.count, before.first, before.last, lasting)
    return Tries(before.count + 1, before.first, max(now, before.last), lasting)
