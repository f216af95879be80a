"""Lists that mislead whoever walks along them without looking."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from archiver.platforms.calls import Answer, Call
from archiver.platforms.controls import FaultKind
from archiver.platforms.paging import cursor, page_address, read_cursor
from archiver.platforms.scene import Scene
from archiver.platforms.wire import wire


def _empty_page(scene: Scene, call: Call, _: Answer) -> Answer:
    """Give no items and the same place again under another cursor."""
    place, name = read_cursor(call.parameters["after"]) if "after" in call.parameters else (0, "")
    again = cursor(place, name, turn=1)
    return Answer(200, wire({"data": [], "paging": _same_place(scene, call, again)}))


def _repeated_cursor(scene: Scene, call: Call, made: Answer) -> Answer:
    """Give the right items, and this very page as the next one."""
    answered = json.loads(made.body)
    if not isinstance(answered, dict) or "paging" not in answered:
        return made
    again = call.parameters.get("after") or cursor(0, "")
    return replace(made, body=wire({**answered, "paging": _same_place(scene, call, again)}))


def _same_place(scene: Scene, call: Call, again: str) -> dict[str, object]:
    address = scene.address("/".join(call.path))
    following = page_address(address, {"access_token": scene.token, **call.parameters}, after=again)
    return {"cursors": {"before": again, "after": again}, "next": following}


LISTS: Mapping[FaultKind, Callable[[Scene, Call, Answer], Answer]] = {
    FaultKind.EMPTY_PAGE: _empty_page,
    FaultKind.REPEATED_CURSOR: _repeated_cursor,
    FaultKind.SILENT_EMPTY: lambda _, __, ___: Answer(200, wire({"data": []})),
}
"""What such a list answers in place of the right page, by the kind of fault."""
