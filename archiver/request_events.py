"""The acts of the people at the request desk, each kept as an object of its own.

A request and its log are public data (the requester's own words and contact
included, unless a law says otherwise), so they stand in the event; the text
of an item never does: what was taken out is told by positions alone.
"""

from datetime import date, datetime

import msgspec

from archiver.data_requests import (
    Action,
    Element,
    Ground,
    Outcome,
    Requester,
    Span,
    Track,
    Wanted,
)
from archiver.events import Event
from archiver.items import ItemRef


class RequestOpened(Event, frozen=True, tag="request_opened"):
    """The city received a request; ``at`` is when it was entered here."""

    request: str
    track: Track
    wanted: Wanted
    received_at: datetime
    received_on: date
    text: str
    requester: Requester
    statutory_due: date | None
    city_target: date | None


class RequestSearched(Event, frozen=True, tag="request_searched"):
    """A search was made for a request; what it found belongs to the request from now on."""

    request: str
    query: str
    refs: tuple[ItemRef, ...]


class DecidedVersion(msgspec.Struct, frozen=True):
    """One version of one item, what happens with it, and what is taken out where it is redacted."""

    ref: ItemRef
    n: int
    action: Action
    spans: tuple[Span, ...] = ()
    elements: tuple[Element, ...] = ()


class ItemsDecided(Event, frozen=True, tag="items_decided"):
    """A person decided about versions of items, in one go.

    ``ground`` is that of the versions withheld; what is taken out of a
    redacted version carries its own, because decisions add up.
    """

    request: str
    versions: tuple[DecidedVersion, ...]
    ground: Ground | None = None
    note: str | None = None


class RequestPackaged(Event, frozen=True, tag="request_packaged"):
    """A response was written; counts are of items, the digest is of its manifest."""

    request: str
    manifest_sha256: str
    released: int
    redacted: int
    withheld: int


class RequestClosed(Event, frozen=True, tag="request_closed"):
    """A request was closed with one of the lawful answers."""

    request: str
    outcome: Outcome
    reason: str
