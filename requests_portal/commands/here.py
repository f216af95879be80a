"""What the pure rules take from the settings where there are any."""

from typing import TYPE_CHECKING

import click

from archiver.console import CONFIG_KEY, current_settings

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from archiver.settings import Settings
    from requests_portal.holidays import Calendar
    from requests_portal.settings import RequestSettings


def calendar_here(
    *, indigenous_peoples_day: bool | None, friday_after_thanksgiving: bool | None
) -> "tuple[ZoneInfo, Calendar]":
    """Give the city's zone and calendar; an option that was given beats the settings.

    Without an archive both optional holidays are off and the zone is Minnesota's.
    """
    from zoneinfo import ZoneInfo

    from archiver.settings import City
    from requests_portal.holidays import Calendar
    from requests_portal.settings import CalendarSettings

    settings = _settings_here()
    if settings is None:
        zone, own = ZoneInfo(City(name="").time_zone), CalendarSettings()
    else:
        zone, own = settings.city.zone, settings.section(CalendarSettings)
    october, friday = indigenous_peoples_day, friday_after_thanksgiving
    return zone, Calendar(
        indigenous_peoples_day=own.indigenous_peoples_day if october is None else october,
        friday_after_thanksgiving=own.friday_after_thanksgiving if friday is None else friday,
    )


def rates_here() -> "RequestSettings":
    """Give the city's rates; without an archive, the defaults."""
    from requests_portal.settings import RequestSettings

    settings = _settings_here()
    return RequestSettings() if settings is None else settings.section(RequestSettings)


def _settings_here() -> "Settings | None":
    """Load the settings, or give ``None`` where there are none and none were named."""
    from archiver.errors import ArchiveMissing

    try:
        return current_settings()
    except ArchiveMissing:
        if click.get_current_context().find_root().meta.get(CONFIG_KEY):
            raise  # a file that was asked for by name must be there
        return None
