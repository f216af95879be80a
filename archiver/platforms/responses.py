"""The whole answer to a call: the right one or a spoilt one, with the platform's headers."""

from collections.abc import Mapping
from dataclasses import replace

from archiver.platforms.answers import answer
from archiver.platforms.attachments import MEDIA_PATH, media
from archiver.platforms.calls import VERSIONS, Answer, Asker, Call
from archiver.platforms.entries import Fault, FaultKind
from archiver.platforms.faults import error_answer, spoiled, spoiled_call, spoiled_scene
from archiver.platforms.graph_errors import INSTAGRAM_TYPE, ErrorAnswer, GraphError, throttled
from archiver.platforms.media_links import MediaLinks, part_of
from archiver.platforms.scene import Scene, account_of
from archiver.platforms.usage import FULL, Usage, usage_headers
from archiver.platforms.wire import wire

_TRACE = "AplaybackTrace"


def respond(scene: Scene, call: Call, fault: Fault | None, usage: Usage) -> Answer:
    """Answer a call to the Graph API."""
    if usage.minutes_left(scene.now):
        on_instagram = account_of(scene, call) in scene.world.instagrams
        made = error_answer(throttled(on_instagram=on_instagram))
    else:
        made = _made(scene, call, fault)
    return replace(made, headers={**made.headers, **_headers(scene, call, fault, usage)})


def respond_media(scene: Scene, call: Call, fault: Fault | None, links: MediaLinks) -> Answer:
    """Answer a media link: 403 where its signature is wrong or over, 404 where it is gone."""
    made = _media(scene, call, fault, links)
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
    return spoiled(fault, scene, changed, _right(spoiled_scene(fault, scene), changed))


def _right(scene: Scene, call: Call) -> Answer:
    try:
        return Answer(200, wire(answer(scene, call)))
    except GraphError as error:
        return error_answer(_in_its_words(scene, error.answer))


def _in_its_words(scene: Scene, refusal: ErrorAnswer) -> ErrorAnswer:
    """Give a refusal the type that its door uses (instagram.md, section 4)."""
    return replace(refusal, kind=INSTAGRAM_TYPE) if scene.asker is Asker.INSTAGRAM else refusal


def _media(scene: Scene, call: Call, fault: Fault | None, links: MediaLinks) -> Answer:
    if refusal := links.refusal(call.text, call.parameters):
        return plain(403, refusal)
    photo = media(scene, call.text)
    if photo is None:
        return plain(404, "Not found")
    whole = fault is not None and fault.kind is FaultKind.MEDIA_WHOLE
    headers = {} if whole else {"Accept-Ranges": "bytes"}
    made = Answer(200, photo.data, media_type=photo.media_type, headers=headers)
    return made if whole or call.byte_range is None else part_of(made, call.byte_range)


def _headers(scene: Scene, call: Call, fault: Fault | None, usage: Usage) -> Mapping[str, str]:
    percent, minutes, app_percent = usage.percent, usage.minutes_left(scene.now), usage.percent
    version, kind = call.version, None if fault is None else fault.kind
    if fault is not None and kind is FaultKind.THROTTLE:
        percent, minutes = FULL, fault.minutes
    if kind is FaultKind.APP_LIMIT:
        app_percent = FULL
    if kind is FaultKind.OTHER_VERSION:
        version = next(other for other in VERSIONS if other != call.version)
    account = account_of(scene, call)
    family = "instagram" if account in scene.world.instagrams else "pages"
    return {
        "facebook-api-version": version,
        "x-fb-trace-id": _TRACE,
        "Cache-Control": "private, no-cache, no-store, must-revalidate",
        **usage_headers(account, family, (percent, minutes), app_percent),
    }
