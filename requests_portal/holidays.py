"""Legal holidays of Minnesota (Minn. Stat. 645.44, subd. 5), with the two a city chooses itself.

City closures that are not legal holidays (snow days, Christmas Eve) are not
here: they never extend a date the statute sets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from requests_portal.law_data import Dated, read_csv

SATURDAY = 5
SUNDAY = 6
ONE_DAY = timedelta(days=1)


class _Kind(StrEnum):
    FIXED = "fixed"
    NTH = "nth"


class _Moves(StrEnum):
    YES = "yes"
    NO = "no"


class Switch(StrEnum):
    """A holiday that each city decides on for itself."""

    INDIGENOUS_PEOPLES_DAY = "indigenous_peoples_day"
    FRIDAY_AFTER_THANKSGIVING = "friday_after_thanksgiving"


class Holiday(Dated, frozen=True):
    """One row of the statute's list.

    ``fixed`` is a month and a day, and where it ``moves`` it is kept on the
    Friday before a Saturday and the Monday after a Sunday; ``nth`` is the nth
    weekday (Monday is 0) of a month, the last where it is -1, plus ``offset`` days.
    """

    key: str
    name: str
    kind: _Kind
    month: int
    moves: _Moves
    day: int = 0
    weekday: int = 0
    nth: int = 0
    offset: int = 0
    switch: Switch | None = None

    def kept_on(self, year: int) -> date:
        """Give the day on which this year's holiday is kept; it can lie in the year before."""
        if self.kind is _Kind.NTH:
            return _nth_weekday(year, self) + timedelta(days=self.offset)
        day = date(year, self.month, self.day)
        if self.moves is _Moves.YES and day.weekday() == SATURDAY:
            return day - ONE_DAY
        if self.moves is _Moves.YES and day.weekday() == SUNDAY:
            return day + ONE_DAY
        return day


@dataclass(frozen=True, slots=True)
class Calendar:
    """The legal holidays of one city. Both switches are off unless its council turned them on.

    Off is the safe side: the day counts, and a date comes out earlier.
    """

    indigenous_peoples_day: bool = False
    friday_after_thanksgiving: bool = False

    def holiday(self, day: date) -> str | None:
        """Name the legal holiday kept on a day, or ``None``."""
        # New Year's Day can be kept on 31 December of the year before.
        years = (day.year, day.year + 1) if day.year < date.max.year else (day.year,)
        names = (
            row.name
            for year in years
            for row in self._rows()
            if row.kept_on(year) == day and row.in_force(_nominal(row, year))
        )
        return next(names, None)

    def is_business_day(self, day: date) -> bool:
        """Whether a day is neither Saturday nor Sunday nor legal holiday."""
        return self.left_out(day) is None

    def left_out(self, day: date) -> str | None:
        """Say why a day is not counted as a business day, or ``None`` where it is."""
        if day.weekday() == SATURDAY:
            return "Saturday"
        if day.weekday() == SUNDAY:
            return "Sunday"
        return self.holiday(day)

    def _rows(self) -> Iterator[Holiday]:
        on = {
            Switch.INDIGENOUS_PEOPLES_DAY: self.indigenous_peoples_day,
            Switch.FRIDAY_AFTER_THANKSGIVING: self.friday_after_thanksgiving,
        }
        return (row for row in holiday_rows() if row.switch is None or on[row.switch])


@cache
def holiday_rows() -> tuple[Holiday, ...]:
    """Read the statute's list, optional days included."""
    return read_csv("holidays.csv", Holiday)


def _nominal(row: Holiday, year: int) -> date:
    """Give the holiday's own date, before it moves: that decides whether the row is in force."""
    return date(year, row.month, row.day) if row.kind is _Kind.FIXED else row.kept_on(year)


def _nth_weekday(year: int, row: Holiday) -> date:
    if row.nth > 0:
        first = date(year, row.month, 1)
        ahead = (row.weekday - first.weekday()) % 7
        return first + timedelta(days=ahead + 7 * (row.nth - 1))
    next_month = date(year + row.month // 12, row.month % 12 + 1, 1)
    last = next_month - ONE_DAY
    return last - timedelta(days=(last.weekday() - row.weekday) % 7)
