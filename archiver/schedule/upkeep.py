"""The daily work on the archive itself: having the ledger stamped, and verifying a part of all."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

import msgspec

from archiver.alarms.kept import note_verification
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.civil_time import civil_date
from archiver.ledger.closing import close_ledger
from archiver.ledger.stamp_list import stamping_entry
from archiver.ledger.stamping import authorities, stamp_due
from archiver.progress import shown
from archiver.schedule.kinds import Outcome, WorkKind
from archiver.schedule.settings import ScheduleSettings
from archiver.verify.report import verified_entry
from archiver.verify.slices import Slice
from archiver.verify.whole import verify

ARCHIVE = "archive"
"""The subject of work that is about the archive as a whole."""

STAMP_AGAIN = timedelta(hours=1)
"""When an authority is asked again that gave no stamp."""

STAMP_AT = time(0, 10)
VERIFY_AT = time(2, 30)
"""By the city's clock, when little else is going on; a day is stamped once it is over."""


class Stamped(msgspec.Struct, frozen=True):
    """What came of a day's stamping."""

    stamps: tuple[object, ...]


def _when_stamped(archive: Archive) -> Mapping[str, datetime]:
    if not authorities(archive.settings):
        return {}
    return {ARCHIVE: archive.clock()}


def _always(archive: Archive) -> Mapping[str, datetime]:
    return {ARCHIVE: archive.clock()}


def stamp(archive: Archive, _subject: str, outside: Surroundings) -> Outcome:
    """Have every day that is over stamped by each authority."""
    close_ledger(archive, outside.progress.say)
    stampings = stamp_due(archive)
    failed = [each for each in stampings if each.error]
    entries = tuple(stamping_entry(each) for each in stampings)
    next_due = archive.clock() + STAMP_AGAIN if failed else _next(archive, STAMP_AT)
    said = [
        f"{each.authority}: {each.error.what if each.error else f'{each.size:,} leaves stamped'}"
        for each in stampings
    ]
    return Outcome(next_due, "; ".join(said) or None, clean=not failed, result=Stamped(entries))


def verify_part(archive: Archive, _subject: str, outside: Surroundings) -> Outcome:
    """Verify the part of the archive whose turn it is, so that all of it has been in its time."""
    days = archive.settings.section(ScheduleSettings).verify_days
    today = civil_date(archive.clock(), archive.settings.city.zone).toordinal()
    part = Slice(today % days + 1, days)
    with shown(outside.progress) as at:
        verified = verify(archive, part, at=at)
    problems = len(verified.findings.problems)
    note_verification(archive, part.number, part.of, problems)
    found = f"{problems:,} problems; run civickeep verify" if problems else "everything fits"
    return Outcome(
        next_due=_next(archive, VERIFY_AT),
        said=f"part {part.number} of {part.of}: {verified.findings.objects:,} objects, {found}",
        clean=not problems,
        result=verified_entry(verified),
    )


def _next(archive: Archive, at: time) -> datetime:
    """Give the next time that the city's clock shows this."""
    now, zone = archive.clock(), archive.settings.city.zone
    today = civil_date(now, zone)
    days = (today, today + timedelta(days=1))
    return next(then for day in days if (then := datetime.combine(day, at, tzinfo=zone)) > now)


STAMP_WORK = WorkKind(wanted=_when_stamped, do=stamp)
VERIFY_WORK = WorkKind(wanted=_always, do=verify_part)
