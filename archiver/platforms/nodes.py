"""Pages, posts and comments as JSON objects: the fields that were asked for, and no others.

A key without a value is left out, never null; a field that such an object
does not have is an error (facebook.md, section 3).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeAlias

from archiver.platforms.attachments import (
    comment_attachment,
    narrowed,
    picture,
    post_attachments,
    status_type,
)
from archiver.platforms.edges import COMMENTS, EMPTY_EDGES, FEEDS, edge
from archiver.platforms.entries import Page, Person
from archiver.platforms.field_names import COMMENT_UNUSED, PAGE_UNUSED, POST_UNUSED
from archiver.platforms.fields import Field
from archiver.platforms.graph_errors import unknown_field
from archiver.platforms.scene import Scene
from archiver.platforms.world import PlayedItem

Json: TypeAlias = dict[str, object]
_FACEBOOK = "https://www.facebook.com"
_ID = Field("id")
_PAGE_DEFAULT = (Field("name"), _ID)
_POST_DEFAULT = (Field("created_time"), Field("message"), Field("story"), _ID)
_COMMENT_DEFAULT = (Field("created_time"), Field("from"), Field("message"), _ID)

_PUBLIC = {"allow": "", "deny": "", "description": "Public", "friends": "", "value": "EVERYONE"}


def page_json(scene: Scene, page: Page, fields: Sequence[Field] | None = None) -> Json:
    """Describe a page."""
    found: Json = {}
    for field in _with_id(fields or _PAGE_DEFAULT):
        if field.name in FEEDS or field.name in EMPTY_EDGES:
            found[field.key] = expanded(scene, page.id, field)
        elif field.name in _PAGE_FIELDS:
            _put(found, field, _PAGE_FIELDS[field.name](scene, page))
        elif field.name not in PAGE_UNUSED:
            raise unknown_field(field.name, "Page")
    return found


def item_json(scene: Scene, item: PlayedItem, fields: Sequence[Field] | None = None) -> Json:
    """Describe a post or comment."""
    is_post = item.parent is None
    getters = _POST_FIELDS if is_post else _COMMENT_FIELDS
    unused = POST_UNUSED if is_post else COMMENT_UNUSED
    found: Json = {}
    for field in _with_id(fields or (_POST_DEFAULT if is_post else _COMMENT_DEFAULT)):
        if field.name == COMMENTS or field.name in EMPTY_EDGES:
            found[field.key] = expanded(scene, item.id, field)
        elif field.name in getters:
            _put(found, field, getters[field.name](scene, item, field))
        elif field.name not in unused:
            raise unknown_field(field.name, "Post" if is_post else "Comment")
    return found


def expanded(scene: Scene, owner: str, field: Field) -> Json:
    """List an edge inside its owner; it has its own paging, which must be followed too."""
    parameters = dict(field.parameters)
    if field.inner:
        parameters = {"fields": field.inner, **parameters}
    return edge_json(scene, owner, field.name, parameters, field.fields)


def edge_json(
    scene: Scene,
    owner: str,
    name: str,
    parameters: Mapping[str, str],
    fields: Sequence[Field] | None,
) -> Json:
    """List an edge: ``data``, ``paging`` where there is something, ``summary`` where asked."""
    listed = edge(scene, owner, name, parameters)
    found: Json = {"data": [item_json(scene, item, fields) for item in listed.items]}
    if listed.paging is not None:
        found["paging"] = listed.paging
    if listed.summary is not None:
        found["summary"] = listed.summary
    return found


def wire_time(instant: datetime | None) -> str | None:
    """Write an instant as the platform does: UTC, whole seconds, no colon."""
    if instant is None:
        return None
    utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return f"{utc.isoformat(timespec='seconds')[:-6]}+0000"


def _with_id(fields: Sequence[Field]) -> Sequence[Field]:
    """Objects always carry their id, asked or not."""
    return fields if any(field.name == "id" for field in fields) else (*fields, _ID)


def _put(found: Json, field: Field, value: object) -> None:
    if value is not None and value != "":
        found[field.key] = value


def _person(person: Person | None, field: Field) -> object:
    if person is None:
        return None
    return narrowed({"name": person.name, "id": person.id}, field.fields)


def _permalink(scene: Scene, item: PlayedItem) -> str:
    if item.permalink is not None:
        return item.permalink
    post = f"{_FACEBOOK}/{item.page}/posts/{_tail(item.post)}"
    if item.parent is None:
        return post
    if item.parent == item.post:
        return f"{post}/?comment_id={_tail(item.id)}"
    top = item
    while top.parent is not None and top.parent != top.post:
        top = scene.world.items[top.parent]
    return f"{post}/?comment_id={_tail(top.id)}&reply_comment_id={_tail(item.id)}"


def _tail(name: str) -> str:
    return name.rpartition("_")[2]


def _parent(scene: Scene, item: PlayedItem, field: Field) -> Json | None:
    """Give the comment that a reply answers; comments on the post itself have no ``parent``."""
    if item.parent is None or item.parent == item.post:
        return None
    return item_json(scene, scene.world.items[item.parent], field.fields)


_PageGetter: TypeAlias = Callable[[Scene, Page], object]
_ItemGetter: TypeAlias = Callable[[Scene, PlayedItem, Field], object]

_PAGE_FIELDS: Mapping[str, _PageGetter] = {
    "id": lambda _, page: page.id,
    "name": lambda _, page: page.name,
    "username": lambda _, page: page.username,
    "access_token": lambda scene, _: scene.token,
}
_ITEM_FIELDS: Mapping[str, _ItemGetter] = {
    "id": lambda _, item, __: item.id,
    "message": lambda _, item, __: item.message,
    "created_time": lambda _, item, __: wire_time(item.created),
    "from": lambda _, item, field: _person(item.author, field),
    "permalink_url": lambda scene, item, __: _permalink(scene, item),
    "is_hidden": lambda _, item, __: item.hidden,
    "can_reply_privately": lambda _, __, ___: False,
}
_POST_FIELDS: Mapping[str, _ItemGetter] = {
    **_ITEM_FIELDS,
    "story": lambda _, item, __: item.story,
    "updated_time": lambda _, item, __: wire_time(item.updated) if item.created else None,
    "status_type": lambda _, item, __: status_type(item),
    "is_published": lambda _, __, ___: True,
    "is_expired": lambda _, __, ___: False,
    "timeline_visibility": lambda _, __, ___: "normal",
    "privacy": lambda _, __, ___: _PUBLIC,
    "full_picture": lambda scene, item, _: picture(scene, item),
    "picture": lambda scene, item, _: picture(scene, item),
    "attachments": lambda scene, item, field: post_attachments(scene, item, field.fields),
}
_COMMENT_FIELDS: Mapping[str, _ItemGetter] = {
    **_ITEM_FIELDS,
    "attachment": lambda scene, item, field: comment_attachment(scene, item, field.fields),
    "parent": _parent,
    "object": lambda scene, item, field: item_json(
        scene, scene.world.items[item.post], field.fields
    ),
    "comment_count": lambda scene, item, _: scene.world.count_below(item.id, stream=False),
    "like_count": lambda _, __, ___: 0,
    "is_private": lambda _, __, ___: False,
    "can_hide": lambda _, item, __: item.author is None or item.author.id != item.page,
    "can_remove": lambda _, __, ___: True,
    "can_comment": lambda _, __, ___: True,
    "can_like": lambda _, __, ___: True,
    "user_likes": lambda _, __, ___: False,
}
