"""Answers that arrive damaged, late, or from somewhere else."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from archiver.platforms.calls import Answer
from archiver.platforms.controls import Fault, FaultKind
from archiver.platforms.graph_errors import service_down
from archiver.platforms.wire import wire

_HTML = (
    b"<!DOCTYPE html>\n<html><head><title>Error</title></head>"
    b"<body>Sorry, something went wrong.</body></html>\n"
)
_HTML_TYPE = "text/html; charset=utf-8"
# Where a cloud machine keeps its own secrets: no caller may follow there.
_INSIDE = "http://169.254.169.254/latest/meta-data/"


def damaged(fault: Fault, made: Answer) -> Answer:
    """Damage an answer; faults of another sort leave it as it is."""
    damage = _DAMAGE.get(fault.kind)
    return made if damage is None else damage(fault, made)


def _cut_body(_: Fault, made: Answer) -> Answer:
    return replace(made, cut_at=len(made.body) // 2)


def _cut_json(_: Fault, made: Answer) -> Answer:
    return replace(made, body=made.body[: len(made.body) // 2])


def _short_length(_: Fault, made: Answer) -> Answer:
    return replace(made, length=len(made.body) // 2)


def _slow(fault: Fault, made: Answer) -> Answer:
    return replace(made, pause=fault.seconds)


def _error_in_200(_: Fault, made: Answer) -> Answer:
    return replace(made, status=200, body=wire(service_down().body()))


def _redirect(_: Fault, made: Answer) -> Answer:
    return Answer(302, b"", headers={**made.headers, "Location": _INSIDE})


def _in_place(status: int, body: bytes, media_type: str) -> Callable[[Fault, Answer], Answer]:
    """Make a damage that puts another body in the place of the right one."""
    return lambda _, made: replace(made, status=status, body=body, media_type=media_type)


_DAMAGE: Mapping[FaultKind, Callable[[Fault, Answer], Answer]] = {
    FaultKind.ERROR_IN_200: _error_in_200,
    FaultKind.HTTP_502: _in_place(502, _HTML, _HTML_TYPE),
    FaultKind.HTML_IN_200: _in_place(200, _HTML, _HTML_TYPE),
    FaultKind.NO_BODY: _in_place(200, b"", _HTML_TYPE),
    FaultKind.CUT_BODY: _cut_body,
    FaultKind.CUT_JSON: _cut_json,
    FaultKind.SHORT_LENGTH: _short_length,
    FaultKind.SLOW_BODY: _slow,
    FaultKind.REDIRECT: _redirect,
    FaultKind.MEDIA_EXPIRED: _in_place(403, b"URL signature expired", "text/plain"),
    FaultKind.MEDIA_GONE: _in_place(404, b"Not found", "text/plain"),
    FaultKind.MEDIA_HTML: lambda _, made: replace(made, body=_HTML),
}
