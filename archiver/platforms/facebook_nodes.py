"""What pages, posts, comments and videos of Facebook have (facebook.md, section 3)."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from archiver.platforms.attachments import (
    comment_attachment,
    narrowed,
    picture,
    post_attachments,
    profile_picture,
    status_type,
)
from archiver.platforms.calls import Asker
from archiver.platforms.entries import Page, Person
from archiver.platforms.facebook_edges import ITEM_EDGES, PAGE_EDGES, live_status
from archiver.platforms.field_names import (
    COMMENT_UNUSED,
    LIVE_UNUSED,
    PAGE_UNUSED,
    POST_UNUSED,
    VIDEO_UNUSED,
)
from archiver.platforms.fields import Field
from archiver.platforms.nodes import Getter, Node
from archiver.platforms.people import SUBSCRIBED, USER_EDGES, subscribed_apps
from archiver.platforms.played import PlayedItem, PlayedKind
from archiver.platforms.scene import Scene
from archiver.platforms.wire import wire_time

_FACEBOOK = "https://www.facebook.com"
_PUBLIC = {"allow": "", "deny": "", "description": "Public", "friends": "", "value": "EVERYONE"}
_ItemGetter: TypeAlias = Callable[[Scene, PlayedItem, Field], object]
_PageGetter: TypeAlias = Callable[[Scene, Page, Field], object]


def person_json(person: Person | None, field: Field) -> object:
    """Describe who wrote something; None where it is withheld."""
    if person is None:
        return None
    return narrowed({"name": person.name, "id": person.id}, field.fields)


def _permalink(scene: Scene, item: PlayedItem) -> str:
    if item.permalink is not None:
        return item.permalink
    top = scene.world.items[item.post]
    post = _top_link(top)
    if item.parent is None:
        return post
    if item.parent == item.post:
        return f"{_absolute(post)}/?comment_id={_tail(item.id)}"
    answered = item
    while answered.parent is not None and answered.parent != answered.post:
        answered = scene.world.items[answered.parent]
    link = f"{_absolute(post)}/?comment_id={_tail(answered.id)}"
    return f"{link}&reply_comment_id={_tail(item.id)}"


def _top_link(top: PlayedItem) -> str:
    """Write the link of what answers nothing; videos have one without a host (sample videos)."""
    match top.kind:
        case PlayedKind.REEL:
            return f"/reel/{_tail(top.id)}"
        case PlayedKind.LIVE:
            return f"/{top.page}/videos/{_tail(top.id)}"
        case _:
            return f"{_FACEBOOK}/{top.page}/posts/{_tail(top.post)}"


def _absolute(link: str) -> str:
    return f"{_FACEBOOK}{link}" if link.startswith("/") else link.rstrip("/")


def _tail(name: str) -> str:
    return name.rpartition("_")[2]


def _parent(scene: Scene, item: PlayedItem, _: Field) -> PlayedItem | None:
    """Give the comment that a reply answers; comments on the post itself have no ``parent``."""
    if item.parent is None or item.parent == item.post:
        return None
    return scene.world.items[item.parent]


def _access_token(scene: Scene, _: Page, __: Field) -> str | None:
    """Give the page's token: only to somebody who has a role on it."""
    return scene.behaviour.token if scene.access.tasks else None


def _tasks(scene: Scene, _: Page, __: Field) -> list[str] | None:
    """Give what a person can do on the page: only to that person."""
    return list(scene.access.tasks) if scene.asker is Asker.USER else None


def _linked(scene: Scene, page: Page, _: Field) -> object:
    return scene.world.instagram_of(page.id)


def _images(scene: Scene, item: PlayedItem, _: Field) -> object:
    source = picture(scene, item)
    return None if source is None else [{"source": source}]


