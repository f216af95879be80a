"""Taking values of a known type out of JSON of any shape."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from archiver.catalogue.columns import keepable

_LATEST = 253_402_300_799
"""The last second of the year 9999, beyond which no datetime goes."""


def text_of(value: object) -> str:
    """Give a text as the catalogue can hold it; nothing where it is none."""
    return keepable(value) if isinstance(value, str) else ""


def id_of(value: object) -> str | None:
    """Give an id as text, whether it came as text or as a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text_of(value) or None


def instant_of(value: object) -> datetime | None:
    """Read a count of seconds since 1970; None for what is none, and for 0, which says unknown."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= _LATEST:
        return None
    return datetime.fromtimestamp(value, UTC)


def mapping_of(value: object) -> Mapping[str, Any]:
    """Give an object as it is; nothing for everything else."""
    return value if isinstance(value, dict) else {}


def list_of(value: object) -> list[Mapping[str, Any]]:
    """Give the objects in a list; nothing for everything else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
