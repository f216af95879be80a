"""Gathering what holds in the city of an archive."""

from sqlalchemy import select

from archiver.archive import Archive
from archiver.catalogue.tables import reading
from retention_schedules.editions import adoptions, find_edition
from retention_schedules.law import Law, Reading
from retention_schedules.rules import RuleBook, load_rules
from retention_schedules.schedule import Schedule
from retention_schedules.settings import RetentionSettings
from retention_schedules.starter import floor_series, starter_schedule


def law_of(archive: Archive) -> Law:
    """Gather what holds in the city of this archive."""
    settings = archive.settings.section(RetentionSettings)
    adopted = {each.edition: find_edition(archive, each.edition) for each in adoptions(archive)}
    return Law(
        adopted=adopted,
        in_force=next(reversed(adopted.values()), None),
        readings=readings(archive),
        rules=rules_of(archive),
        settings=settings,
        zone=archive.settings.city.zone,
        removed_comment=floor_series("removed_comment"),
    )


def rules_of(archive: Archive) -> RuleBook:
    """Read the city's own rules, or the starter's where it has none."""
    own = archive.settings.section(RetentionSettings).rules
    return load_rules(archive.settings.resolve(own) if own else None)


def readings(archive: Archive) -> tuple[Reading, ...]:
    """Give every recorded act of reading, oldest first."""
    with archive.reading() as connection:
        rows = connection.execute(select(reading).order_by(reading.c.at, reading.c.leaf))
        return tuple(Reading(row.account, row.up_to, row.at, row.by) for row in rows)


def schedule_in_force(archive: Archive) -> Schedule:
    """Give the edition the city adopted last, or the starter, to propose from, where none is."""
    adopted = adoptions(archive)
    return find_edition(archive, adopted[-1].edition) if adopted else starter_schedule()
