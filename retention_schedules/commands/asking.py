"""Which schedules, and which day, a command means when nobody names them."""

import os
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from archiver.console import CONFIG_KEY, current_settings, open_archive

if TYPE_CHECKING:
    from archiver.settings import Settings
    from retention_schedules.schedule import Schedule

HOME_ZONE = ZoneInfo("America/Chicago")
"""Minnesota's zone, for the pure rule where there are no settings to name another."""


def settings_if_any() -> "Settings | None":
    """Load the settings, or give ``None`` where nobody named a file and there is none."""
    from archiver.errors import ArchiveMissing
    from archiver.settings import CONFIG_VARIABLE

    try:
        return current_settings()
    except ArchiveMissing:
        if click.get_current_context().find_root().meta.get(CONFIG_KEY):
            raise
        if os.environ.get(CONFIG_VARIABLE):
            raise
        return None


def today() -> date:
    """Give today's civil date in the city's zone."""
    from archiver.civil_time import civil_date, system_clock

    settings = settings_if_any()
    return civil_date(system_clock(), settings.city.zone if settings else HOME_ZONE)


def schedules_to_ask(edition: str | None) -> "tuple[Schedule, ...]":
    """Choose the edition named; else the one in force, else the starter, then other periods."""
    from retention_schedules.starter import STARTER_EDITION, starter_names, starter_schedule

    if edition in starter_names():
        return (starter_schedule(edition),)
    others = tuple(starter_schedule(one) for one in starter_names() if one != STARTER_EDITION)
    if settings_if_any() is None:
        first = starter_schedule(STARTER_EDITION if edition is None else edition)
        return (first,) if edition else (first, *others)
    if edition is not None:
        return (_in_archive(edition),)
    return (_in_force(), *others)


def _in_archive(edition: str) -> "Schedule":
    from retention_schedules.editions import find_edition

    return find_edition(open_archive(), edition)


def _in_force() -> "Schedule":
    from retention_schedules.in_force import schedule_in_force

    return schedule_in_force(open_archive())
