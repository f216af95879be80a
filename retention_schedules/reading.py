"""Recording that a person has read what an account said."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from archiver.archive import Archive
from archiver.civil_time import from_wire, to_wire
from archiver.errors import WrongUsage
from archiver.events import ItemsRead


def record_reading(archive: Archive, up_to: str, *, account: str | None, by: str) -> datetime:
    """Record the act, and give the instant up to which it counts.

    A date means that whole day, or today as far as it has gone. Nobody has
    read the future: a later time raises ``WrongUsage``.
    """
    now = archive.clock()
    if not by.strip():
        raise WrongUsage("Reading is a person's act.", next_step="Name the person with --by.")
    instant = read_instant(up_to, archive.settings.city.zone, now)
    if instant > now:
        raise WrongUsage(
            f"{to_wire(instant)} has not come yet.",
            next_step="Give the time up to which the items really were read.",
        )
    archive.record(ItemsRead(at=now, by=by, up_to=instant, account=account))
    return instant


def read_instant(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Read a time, or a date as the end of that day in the city's zone but not after ``now``."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _time(text)
    start = datetime.combine(day, time(), zone)
    end = datetime.combine(day + timedelta(days=1), time(), zone)
    return now if start <= now < end else end


def _time(text: str) -> datetime:
    try:
        return from_wire(text)
    except ValueError:
        raise WrongUsage(
            f"{text!r} is no time.",
            next_step="Write it as 2026-11-22T21:30:00Z, or give a date such as 2026-11-22.",
        ) from None
