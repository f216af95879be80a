"""Whether an account is silent for longer than its own past suggests. Pure.

Whole working days are counted, so that nights, evenings and weekends are no
silence, nor are the days from Christmas to New Year; other holidays are too
few to reach the least that is told. A silent account is compared with its own
pauses: with the one that only one in twenty was longer than, which a single
long summer break does not move. Bursts of answers do not make the past look
busier than it was, because a day counts once however much is said on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from math import ceil
from zoneinfo import ZoneInfo

from archiver.civil_time import civil_date

FEW = 30
"""Days with something said; with fewer the past suggests nothing."""

USUAL = 0.95
"""The share of an account's pauses that are no longer than its usual longest one."""

TIMES = 3
"""How much longer than that a pause must be, counted from day to day: of pauses that come by
chance, one in some ten thousand is."""

_SATURDAY = 5
_CHRISTMAS_EVE, _NEW_YEAR = (12, 24), (1, 1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Silence:
    """A silence that is too long: the last day something was said, and working days since."""

    last: date
    days: int
    usual: int


def silence(
    active: Sequence[date], read_until: datetime, zone: ZoneInfo, least: int
) -> Silence | None:
    """Tell of a silence, where there is one; only days that were read to their end count.

    ``least`` is how many working days must have passed in silence at least.
    """
    if len(active) < FEW:
        return None
    pauses = sorted(_working_days_between(one, other) for one, other in pairwise(active))
    usual = pauses[ceil(USUAL * len(pauses)) - 1]
    days = _working_days_between(active[-1], civil_date(read_until, zone))
    if days < max(least, TIMES * (usual + 1) + 1):
        return None
    return Silence(active[-1], days, usual)


def _working_days_between(first: date, second: date) -> int:
    """Count the working days after the one day and before the other."""
    return sum(_works(first + _DAY * n) for n in range(1, (second - first).days))


@cache
def _works(day: date) -> bool:
    turn = (day.month, day.day) >= _CHRISTMAS_EVE or (day.month, day.day) == _NEW_YEAR
    return day.weekday() < _SATURDAY and not turn
