"""How the platform misbehaves: which call is hit, and what its caller gets.

A new kind of fault is a member of ``FaultKind`` and one entry in a table: of
refusals here, of misleading lists in ``misleading.py``, of damaged answers in
``damage.py``, of strange content in ``oddities.py``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from archiver.platforms.attachments import MEDIA_PATH
from archiver.platforms.calls import Answer, Call
from archiver.platforms.controls import Fault, FaultKind
from archiver.platforms.damage import damaged
from archiver.platforms.graph_errors import (
    ErrorAnswer,
    before_business,
    blocked,
    edge_refused,
    limited,
    object_unreadable,
    permission_missing,
    throttled,
    token_dead,
    token_expired,
    too_much,
    unknown_error,
)
from archiver.platforms.misleading import LISTS
from archiver.platforms.oddities import ODDITIES, odd
from archiver.platforms.paging import cursor, read_cursor
from archiver.platforms.scene import Scene, account_of
from archiver.platforms.wire import wire

# Faults whose names begin so hit the calls for images alone.
_OF_MEDIA = "media_"


@dataclass(frozen=True, slots=True)
class WatchedFault:
    """A fault and how many calls it has watched so far."""

    fault: Fault
    seen: int = 0

    def watches(self, path: str, now: datetime) -> bool:
        """Tell whether this call counts for the fault."""
        if self.fault.at > now or (self.fault.path or "") not in path:
            return False
        return path.startswith(MEDIA_PATH) or not self.fault.kind.startswith(_OF_MEDIA)

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
    match fault.kind:
        case FaultKind.REPEATED_PAGE:
            places = {"after", "before"}
            kept = {key: text for key, text in call.parameters.items() if key not in places}
            return replace(call, parameters=kept)
        case FaultKind.SHIFTED_DOWN:
            return _from_place(call, 0)
        case FaultKind.SHIFTED_UP:
            return _from_place(call, 2)
        case _:
            return call


def spoiled_scene(fault: Fault, scene: Scene) -> Scene:
    """Change what the answer is made from, for the faults that lie in how lists are cut."""
    match fault.kind:
        case FaultKind.REORDERED:
            return replace(scene, shuffled=scene.number())
        case FaultKind.PINNED:
            return replace(scene, pinned=True)
        case _:
            return scene


def spoiled(fault: Fault, scene: Scene, call: Call, made: Answer) -> Answer:
    """Change the answer. ``made`` is the right one."""
    if fault.kind in _ERRORS:
        return error_answer(_ERRORS[fault.kind](scene, call))
    if call.text.startswith(MEDIA_PATH):
        return damaged(fault, made)
    if fault.kind in LISTS:
        return LISTS[fault.kind](scene, call, made)
    if fault.kind in ODDITIES:
        return odd(fault.kind, made)
    return damaged(fault, made)


def error_answer(error: ErrorAnswer) -> Answer:
    """Write an error as an answer."""
    return Answer(error.status, wire(error.body()))


def _from_place(call: Call, further: int) -> Call:
    """Let a page begin so many places after the last item of the page before."""
    if "after" not in call.parameters:
        return call
    place, _ = read_cursor(call.parameters["after"])
    return replace(call, parameters={**call.parameters, "after": cursor(place + further, "")})


def _throttled(scene: Scene, call: Call) -> ErrorAnswer:
    return throttled(on_instagram=account_of(scene, call) in scene.world.instagrams)


_ERRORS: Mapping[FaultKind, Callable[[Scene, Call], ErrorAnswer]] = {
    FaultKind.THROTTLE: _throttled,
    FaultKind.APP_LIMIT: lambda _, __: limited(4),
    FaultKind.USER_LIMIT: lambda _, __: limited(17),
    FaultKind.PAGE_LIMIT: lambda _, __: limited(32),
    FaultKind.EDGE_LIMIT: lambda _, __: limited(613),
    FaultKind.BLOCKED: lambda _, __: blocked(),
    FaultKind.HTTP_500: lambda _, __: too_much(),
    FaultKind.UNKNOWN_ERROR: lambda _, __: unknown_error(),
    FaultKind.TOKEN_EXPIRED: lambda scene, _: token_expired(scene.now, scene.now),
    FaultKind.LOGGED_OUT: lambda _, __: token_dead(460),
    FaultKind.CAPABILITY_MISSING: lambda _, call: edge_refused(3, call.text).answer,
    FaultKind.FEATURE_MISSING: lambda _, call: edge_refused(10, call.text).answer,
    FaultKind.PERMISSION_MISSING: lambda _, __: permission_missing(),
    FaultKind.OBJECT_UNREADABLE: lambda _, call: object_unreadable(
        call.path[0] if call.path else ""
    ),
    FaultKind.BEFORE_BUSINESS: lambda _, __: before_business().answer,
}
