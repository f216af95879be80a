"""What accounts, media and comments of Instagram have (instagram.md, section 2)."""

import zlib
from collections.abc import Callable, Mapping
from typing import TypeAlias

from archiver.platforms.attachments import narrowed, picture, profile_picture_url
from archiver.platforms.entries import Instagram, MediaType
from archiver.platforms.facebook_nodes import getters_of
from archiver.platforms.field_names import (
    IG_ACCOUNT_UNUSED,
    IG_COMMENT_UNUSED,
    IG_MEDIA_UNUSED,
)
from archiver.platforms.fields import Field
from archiver.platforms.graph_errors import GraphError, object_unreadable
from archiver.platforms.instagram_edges import ACCOUNT_EDGES, COMMENT_EDGES, MEDIA_EDGES
from archiver.platforms.nodes import Node
from archiver.platforms.people import SUBSCRIBED, subscribed_apps
from archiver.platforms.played import PlayedItem, PlayedKind
from archiver.platforms.scene import Scene
from archiver.platforms.wire import wire_time

_INSTAGRAM = "https://www.instagram.com"
_AccountGetter: TypeAlias = Callable[[Scene, Instagram, Field], object]
_ItemGetter: TypeAlias = Callable[[Scene, PlayedItem, Field], object]


def _shortcode(item: PlayedItem) -> str:
    return f"C{zlib.crc32(item.id.encode()):08x}"


def _permalink(_: Scene, item: PlayedItem, __: Field) -> str:
    if item.permalink is not None:
        return item.permalink
    name = item.author.name if item.author else item.page
    match item.kind:
        case PlayedKind.MEDIA_STORY:
            return f"{_INSTAGRAM}/stories/{name}/{item.id}"
        case _:
            kind = "reel" if item.detail.get("product") == "REELS" else "p"
            return f"{_INSTAGRAM}/{kind}/{_shortcode(item)}/"


def _likes(_: Scene, item: PlayedItem, __: Field) -> int | None:
    return None if item.detail.get("likes_hidden") else item.reaction_count


def _media_url(scene: Scene, item: PlayedItem, _: Field) -> str | None:
    """Give the link of the file; of a carousel that of its first part."""
    if item.detail.get("withheld"):
        return None
    if item.detail.get("type") == MediaType.CAROUSEL and not item.attachments:
        parts = scene.world.parts(item.id).items
        return picture(scene, parts[0]) if parts and isinstance(parts[0], PlayedItem) else None
    return picture(scene, item)


def _thumbnail(scene: Scene, item: PlayedItem, _: Field) -> str | None:
    return picture(scene, item) if item.detail.get("type") == MediaType.VIDEO else None


def _count(scene: Scene, item: PlayedItem, _: Field) -> int:
    """Count comments and replies, those that are never listed among them."""
    return scene.world.count_below(item.id) + item.unlisted_comments


def _from(_: Scene, item: PlayedItem, field: Field) -> object:
    if item.author is None:
        return None
    return narrowed({"id": item.author.id, "username": item.author.name}, field.fields)


def _parent_id(_: Scene, item: PlayedItem, __: Field) -> str | None:
    return None if item.parent == item.post else item.parent


def _media_count(scene: Scene, account: Instagram, _: Field) -> int:
    return len(scene.world.things(account.id, (PlayedKind.MEDIA,)).items)


def _mentioned(scene: Scene, _: Instagram, field: Field) -> PlayedItem:
    """Find what a webhook named: others' media and comments that mention the account."""
    name = field.parameters.get("media_id") or field.parameters.get("comment_id", "")
    found = scene.item(name)
    if found is None:
        raise GraphError(object_unreadable(name))
    return found


_ACCOUNT_FIELDS: Mapping[str, _AccountGetter] = {
    "id": lambda _, account, __: account.id,
    "user_id": lambda _, account, __: account.id,
    "username": lambda _, account, __: account.username,
    "name": lambda _, account, __: account.name,
    "biography": lambda _, account, __: account.biography,
    "website": lambda _, account, __: account.website,
    "profile_picture_url": lambda scene, account, _: profile_picture_url(scene, account),
    "media_count": _media_count,
    "mentioned_media": _mentioned,
    "mentioned_comment": _mentioned,
    "account_type": lambda _, __, ___: "BUSINESS",
}
_CHILD_FIELDS: Mapping[str, _ItemGetter] = {
    "id": lambda _, item, __: item.id,
    "ig_id": lambda _, item, __: item.id,
    "media_type": lambda _, item, __: item.detail.get("type"),
    "media_url": _media_url,
    "thumbnail_url": _thumbnail,
    "timestamp": lambda _, item, __: wire_time(item.created),
    "username": lambda _, item, __: item.author.name if item.author else None,
    "owner": lambda _, item, __: {"id": item.author.id} if item.author else None,
    "shortcode": lambda _, item, __: _shortcode(item),
}
_MEDIA_FIELDS: Mapping[str, _ItemGetter] = {
    **_CHILD_FIELDS,
    "caption": lambda _, item, __: item.message,
    "media_product_type": lambda _, item, __: item.detail.get("product"),
    "permalink": _permalink,
    "like_count": _likes,
    "comments_count": _count,
    "total_comments_count": _count,
    "view_count": lambda _, item, __: item.views or None,
    "is_comment_enabled": lambda _, __, ___: True,
}
_COMMENT_FIELDS: Mapping[str, _ItemGetter] = {
    "id": lambda _, item, __: item.id,
    "text": lambda _, item, __: item.message,
    "timestamp": lambda _, item, __: wire_time(item.created),
    "username": lambda _, item, __: item.author.name if item.author else None,
    "from": _from,
    # `user` comes for the account's own comments alone (sample ig_comment).
    "user": lambda _, item, __: (
        {"id": item.page} if item.author is not None and item.author.id == item.page else None
    ),
    "like_count": lambda _, item, __: item.reaction_count,
    "hidden": lambda _, item, __: item.hidden,
    "parent_id": _parent_id,
    "media": lambda scene, item, _: scene.world.items[item.post],
}


_MEDIA_NODE = Node("Media", (), getters_of(_MEDIA_FIELDS), MEDIA_EDGES, IG_MEDIA_UNUSED)
ACCOUNT_NODE = Node(
    "IGUser",
    (),
    getters_of(_ACCOUNT_FIELDS),
    {**ACCOUNT_EDGES, SUBSCRIBED: subscribed_apps},
    IG_ACCOUNT_UNUSED,
)
INSTAGRAM_NODES: Mapping[PlayedKind, Node] = {
    PlayedKind.MEDIA: _MEDIA_NODE,
    PlayedKind.MEDIA_STORY: _MEDIA_NODE,
    PlayedKind.MEDIA_LIVE: _MEDIA_NODE,
    # A part has no permalink (instagram.md, section 2).
    PlayedKind.CHILD: Node("Media", (), getters_of(_CHILD_FIELDS), {}, IG_MEDIA_UNUSED),
    PlayedKind.MEDIA_COMMENT: Node(
        "Comment",
        ("timestamp", "text"),
        getters_of(_COMMENT_FIELDS),
        COMMENT_EDGES,
        IG_COMMENT_UNUSED,
    ),
}