_PAGE_FIELDS: Mapping[str, _PageGetter] = {
    "id": lambda _, page, __: page.id,
    "name": lambda _, page, __: page.name,
    "username": lambda _, page, __: page.username,
    "about": lambda _, page, __: page.about,
    "description": lambda _, page, __: page.description,
    "category": lambda _, page, __: page.category,
    "website": lambda _, page, __: page.website,
    "phone": lambda _, page, __: page.phone,
    "link": lambda _, page, __: f"{_FACEBOOK}/{page.username or page.id}",
    "picture": lambda scene, page, field: narrowed(profile_picture(scene, page), field.fields),
    "instagram_business_account": _linked,
    "connected_instagram_account": _linked,
    "access_token": _access_token,
    "tasks": _tasks,
}
_ITEM_FIELDS: Mapping[str, _ItemGetter] = {
    "id": lambda _, item, __: item.id,
    "message": lambda _, item, __: item.message,
    "created_time": lambda _, item, __: wire_time(item.created),
    "from": lambda _, item, field: person_json(item.author, field),
    "permalink_url": lambda scene, item, __: _permalink(scene, item),
    "is_hidden": lambda _, item, __: item.hidden,
    "can_reply_privately": lambda _, __, ___: False,
}
_POST_FIELDS: Mapping[str, _ItemGetter] = {
    **_ITEM_FIELDS,
    "story": lambda _, item, __: item.story,
    "updated_time": lambda _, item, __: wire_time(item.updated) if item.created else None,
    "status_type": lambda _, item, __: status_type(item),
    "is_published": lambda _, item, __: item.published,
    "is_expired": lambda scene, item, _: item.over(scene.now),
    "timeline_visibility": lambda _, __, ___: "normal",
    "privacy": lambda _, __, ___: _PUBLIC,
    "shares": lambda _, item, __: {"count": item.shares} if item.shares else None,
    "tagged_time": lambda _, item, __: wire_time(item.shown_at) if item.tagged else None,
    "full_picture": lambda scene, item, _: picture(scene, item),
    "picture": lambda scene, item, _: picture(scene, item),
    "attachments": lambda scene, item, field: post_attachments(scene, item, field.fields),
}
_COMMENT_FIELDS: Mapping[str, _ItemGetter] = {
    **_ITEM_FIELDS,
    "attachment": lambda scene, item, field: comment_attachment(scene, item, field.fields),
    "parent": _parent,
    "object": lambda scene, item, _: scene.world.items[item.post],
    "comment_count": lambda scene, item, _: scene.world.count_below(item.id, levels=1),
    "like_count": lambda _, item, __: item.reaction_count,
    "is_private": lambda _, __, ___: False,
    "can_hide": lambda _, item, __: item.author is None or item.author.id != item.page,
    "can_remove": lambda _, __, ___: True,
    "can_comment": lambda _, __, ___: True,
    "can_like": lambda _, __, ___: True,
    "user_likes": lambda _, __, ___: False,
}
_VIDEO_FIELDS: Mapping[str, _ItemGetter] = {
    "id": lambda _, item, __: item.id,
    "description": lambda _, item, __: item.message,
    "title": lambda _, item, __: item.title,
    "from": lambda _, item, field: person_json(item.author, field),
    "permalink_url": lambda scene, item, __: _permalink(scene, item),
}
_REEL_FIELDS: Mapping[str, _ItemGetter] = {
    **_VIDEO_FIELDS,
    "created_time": lambda _, item, __: wire_time(item.created),
    "updated_time": lambda _, item, __: wire_time(item.updated) if item.created else None,
    "published": lambda _, item, __: item.published,
    "picture": lambda scene, item, _: picture(scene, item),
    # Only the page's own token gets the file (facebook.md, section 3).
    "source": lambda scene, item, _: picture(scene, item) if scene.asker is Asker.PAGE else None,
    "views": lambda _, item, __: item.views,
    "post_id": lambda _, item, __: f"{item.page}_{_tail(item.id)}",
}
_LIVE_FIELDS: Mapping[str, _ItemGetter] = {
    **_VIDEO_FIELDS,
    "creation_time": lambda _, item, __: wire_time(item.created),
    "status": lambda _, item, __: live_status(item),
    "live_views": lambda _, item, __: item.views,
    "embed_html": lambda _, __, ___: "<iframe></iframe>",
}
_PHOTO_FIELDS: Mapping[str, _ItemGetter] = {
    "id": lambda _, item, __: item.id,
    "created_time": lambda _, item, __: wire_time(item.created),
    "picture": lambda scene, item, _: picture(scene, item),
    "source": lambda scene, item, _: picture(scene, item),
    "images": _images,
    "from": lambda _, item, field: person_json(item.author, field),
}


def getters_of(getters: Mapping[str, Callable[..., object]]) -> Mapping[str, Getter]:
    """Put getters into a table; each of them is only ever asked about its own kind of thing."""
    return getters


PAGE_NODE = Node(
    "Page",
    ("name",),
    getters_of(_PAGE_FIELDS),
    {**PAGE_EDGES, SUBSCRIBED: subscribed_apps},
    PAGE_UNUSED,
)
USER_NODE = Node(
    "User",
    ("name",),
    {"id": lambda _, user, __: user.id, "name": lambda _, user, __: getattr(user, "name", None)},
    USER_EDGES,
)
_POST_NODE = Node(
    "Post",
    ("created_time", "message", "story"),
    getters_of(_POST_FIELDS),
    ITEM_EDGES,
    POST_UNUSED,
)
FACEBOOK_NODES: Mapping[PlayedKind, Node] = {
    PlayedKind.POST: _POST_NODE,
    # A story is read by the id of its post, a review by that of its open graph story.
    PlayedKind.STORY: _POST_NODE,
    PlayedKind.REVIEW: _POST_NODE,
    PlayedKind.COMMENT: Node(
        "Comment",
        ("created_time", "from", "message"),
        getters_of(_COMMENT_FIELDS),
        ITEM_EDGES,
        COMMENT_UNUSED,
    ),
    PlayedKind.REEL: Node(
        "Video",
        ("updated_time", "description"),
        getters_of(_REEL_FIELDS),
        ITEM_EDGES,
        VIDEO_UNUSED,
    ),
    PlayedKind.LIVE: Node(
        "LiveVideo",
        ("status", "embed_html"),
        getters_of(_LIVE_FIELDS),
        ITEM_EDGES,
        LIVE_UNUSED,
    ),
    PlayedKind.PHOTO: Node("Photo", ("created_time",), getters_of(_PHOTO_FIELDS), ITEM_EDGES),
}
