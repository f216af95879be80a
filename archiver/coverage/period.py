"""The period somebody asks about, as typed."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from archiver.civil_time import from_wire
from archiver.coverage.ledger import Span
from archiver.errors import WrongUsage

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_period(
    since: str | None, until: str | None, zone: ZoneInfo, first: datetime, now: datetime
) -> Span:
    """Read ``--from`` and ``--to``; what is not given reaches from ``first`` to ``now``.

    A date is a day of the city's zone and is meant whole: ``--to`` a day
    includes it. Raises ``WrongUsage`` where one cannot be read or the period
    ends before it begins.
    """
    start = first if since is None else _read(since, zone, timedelta())
    end = now if until is None else _read(until, zone, timedelta(days=1))
    if end < start and since is not None:
        raise WrongUsage(
            "The period ends before it begins.",
            next_step="Give --from an earlier time than --to, which is now where it is not given.",
        )
    return Span(start, end)


def _read(text: str, zone: ZoneInfo, whole_day: timedelta) -> datetime:
    try:
        if _DATE.fullmatch(text):
            day = date.fromisoformat(text) + whole_day
            return datetime.combine(day, time(), zone).astimezone(UTC)
        return from_wire(text)
    except (ValueError, OverflowError):
        raise WrongUsage(
            f"{text!r} is neither a date nor a time.",
            next_step="Write it as 2026-04-06 or as 2026-04-06T15:30:00Z.",
        ) from None
