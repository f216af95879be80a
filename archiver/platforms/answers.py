"""From a call and the world to a JSON object: pure, and as the Graph API v26.0 does it.

What is played and what not stands in ``docs/playback.md``; the shapes come
from ``facebook.md``, sections 3 to 8.
"""

import json
from collections.abc import Mapping, Sequence

from archiver.platforms.attachments import post_attachments
from archiver.platforms.calls import Call
from archiver.platforms.edges import ATTACHMENTS, COMMENTS, EMPTY_EDGES, FEEDS
from archiver.platforms.entries import Page
from archiver.platforms.fields import Field, parse_fields
from archiver.platforms.graph_errors import (
    GraphError,
    bad_parameter,
    object_unreadable,
    token_expired,
    token_missing,
    token_wrong,
    too_much,
    unknown_path,
)
from archiver.platforms.nodes import Json, edge_json, item_json, page_json
from archiver.platforms.paging import DEFAULT_LIMIT
from archiver.platforms.scene import Scene
from archiver.platforms.world import PlayedItem

_ME = "me"
_DEBUG_TOKEN = "debug_token"  # noqa: S105 - the edge's name
# Invented numbers of the app and the person behind the token.
_APP_ID, _APP_NAME, _USER_ID = "100200300400500", "Playback", "600700800900"
_SCOPES = ["pages_show_list", "pages_read_engagement", "pages_read_user_content"]


def answer(scene: Scene, call: Call) -> Json:
    """Answer a call; raises ``GraphError`` where the platform would refuse it."""
    check_token(scene, call)
    if call.method != "GET":
        raise unknown_path("/".join(call.path))
    if "ids" in call.parameters:
        raise bad_parameter("The parameter ids is no longer supported. Use one call per object")
    fields = _fields(call.parameters)
    _weigh(scene, call.parameters, fields)
    match call.path:
        case (name,) if name == _DEBUG_TOKEN:
            return _token_facts(scene, call.parameters)
        case (name,):
            return _node(scene, name, fields)
        case (name, edge):
            return _edge(scene, name, edge, call.parameters, fields)
        case _:
            raise unknown_path("/".join(call.path))


def wire(value: object) -> bytes:
    """Write JSON as the platform does: ASCII only, and every ``/`` escaped."""
    # A slash can only stand inside a string, so that replacing it is safe.
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode()


def check_token(scene: Scene, call: Call) -> None:
    """Raise ``GraphError`` where the call's token is missing, wrong or over."""
    if call.token is None:
        raise GraphError(token_missing())
    if call.token != scene.token:
        raise GraphError(token_wrong())
    expires = scene.token_expires
    if expires is not None and scene.now >= expires and call.path != (_DEBUG_TOKEN,):
        raise GraphError(token_expired(expires, scene.now))


def _fields(parameters: Mapping[str, str]) -> tuple[Field, ...] | None:
    text = parameters.get("fields", "").replace(" ", "")
    return parse_fields(text) if text else None


def _weigh(scene: Scene, parameters: Mapping[str, str], fields: Sequence[Field] | None) -> None:
    if scene.heaviest is not None and _weight(parameters, fields) > scene.heaviest:
        raise GraphError(too_much())


def _weight(parameters: Mapping[str, str], fields: Sequence[Field] | None) -> int:
    """Multiply the limits: what a call may have to list at most."""
    text = parameters.get("limit", "")
    limit = int(text) if text.isdecimal() else DEFAULT_LIMIT
    lists = (field for field in fields or () if field.name == COMMENTS or field.name in FEEDS)
    return limit * (1 + sum(_weight(field.parameters, field.fields) for field in lists))


def _node(scene: Scene, name: str, fields: Sequence[Field] | None) -> Json:
    found = _find(scene, name)
    if isinstance(found, Page):
        return page_json(scene, found, fields)
    return item_json(scene, found, fields)


def _edge(
    scene: Scene,
    name: str,
    edge: str,
    parameters: Mapping[str, str],
    fields: Sequence[Field] | None,
) -> Json:
    found = _find(scene, name)
    is_page = isinstance(found, Page)
    if edge == ATTACHMENTS and isinstance(found, PlayedItem) and found.parent is None:
        return post_attachments(scene, found, fields) or {"data": []}
    if edge not in EMPTY_EDGES and edge not in (FEEDS if is_page else {COMMENTS}):
        raise unknown_path(edge)
    return edge_json(scene, found.id, edge, parameters, fields)


def _find(scene: Scene, name: str) -> Page | PlayedItem:
    """Find a page or item; deleted, unknown and forbidden ones are refused alike."""
    if name == _ME and scene.world.pages:
        return next(iter(scene.world.pages.values()))
    found = scene.world.page(name) or scene.world.item(name)
    if found is None:
        raise GraphError(object_unreadable(name))
    return found


def _token_facts(scene: Scene, parameters: Mapping[str, str]) -> Json:
    """Describe a token; 0 as time of expiry means never."""
    expires = 0 if scene.token_expires is None else int(scene.token_expires.timestamp())
    known = parameters.get("input_token") == scene.token
    if not known:
        return {"data": {"is_valid": False, "scopes": []}}
    pages = list(scene.world.pages)
    return {
        "data": {
            "app_id": _APP_ID,
            "type": "PAGE",
            "application": _APP_NAME,
            "data_access_expires_at": expires,
            "expires_at": expires,
            "is_valid": scene.token_expires is None or scene.now < scene.token_expires,
            "issued_at": 0,
            "scopes": _SCOPES,
            "granular_scopes": [{"scope": scope, "target_ids": pages} for scope in _SCOPES],
            "profile_id": pages[0] if pages else "",
            "user_id": _USER_ID,
        }
    }
