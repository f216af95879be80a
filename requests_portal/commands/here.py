"""What the pure rules take from the settings where there are any."""

from typing import TYPE_CHECKING

import click

from archiver.console import CONFIG_KEY, current_settings

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from requests_portal.holidays import Calendar


def calendar_here(
    *, indigenous_peoples_day: bool | None, friday_after_thanksgiving: bool | None
) -> "tuple[ZoneInfo, Calendar]":
    """Give the city's zone and calendar; an option that was given beats the settings.

    Without an archive both optional holidays are off and the zone is Minnesota's.
    """
    from zoneinfo import ZoneInfo

    from archiver.errors import ArchiveMissing
    from archiver.settings import City
    from requests_portal.holidays import Calendar
    from requests_portal.settings import CalendarSettings

    try:
        settings = current_settings()
        zone, own = settings.city.zone, settings.section(CalendarSettings)
    except ArchiveMissing:
        if click.get_current_context().find_root().meta.get(CONFIG_KEY):
            raise  # a file that was asked for by name must be there
        zone, own = ZoneInfo(City(name="").time_zone), CalendarSettings()
    october, friday = indigenous_peoples_day, friday_after_thanksgiving
    return zone, Calendar(
        indigenous_peoples_day=own.indigenous_peoples_day if october is None else october,
        friday_after_thanksgiving=own.friday_after_thanksgiving if friday is None else friday,
    )
