"""What the retention schedule makes of the demonstration's items."""

from dataclasses import dataclass

from archiver.civil_time import civil_date, to_wire
from requests_portal.demo import city
from requests_portal.demo.played_archive import PlayedArchive
from retention_schedules.audit import Audit, audit
from retention_schedules.editions import adopt_edition
from retention_schedules.in_force import law_of
from retention_schedules.reading import record_reading
from retention_schedules.standing import standings
from retention_schedules.starter import STARTER_EDITION
from retention_schedules.sweep import Sweep, classify_by_person, sweep

COMPLAINTS = "administration/complaints-general"
POTHOLE = city.on_page("5117_701")


@dataclass(frozen=True, slots=True)
class Kept:
    """What the rules and people said of every item, and the audit."""

    sweep: Sweep
    audit: Audit


def adopt(played: PlayedArchive) -> None:
    """Adopt the starter schedule, as a city would after its council had."""
    adopt_edition(played.archive, STARTER_EDITION, by=city.CLERK)


def classify_all(played: PlayedArchive) -> Sweep:
    """Let the rules propose, then confirm one proposal as a person, and record that we read."""
    swept = sweep(played.archive, played.viewer, everything=False)
    classify_by_person(
        played.archive,
        (POTHOLE,),
        COMPLAINTS,
        by=city.CLERK,
        reason="A request for service; the crew filled the hole the same day.",
    )
    read_to = to_wire(played.platform.now)
    record_reading(played.archive, read_to, account=None, by=city.COMMUNICATIONS)
    return swept


def audit_all(played: PlayedArchive, swept: Sweep) -> Kept:
    """Audit every item as of the played day."""
    day = civil_date(played.platform.now, city.ZONE)
    items = standings(played.archive, played.viewer)
    return Kept(swept, audit(items, law_of(played.archive), day))
