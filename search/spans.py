"""Stretches of the city's own calendar, without a zone until they are complete."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the city's wall clock, without a zone; ``end`` is exclusive."""

    start: datetime
    end: datetime


def to_utc(local: datetime, zone: ZoneInfo) -> datetime:
    """Bring a wall-clock time of the city to UTC."""
    return local.replace(tzinfo=zone).astimezone(UTC)


def days(first: date, last: date) -> Span:
    """Make the stretch from the beginning of ``first`` to the end of ``last``."""
    return Span(
        datetime.combine(first, time.min), datetime.combine(last + timedelta(days=1), time.min)
    )
