"""Taking a request in: its dates, and what the requester is told at once."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import msgspec
from sqlalchemy.exc import IntegrityError

from archiver.archive import Archive
from archiver.catalogue.request_rows import newest_request, read_request
from archiver.civil_time import civil_date
from archiver.data_requests import DataRequest, Requester, Track, Wanted
from archiver.errors import CatalogueBusy
from archiver.request_events import RequestOpened
from requests_portal.clock import ClockKind, add_business_days, due
from requests_portal.errors import RequestUnknown
from requests_portal.holidays import Calendar
from requests_portal.law_data import STATED_AS_LAW, Dated, read_toml
from requests_portal.settings import CalendarSettings, RequestSettings

TRIES = 5
"""How often a number is drawn again where somebody else took it at the same moment."""


NOT_SAID = Requester()
"""Nothing about the person who asks."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What is known when a request comes in. Only the track is needed; nobody must give a name."""

    track: Track
    received_at: datetime
    text: str
    by: str
    wanted: Wanted = Wanted.BOTH
    requester: Requester = NOT_SAID


class Notice(Dated, frozen=True):
    """Something a requester is told when a request comes in.

    ``track`` is ``None`` where it is told to everybody; ``law`` says whether it
    is told as the law, which only what was read ever is.
    """

    key: str
    text: str
    track: Track | None = None

    @property
    def law(self) -> bool:
        """Whether this may be told as the law."""
        return self.mark in STATED_AS_LAW


def open_request(archive: Archive, intake: Intake) -> DataRequest:
    """Enter a request under the next number of the year the city received it in."""
    received_on = civil_date(intake.received_at, archive.settings.city.zone)
    dates = request_dates(
        intake.track,
        received_on,
        city_calendar(archive),
        archive.settings.section(RequestSettings).member_target_days,
    )
    for _ in range(TRIES):
        number = _next_number(archive, received_on.year)
        event = RequestOpened(
            at=archive.clock(),
            by=intake.by,
            request=number,
            track=intake.track,
            wanted=intake.wanted,
            received_at=intake.received_at,
            received_on=received_on,
            text=intake.text,
            requester=intake.requester,
            statutory_due=dates.statutory_due,
            city_target=dates.city_target,
        )
        try:
            archive.record(event)
        except IntegrityError:
            continue  # somebody else opened a request under this number; draw again
        return get_request(archive, number)
    raise CatalogueBusy(
        "Others are opening requests at this moment.", next_step="Run the same command again."
    )


@dataclass(frozen=True, slots=True)
class RequestDates:
    """When a request is due by statute, and by the city's own target; either can be none."""

    statutory_due: date | None
    city_target: date | None


def request_dates(
    track: Track, received_on: date, city: Calendar, target_days: int | None
) -> RequestDates:
    """Work out a request's dates; the city's target is only ever for the public's requests."""
    if track is Track.SUBJECT:
        return RequestDates(due(ClockKind.SUBJECT, received_on, city).due, None)
    target = None if target_days is None else add_business_days(received_on, target_days, city)
    return RequestDates(due(ClockKind.MEMBER, received_on, city).due, target)


def notices_for(track: Track, on: date) -> tuple[Notice, ...]:
    """Give what a requester on this track is told on a day."""
    return tuple(
        notice for notice in all_notices() if notice.track in {None, track} and notice.in_force(on)
    )


def city_calendar(archive: Archive) -> Calendar:
    """Give the legal holidays this city keeps."""
    own = archive.settings.section(CalendarSettings)
    return Calendar(own.indigenous_peoples_day, own.friday_after_thanksgiving)


def get_request(archive: Archive, number: str) -> DataRequest:
    """Find a request; raises ``RequestUnknown``."""
    with archive.reading() as connection:
        found = read_request(connection, number)
    if found is None:
        raise RequestUnknown(
            f"There is no request {number}.", next_step="civickeep request log lists them all."
        )
    return found


@cache
def all_notices() -> tuple[Notice, ...]:
    """Read every notice."""
    return read_toml("notices.toml", "notice", Notice)


def _next_number(archive: Archive, year: int) -> str:
    prefix = f"R-{year:04d}-"
    with archive.reading() as connection:
        newest = newest_request(connection, prefix)
    count = 0 if newest is None else int(newest.removeprefix(prefix))
    return f"{prefix}{count + 1:04d}"


class NoticeEntry(msgspec.Struct, frozen=True):
    """A notice as JSON gives it."""

    what: str
    text: str
    citation: str
    mark: str


def notice_entries(notices: tuple[Notice, ...]) -> tuple[NoticeEntry, ...]:
    """Give notices the shape they have in JSON."""
    return tuple(
        NoticeEntry(notice.key, notice.text, notice.citation, notice.mark.value)
        for notice in notices
    )
