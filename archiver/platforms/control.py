"""Moving the played time, and letting more happen, from another shell over HTTP.

``/_playback/clock`` and ``/_playback/entries``.
"""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from archiver.civil_time import from_wire, to_wire
from archiver.errors import TimelineUnreadable
from archiver.platforms.calls import Answer, Call
from archiver.platforms.stage import Stage
from archiver.platforms.timeline import read_lines

ROOT = "_playback"
_CLOCK = (ROOT, "clock")
_ENTRIES = (ROOT, "entries")
_HELP = "Send at=TIME, at=start, at=end or at=next, for example at=2026-03-02T15:00:00Z."


def is_control(call: Call) -> bool:
    """Tell whether a call is for us and not for the platform."""
    return call.path[:1] == (ROOT,)


def control(stage: Stage, call: Call, body: bytes) -> Answer:
    """Answer a control call: GET shows the time, POST moves it or adds what happens."""
    if call.path == _ENTRIES and call.method == "POST":
        return _added(stage, body)
    if call.path != _CLOCK:
        return _json(404, {"error": "Only /_playback/clock and /_playback/entries are known."})
    if call.method == "POST":
        moved = _asked(stage, call.parameters, body)
        if moved is None:
            return _json(400, {"error": _HELP})
        stage.set_time(moved)
    coming = stage.next_at()
    return _json(
        200,
        {
            "at": to_wire(stage.now()),
            "next": None if coming is None else to_wire(coming),
            "start": to_wire(stage.timeline.first),
            "end": to_wire(stage.timeline.last),
            "calls": len(stage.calls),
        },
    )


def _added(stage: Stage, body: bytes) -> Answer:
    """Let the lines of the body happen; either all of them or, where one is wrong, none."""
    try:
        entries = read_lines(body)
        stage.add(entries)
    except TimelineUnreadable as error:
        return _json(400, {"error": str(error)})
    return _json(200, {"added": len(entries), "entries": len(stage.timeline.entries)})


def _asked(stage: Stage, parameters: Mapping[str, str], body: bytes) -> datetime | None:
    """Read the wished instant from the address or the body; None where there is none."""
    try:
        sent = msgspec.json.decode(body, type=dict[str, str]) if body else {}
        wish = parameters.get("at") or sent.get("at", "")
        named = {"start": stage.timeline.first, "end": stage.timeline.last}
        if wish == "next":
            return stage.next_at() or stage.now()
        return named[wish] if wish in named else from_wire(wish)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def _json(status: int, value: object) -> Answer:
    return Answer(status, msgspec.json.encode(value) + b"\n", media_type="application/json")
