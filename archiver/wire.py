"""Events as JSON and back: one union of all of them, told apart by their tag."""

from typing import cast

import msgspec

from archiver import (
    alarm_events,
    connection_events,
    events,
    request_events,
    search_events,
    webhook_events,
)
from archiver.events import Event
from archiver.imports import approval_events
from archiver.imports import events as import_events
from archiver.media import events as media_events

_MODULES = (
    alarm_events,
    approval_events,
    connection_events,
    events,
    import_events,
    media_events,
    request_events,
    search_events,
    webhook_events,
)


def _all_events() -> tuple[type[Event], ...]:
    """Find every event class; those without a tag of their own are bases."""
    found = {
        value
        for module in _MODULES
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Event) and value is not Event
    }
    return tuple(sorted(found, key=lambda kind: kind.__name__))


EVENTS = _all_events()
_encoder = msgspec.json.Encoder(order="deterministic")


def encode_event(event: Event) -> bytes:
    """Write an event as JSON; the same event always gives the same bytes."""
    return _encoder.encode(event)


def decode_event(data: bytes) -> Event:
    """Read an event back. Raises ``msgspec.ValidationError`` for JSON that is none of ours."""
    union = EVENTS[0]
    for kind in EVENTS[1:]:
        union = union | kind  # type: ignore[assignment] # a union made at run time
    return msgspec.json.decode(data, type=union)


def event_tag(event: Event) -> str:
    """Give the name an event has in its JSON and its envelope."""
    return cast("str", event.__struct_config__.tag)
