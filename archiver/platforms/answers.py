"""From a call and the world to a JSON object: pure, and as the Graph API v26.0 does it.

What is played and what not stands in ``docs/playback.md``; the shapes come
from ``facebook.md``, sections 2 to 8, and ``instagram.md``, sections 2 to 4.
"""

from collections.abc import Mapping, Sequence

from archiver.platforms.attachments import post_attachments
from archiver.platforms.calls import Asker, Call
from archiver.platforms.edges import ATTACHMENTS, COMMENTS, Asked
from archiver.platforms.entries import Instagram, Page, Subscription
from archiver.platforms.facebook_nodes import FACEBOOK_NODES, PAGE_NODE, USER_NODE
from archiver.platforms.fields import Field, parse_fields
from archiver.platforms.graph_errors import (
    GraphError,
    bad_parameter,
    object_unreadable,
    too_much,
    unknown_path,
)
from archiver.platforms.instagram_edges import REPLIES
from archiver.platforms.instagram_nodes import ACCOUNT_NODE, INSTAGRAM_NODES
from archiver.platforms.nodes import Describer, Json, Node, Thing
from archiver.platforms.paging import DEFAULT_LIMIT
from archiver.platforms.people import SUBSCRIBED, USER_ID, User
from archiver.platforms.permissions import check_edge, may_read
from archiver.platforms.played import PlayedItem, PlayedKind
from archiver.platforms.scene import Scene
from archiver.platforms.tokens import DEBUG_TOKEN, EXCHANGE, check_token, exchanged, token_facts
from archiver.platforms.world import Feed

_ME = "me"
_NODES = {**FACEBOOK_NODES, **INSTAGRAM_NODES}
# The expansions that multiply what a call may have to list.
_HEAVY = frozenset({COMMENTS, REPLIES, "children", *Feed})


def answer(scene: Scene, call: Call) -> Json:
    """Answer a call; raises ``GraphError`` where the platform would refuse it."""
    if call.path == EXCHANGE:
        return exchanged(scene, call.parameters)
    check_token(scene, call)
    if (subscription := subscribing(scene, call)) is not None:
        check_edge(scene.world, subscription.account, SUBSCRIBED)
        return {"success": True}
    if call.method != "GET":
        raise unknown_path("/".join(call.path))
    if "ids" in call.parameters:
        raise bad_parameter("The parameter ids is no longer supported. Use one call per object")
    fields = _fields(call.parameters)
    _weigh(scene, call.parameters, fields)
    match call.path:
        case (name,) if name == DEBUG_TOKEN:
            return token_facts(scene, call.parameters)
        case (name,):
            return _DESCRIBER.node(scene, _find(scene, name), fields)
        case (name, edge):
            return _edge(scene, name, edge, call.parameters, fields)
        case _:
            raise unknown_path("/".join(call.path))


def subscribing(scene: Scene, call: Call) -> Subscription | None:
    """Say which subscription to webhooks a call changes: the only thing that can be written."""
    match call.method, call.path:
        case "POST", (account, edge) if edge == SUBSCRIBED:
            fields = call.parameters.get("subscribed_fields", "")
            wanted = tuple(name for name in fields.split(",") if name)
        case "DELETE", (account, edge) if edge == SUBSCRIBED:
            wanted = ()
        case _:
            return None
    page = scene.world.page(account)
    known = page.id if page is not None else account
    if page is None and account not in scene.world.instagrams:
        raise GraphError(object_unreadable(account))
    return Subscription(at=scene.now, account=known, fields=wanted)


def _node_of(thing: Thing) -> Node:
    match thing:
        case PlayedItem():
            return _NODES[thing.kind]
        case Page():
            return PAGE_NODE
        case Instagram():
            return ACCOUNT_NODE
        case User():
            return USER_NODE


_DESCRIBER = Describer(_node_of)


def _fields(parameters: Mapping[str, str]) -> tuple[Field, ...] | None:
    text = parameters.get("fields", "").replace(" ", "")
    return parse_fields(text) if text else None


def _weigh(scene: Scene, parameters: Mapping[str, str], fields: Sequence[Field] | None) -> None:
    heaviest = scene.behaviour.heaviest
    if heaviest is not None and _weight(parameters, fields) > heaviest:
        raise GraphError(too_much())


def _weight(parameters: Mapping[str, str], fields: Sequence[Field] | None) -> int:
    """Multiply the limits: what a call may have to list at most."""
    text = parameters.get("limit", "")
    limit = int(text) if text.isdecimal() else DEFAULT_LIMIT
    lists = (field for field in fields or () if field.name in _HEAVY)
    return limit * (1 + sum(_weight(field.parameters, field.fields) for field in lists))


def _edge(
    scene: Scene,
    name: str,
    edge: str,
    parameters: Mapping[str, str],
    fields: Sequence[Field] | None,
) -> Json:
    found = _find(scene, name)
    if edge == ATTACHMENTS and isinstance(found, PlayedItem) and found.kind is PlayedKind.POST:
        check_edge(scene.world, found.page, edge)
        return post_attachments(scene, found, fields) or {"data": []}
    return _DESCRIBER.edge(scene, found, Asked(found.id, edge, parameters), fields)


def _find(scene: Scene, name: str) -> Thing:
    """Find a thing; deleted, unknown and forbidden ones are refused alike."""
    if name == _ME and (own := _own(scene)) is not None:
        return own
    if name == USER_ID:
        return User()
    account = scene.world.page(name) or scene.world.instagrams.get(name)
    item = None if account is not None else scene.item(name)
    if account is not None:
        return account
    if item is None or not may_read(scene.access, item):
        raise GraphError(object_unreadable(name))
    return item


def _own(scene: Scene) -> Thing | None:
    """Say who ``me`` is: it depends on the token."""
    match scene.asker:
        case Asker.USER:
            return User()
        case Asker.INSTAGRAM:
            return next(iter(scene.world.instagrams.values()), None)
        case _:
            return next(iter(scene.world.pages.values()), None)
