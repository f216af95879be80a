"""A record series: one row of a retention schedule, as the schedule prints it."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

NO_SECTION = "no-section"
"""Stands in a key where the schedule's section was not read."""


class Trigger(StrEnum):
    """The event a period is counted from.

    ``unstated``: the schedule prints a bare number and the event it counts
    from was not readable. ``other_event``: a named event this list has no word
    for; the row's ``retention_text`` says which.
    """

    UNSTATED = "unstated"
    CREATION = "creation"
    RECEIPT = "receipt"
    READ = "read"
    ACTION_COMPLETED = "action_completed"
    SUPERSEDED = "superseded"
    MINUTES_APPROVED = "minutes_approved"
    VOLUNTEER_PERIOD_ENDS = "volunteer_period_ends"
    MEETING_DATE = "meeting_date"
    CONTRACT_SIGNED = "contract_signed"
    ELECTION_DATE = "election_date"
    RECORDING_DATE = "recording_date"
    LICENSE_EXPIRES = "license_expires"
    OTHER_EVENT = "other_event"


class Authority(StrEnum):
    """What gives a period its force. A bill has none: such rows are for tests, never offered."""

    SCHEDULE = "schedule"
    STATUTE = "statute"
    RULE = "rule"
    CITY_POLICY = "city_policy"
    BILL = "bill_not_law"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of keeping in whole calendar units; all zero means that the event itself ends it."""

    years: int = 0
    months: int = 0
    days: int = 0

    @property
    def is_zero(self) -> bool:
        """Whether nothing is added to the event."""
        return not (self.years or self.months or self.days)


@dataclass(frozen=True, slots=True)
class RecordSeries:
    """One row of a schedule. ``None`` in a field means "not read", never "none".

    ``key`` is our own stable name, made of section and title; ``code`` is the
    schedule's and never made up. A permanent row has neither trigger nor
    period; a row whose period could not be read has ``period`` ``None`` and
    nothing under it is ever eligible. ``until`` is a further event that also
    has to happen: the later of the two counts. ``line`` is the row's line in
    its file.
    """

    key: str
    code: str | None
    section: str | None
    title: str
    summary: str
    retention_text: str
    trigger: Trigger | None
    period: Period | None
    permanent: bool
    until: str | None
    archival: str | None
    classification: str | None
    statute: str | None
    source: str
    authority: Authority
    line: int

    @property
    def waits_for(self) -> str | None:
        """The event named by ``until``, where it is another one than the trigger."""
        return None if self.until == self.trigger else self.until

    @property
    def name(self) -> str:
        """How a person names it: code, if any, and title."""
        return f"{self.code} {self.title}" if self.code else self.title


def slug(text: str) -> str:
    """Make a part of a key: ``Complaints - General`` becomes ``complaints-general``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def series_key(section: str | None, title: str) -> str:
    """Name a series for good, whether or not the schedule gave it a code."""
    return f"{slug(section or '') or NO_SECTION}/{slug(title)}"
