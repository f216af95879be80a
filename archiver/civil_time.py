"""Instants in UTC, civil dates in the city's zone, and the clock that is handed in.

Everything stored is UTC. Everything the law counts is a civil date, and a
timestamp is brought to the city's zone *before* its date is taken: 03:30 UTC
is still the evening before in Minnesota.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

Clock: TypeAlias = Callable[[], datetime]
"""Gives the present instant, aware and in UTC. Handed in, so that tests can play time."""


def system_clock() -> datetime:
    """Give the machine's time, in UTC."""
    return datetime.now(UTC)


def to_wire(instant: datetime) -> str:
    """Write an instant as ISO 8601 UTC with ``Z``; fractions of a second only where there are any.

    Raises ``ValueError`` for a naive datetime, which has no meaning here.
    """
    if instant.tzinfo is None:
        message = "an instant needs a time zone"
        raise ValueError(message)
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def from_wire(text: str) -> datetime:
    """Read an ISO 8601 instant in any spelling Python knows; without a zone it is UTC.

    Reads the Graph API's ``2021-07-09T19:09:52+0000`` as well. Raises
    ``ValueError`` where it is no date and time.
    """
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        return instant.replace(tzinfo=UTC)
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:  # before the year 1 or after 9999, once it is in UTC
        raise ValueError(str(error)) from None


def civil_date(instant: datetime, zone: ZoneInfo) -> date:
    """Give the calendar date an instant has in the city's zone."""
    return instant.astimezone(zone).date()
