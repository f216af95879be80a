"""How dates, numbers and kinds are written in a letter and beside a record."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from archiver.data_requests import DataClass
from archiver.items import Platform
from requests_portal.response.draft import Part

PLATFORMS = {Platform.FACEBOOK: "Facebook", Platform.INSTAGRAM: "Instagram"}
PARTS = {
    Part.ITEM: ("Whole item", "Whole items"),
    Part.WORDING: ("Earlier or later wording of an item", "Earlier or later wordings of items"),
    Part.PASSAGE: ("Passage of text", "Passages of text"),
    Part.AUTHOR: ("Name of the author", "Names of authors"),
    Part.PICTURE: ("Photo or file", "Photos or files"),
    Part.LINK: ("Shared link", "Shared links"),
}
CLASSES = {
    DataClass.PUBLIC: "public",
    DataClass.PRIVATE: "private data on individuals",
    DataClass.CONFIDENTIAL: "confidential data on individuals",
    DataClass.NONPUBLIC: "nonpublic data",
    DataClass.PROTECTED_NONPUBLIC: "protected nonpublic data",
}


def long_date(day: date) -> str:
    """Write a date as in a letter: ``March 3, 2026``."""
    return f"{day:%B} {day.day}, {day.year}"


def local_time(instant: datetime, zone: ZoneInfo) -> str:
    """Write an instant in the city's zone, by name: ``Jul 9, 2021, 2:09:52 PM CDT``."""
    local = instant.astimezone(zone)
    hour = local.hour % 12 or 12
    day = f"{local:%b} {local.day}, {local.year}"
    return f"{day}, {hour}:{local:%M:%S} {'AM' if local.hour < 12 else 'PM'} {local:%Z}"  # noqa: PLR2004 - noon


def both_times(instant: datetime, zone: ZoneInfo) -> str:
    """Write an instant in the city's zone and in UTC, which is what is stored."""
    return f"{local_time(instant, zone)} ({utc_time(instant)})"


def utc_time(instant: datetime) -> str:
    """Write an instant in UTC, to the second: ``2021-07-09 19:09:52 UTC``."""
    return f"{instant.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def several(number: int, one: str, more: str | None = None) -> str:
    """Write a number with its noun: ``1 item``, ``2,500 items``."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"
