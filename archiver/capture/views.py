"""Views of items: their fields read from the JSON that a platform sent, as far as possible.

A view is never the record: the exact bytes are (invariant 1).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from archiver.capture.sighting import Counts, Picture, Place
from archiver.catalogue.columns import keepable
from archiver.civil_time import from_wire
from archiver.items import Author, Link

Locate: TypeAlias = Callable[[Mapping[str, Any], Place | None], Place | None]
"""Says where an item stands, from its fields and the place of what it stands below; None where
it has no identity."""


@dataclass(frozen=True, slots=True)
class View:
    """The fields of one item, as one platform's JSON tells them.

    ``unknown`` names those that nobody asked for.
    """

    id: str | None
    author: Author | None
    created_at: datetime | None
    permalink: str | None
    text: str
    hidden: bool
    fingerprint: str
    pictures: tuple[Picture, ...]
    counts: Counts
    unknown: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()


def author_of(value: object) -> Author | None:
    """Read a person or page as they are named where they write."""
    if not isinstance(value, dict):
        return None
    return Author(id_of(value), text_of(value.get("name")) or None)


def id_of(value: object) -> str | None:
    """Give an id as text; the platform sometimes sends numbers."""
    identity = value.get("id") if isinstance(value, dict) else None
    if isinstance(identity, int) and not isinstance(identity, bool):
        return str(identity)
    return text_of(identity) or None


def time_of(value: object) -> datetime | None:
    """Read an instant as the Graph API writes it."""
    if not isinstance(value, str):
        return None
    try:
        return from_wire(value)
    except ValueError:
        return None


def text_of(value: object) -> str:
    """Give a text as the catalogue can hold it; the exact bytes are in the stored record."""
    return keepable(value) if isinstance(value, str) else ""


_LARGEST = 1 << 62
"""More than anybody counts, and what a catalogue can hold."""


def count_of(value: object) -> int | None:
    """Read one of the platform's counts; None where nobody can have counted that."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value < _LARGEST else None


def field_of(payload: object, *path: str) -> object:
    """Follow names into objects within objects; None where the way ends."""
    value = payload
    for name in path:
        if not isinstance(value, dict):
            return None
        value = value.get(name)
    return value
