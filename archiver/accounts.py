"""An official profile on a platform, and who answers for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archiver.items import Platform
from archiver.surfaces import Surface


class Ownership(StrEnum):
    """Whose account it is.

    Archiving a personal account makes the copy city data (Minn. Stat. 13.02,
    subd. 7: all data a city collects), so that is asked before it is added.
    """

    CITY_OFFICIAL = "city_official"
    OFFICIAL_PERSONAL = "official_personal"
    MIXED_REVIEW = "mixed_review"


class Health(StrEnum):
    """What the latest visit to the account says about it."""

    NEVER_READ = "never_read"
    OK = "ok"
    PARTIAL = "partial"
    FAILING = "failing"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Account:
    """An official profile on a platform.

    ``key`` is how commands name it: ``facebook/123``. ``token_env`` names the
    environment variable that holds the token; the token itself is never kept
    here. ``api_url`` is set where the account is read from somewhere else than
    the platform's own address, such as a playback server. ``surfaces_off`` are
    not read, by decision; everything else is.
    """

    key: str
    platform: Platform
    id: str
    name: str | None
    department: str | None
    authorized_by: str | None
    ownership: Ownership
    token_env: str
    api_url: str | None
    opened_at: datetime
    closed_at: datetime | None
    close_reason: str | None
    surfaces_off: tuple[Surface, ...] = ()


def account_key(platform: Platform, platform_id: str) -> str:
    """Name an account the way commands and object paths do."""
    return f"{platform}/{platform_id}"
