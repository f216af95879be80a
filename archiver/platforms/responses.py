"""The whole answer to a call: the right one or a spoilt one, with the platform's headers."""

from collections.abc import Mapping
from dataclasses import replace

from archiver.platforms.answers import answer
from archiver.platforms.attachments import MEDIA_PATH, media
from archiver.platforms.calls import Answer, Asker, Call
from archiver.platforms.entries import Fault, FaultKind
from archiver.platforms.faults import error_answer, spoiled, spoiled_call
from archiver.platforms.graph_errors import INSTAGRAM_TYPE, ErrorAnswer, GraphError, page_throttled
from archiver.platforms.media_links import MediaLinks
from archiver.platforms.scene import Scene
from archiver.platforms.usage import FULL, Usage, usage_headers
from archiver.platforms.wire import wire

_TRACE = "AplaybackTrace"


def respond(scene: Scene, call: Call, fault: Fault | None, usage: Usage) -> Answer:
    """Answer a call to the Graph API."""
    if usage.minutes_left(scene.now):
        made = error_answer(page_throttled())
    else:
        made = _made(scene, call, fault)
    return replace(made, headers={**made.headers, **_headers(scene, call, fault, usage)})


def respond_media(scene: Scene, call: Call, fault: Fault | None, links: MediaLinks) -> Answer:
    """Answer a media link: 403 where its signature is wrong or over, 404 where it is gone."""
    made = _media(scene, call, links)
    return made if fault is None else spoiled(fault, scene, call, made)


def is_media(call: Call) -> bool:
    """Tell whether a call asks for an image."""
    return call.text.startswith(MEDIA_PATH)


def plain(status: int, text: str) -> Answer:
    """Write an answer of plain text."""
    return Answer(status, text.encode(), media_type="text/plain; charset=utf-8")


def _made(scene: Scene, call: Call, fault: Fault | None) -> Answer:
    if fault is None:
        return _right(scene, call)
    changed = spoiled_call(fault, call)
    return spoiled(fault, scene, changed, _right(scene, changed))


def _right(scene: Scene, call: Call) -> Answer:
    try:
        return Answer(200, wire(answer(scene, call)))
    except GraphError as error:
        return error_answer(_in_its_words(scene, error.answer))


def _in_its_words(scene: Scene, refusal: ErrorAnswer) -> ErrorAnswer:
    """Give a refusal the type that its door uses (instagram.md, section 4)."""
    return replace(refusal, kind=INSTAGRAM_TYPE) if scene.asker is Asker.INSTAGRAM else refusal


def _media(scene: Scene, call: Call, links: MediaLinks) -> Answer:
    if refusal := links.refusal(call.text, call.parameters):
        return plain(403, refusal)
    photo = media(scene, call.text)
    if photo is None:
        return plain(404, "Not found")
    return Answer(200, photo.data, media_type=photo.media_type)


def _headers(scene: Scene, call: Call, fault: Fault | None, usage: Usage) -> Mapping[str, str]:
    percent, minutes, app_percent = usage.percent, usage.minutes_left(scene.now), usage.percent
    if fault is not None and fault.kind is FaultKind.THROTTLE:
        percent, minutes = FULL, fault.minutes
    if fault is not None and fault.kind is FaultKind.APP_LIMIT:
        app_percent = FULL
    return {
        "facebook-api-version": call.version,
        "x-fb-trace-id": _TRACE,
        "Cache-Control": "private, no-cache, no-store, must-revalidate",
        **usage_headers(_page_of(scene, call), percent, minutes, app_percent),
    }


def _page_of(scene: Scene, call: Call) -> str:
    """Name the page whose allowance a call uses; the first page where the call names none."""
    name = call.path[0] if call.path else ""
    item, page = scene.world.items.get(name), scene.world.page(name)
    if page is not None or item is not None:
        return page.id if page is not None else item.page if item is not None else ""
    return next(iter(scene.world.pages), "0")
