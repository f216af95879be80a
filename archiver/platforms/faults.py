"""How the platform misbehaves: which call is hit, and what its caller gets.

A new kind of fault is a member of ``FaultKind`` and one entry in one of the
two tables below.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from archiver.platforms.calls import Answer, Call
from archiver.platforms.entries import Fault, FaultKind
from archiver.platforms.graph_errors import (
    ErrorAnswer,
    app_throttled,
    object_unreadable,
    page_throttled,
    permission_missing,
    service_down,
    token_expired,
    too_much,
)
from archiver.platforms.paging import cursor, page_address, read_cursor
from archiver.platforms.scene import Scene
from archiver.platforms.wire import wire

_HTML = (
    b"<!DOCTYPE html>\n<html><head><title>Error</title></head>"
    b"<body>Sorry, something went wrong.</body></html>\n"
)


@dataclass(frozen=True, slots=True)
class WatchedFault:
    """A fault and how many calls it has watched so far."""

    fault: Fault
    seen: int = 0

    def watches(self, path: str, now: datetime) -> bool:
        """Tell whether this call counts for the fault."""
        return self.fault.at <= now and (self.fault.path is None or self.fault.path in path)

    def hits(self, now: datetime) -> bool:
        """Tell whether the call counted last goes wrong."""
        if self.fault.calls:
            return self.seen in self.fault.calls
        if self.fault.until is not None:
            return now < self.fault.until
        return self.seen <= (self.fault.times or 1)


@dataclass(frozen=True, slots=True)
class FaultBook:
    """All faults with their counts; a call makes a new book."""

    faults: tuple[WatchedFault, ...] = ()

    def with_faults(self, *faults: Fault) -> "FaultBook":
        """Give a book that watches for these too."""
        return FaultBook((*self.faults, *map(WatchedFault, faults)))

    def called(self, path: str, now: datetime) -> tuple["FaultBook", Fault | None]:
        """Count a call; give the first fault that hits it, if any."""
        counted = tuple(
            replace(each, seen=each.seen + 1) if each.watches(path, now) else each
            for each in self.faults
        )
        hit = (each.fault for each in counted if each.watches(path, now) and each.hits(now))
        return FaultBook(counted), next(hit, None)


def spoiled_call(fault: Fault, call: Call) -> Call:
    """Change what is asked, for the faults that lie in which page comes."""
    if fault.kind is not FaultKind.REPEATED_PAGE:
        return call
    kept = {key: text for key, text in call.parameters.items() if key not in {"after", "before"}}
    return replace(call, parameters=kept)


def spoiled(fault: Fault, scene: Scene, call: Call, made: Answer) -> Answer:
    """Change the answer. ``made`` is the right one."""
    if fault.kind in _ERRORS:
        return error_answer(_ERRORS[fault.kind](scene, call))
    return _SPOILERS[fault.kind](scene, call, made)


def error_answer(error: ErrorAnswer) -> Answer:
    """Write an error as an answer."""
    return Answer(error.status, wire(error.body()))


def _cut_body(_: Scene, __: Call, made: Answer) -> Answer:
    return replace(made, cut_at=len(made.body) // 2)


def _cut_json(_: Scene, __: Call, made: Answer) -> Answer:
    return replace(made, body=made.body[: len(made.body) // 2])


def _html(_: Scene, __: Call, ___: Answer) -> Answer:
    return Answer(502, _HTML, media_type="text/html; charset=utf-8")


def _error_in_200(_: Scene, __: Call, ___: Answer) -> Answer:
    return replace(error_answer(service_down()), status=200)


def _empty_page(scene: Scene, call: Call, _: Answer) -> Answer:
    """Give no items and the same place again under another cursor."""
    place, name = read_cursor(call.parameters["after"]) if "after" in call.parameters else (0, "")
    again = cursor(place, name, turn=1)
    address = scene.address("/".join(call.path))
    parameters = {"access_token": scene.token, **call.parameters}
    return Answer(
        200,
        wire(
            {
                "data": [],
                "paging": {
                    "cursors": {"before": again, "after": again},
                    "next": page_address(address, parameters, after=again),
                },
            }
        ),
    )


_ERRORS: Mapping[FaultKind, Callable[[Scene, Call], ErrorAnswer]] = {
    FaultKind.THROTTLE: lambda _, __: page_throttled(),
    FaultKind.APP_LIMIT: lambda _, __: app_throttled(),
    FaultKind.HTTP_500: lambda _, __: too_much(),
    FaultKind.TOKEN_EXPIRED: lambda scene, _: token_expired(scene.now, scene.now),
    FaultKind.PERMISSION_MISSING: lambda _, __: permission_missing(),
    FaultKind.OBJECT_UNREADABLE: lambda _, call: object_unreadable(
        call.path[0] if call.path else ""
    ),
}
_SPOILERS: Mapping[FaultKind, Callable[[Scene, Call, Answer], Answer]] = {
    FaultKind.HTTP_502: _html,
    FaultKind.CUT_BODY: _cut_body,
    FaultKind.CUT_JSON: _cut_json,
    FaultKind.ERROR_IN_200: _error_in_200,
    FaultKind.REPEATED_PAGE: lambda _, __, made: made,
    FaultKind.EMPTY_PAGE: _empty_page,
    FaultKind.SILENT_EMPTY: lambda _, __, ___: Answer(200, wire({"data": []})),
}
