"""Times and numbers in the words of an alarm."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def in_words(instant: datetime, zone: ZoneInfo) -> str:
    """Write an instant by the city's clock: ``2026-06-02 07:00 CDT``."""
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def day_in_words(day: date) -> str:
    """Write a day of the city: ``2026-06-02``."""
    return day.isoformat()


def counted(count: int, noun: str) -> str:
    """Count things: ``1 account``, ``2 accounts``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
