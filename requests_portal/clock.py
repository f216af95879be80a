"""When an answer is due: the counting rules of chapter 13, rules 1205 and § 645.15.

Pure: the day something happened and the city's calendar go in, the day it is
due and every day counted come out.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from itertools import count

from archiver.errors import WrongUsage
from requests_portal.errors import RuleNotInForce
from requests_portal.holidays import Calendar
from requests_portal.law_data import Dated, Mark, read_toml


class ClockKind(StrEnum):
    """What is waited for, as ``civickeep request clock --kind`` names it."""

    MEMBER = "member"
    SUBJECT = "subject"
    COLLECTION_NOTICE = "collection-notice"
    ACCURACY = "accuracy"
    APPEAL_TOLD = "appeal-told"
    APPEAL_UNTOLD = "appeal-untold"
    SIX_MONTH = "six-month"


class Unit(StrEnum):
    """How a period is counted."""

    BUSINESS_DAYS = "business_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"


class Period(Dated, frozen=True):
    """One period the law gives; ``amount`` is ``None`` where it names no number."""

    kind: ClockKind
    says: str
    amount: int | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A day that was passed over, and why."""

    date: date
    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due and how that was counted.

    ``counted`` are the days counted, the last being ``due``; the day it starts
    from is never one of them (§ 645.15). ``left_out`` are the days passed over.
    """

    kind: ClockKind
    start: date
    due: date | None
    counted: tuple[date, ...]
    left_out: tuple[LeftOut, ...]
    says: str
    citation: str
    mark: Mark


def due(kind: ClockKind, start: date, city: Calendar) -> Due:
    """Work out when something is due that began on ``start``, a date in the city's zone.

    Raises ``RuleNotInForce`` where the law gave no such period on that day,
    and ``WrongUsage`` where the period would end after the last year a date
    can have.
    """
    period = _period(kind, start)
    try:
        counted = tuple(_counted(period, start, city))
    except (OverflowError, ValueError):
        raise WrongUsage(
            f"The period from {start.isoformat()} ends beyond the calendar.",
            next_step="Give the year with four digits, as in 2026-04-06.",
        ) from None
    end = counted[-1] if counted else None
    return Due(
        kind=kind,
        start=start,
        due=end,
        counted=counted,
        left_out=_left_out(start, counted, city),
        says=period.says,
        citation=period.citation,
        mark=period.mark,
    )


def add_business_days(start: date, days: int, city: Calendar) -> date:
    """Give the day on which so many business days have passed; ``start`` is day 0."""
    return (start, *_business_days(start, days, city))[-1]


@cache
def periods() -> tuple[Period, ...]:
    """Read the periods the law gives."""
    return read_toml("clocks.toml", "period", Period)


def _period(kind: ClockKind, start: date) -> Period:
    rows = [row for row in periods() if row.kind is kind]
    for row in rows:
        if row.in_force(start):
            return row
    raise RuleNotInForce(
        f"{rows[0].citation} gave no such period on {start.isoformat()}; "
        f"it is in force from {rows[0].effective_from}.",
        next_step="Check the date, or treat this as having no such period.",
    )


def _counted(period: Period, start: date, city: Calendar) -> Iterator[date]:
    match period.unit, period.amount:
        case Unit.BUSINESS_DAYS, int(days):
            return _business_days(start, days, city)
        case Unit.CALENDAR_DAYS, int(days):
            return _calendar_days(start, days, city)
        case Unit.MONTHS, int(months):
            return _month_days(start, months)
        case _:
            return iter(())


def _business_days(start: date, days: int, city: Calendar) -> Iterator[date]:
    """Count days that are neither weekend nor holiday.

    The start is never moved first: from a Saturday, day 1 is the next business day.
    """
    ahead = (start + timedelta(days=step) for step in count(1))
    business = (day for day in ahead if city.is_business_day(day))
    return (next(business) for _ in range(days))


def _calendar_days(start: date, days: int, city: Calendar) -> Iterator[date]:
    """Count every day, but leave out a last day that is a weekend or holiday (§ 645.15)."""
    for step in range(1, days):
        yield start + timedelta(days=step)
    yield from _business_days(start + timedelta(days=days - 1), 1, city)


def _month_days(start: date, months: int) -> Iterator[date]:
    """Count the days up to the same day number, or the month's last day where it has none.

    A last day is not moved here: the period is one in which the city *need
    not* act, so the earlier end is the safe one.
    """
    end = add_months(start, months)
    return (start + timedelta(days=step) for step in range(1, (end - start).days + 1))


def add_months(start: date, months: int) -> date:
    """Give the same day number so many months on, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _left_out(start: date, counted: tuple[date, ...], city: Calendar) -> tuple[LeftOut, ...]:
    if not counted:
        return ()
    passed = {start + timedelta(days=step) for step in range(1, (counted[-1] - start).days + 1)}
    return tuple(
        LeftOut(day, why)
        for day in sorted(passed - set(counted))
        if (why := city.left_out(day)) is not None
    )
