"""The lists that hang on an Instagram account, medium or comment."""

from collections.abc import Collection, Mapping
from functools import partial

from archiver.platforms.edges import COMMENTS, Asked, EdgeMaker, Listed, nothing, page_of
from archiver.platforms.graph_errors import before_business
from archiver.platforms.instagram_lines import CommentPages
from archiver.platforms.paging import limit_of
from archiver.platforms.played import ItemList, PlayedItem, PlayedKind
from archiver.platforms.scene import Scene
from archiver.platforms.world import Order, Unseen

NEWEST = 10_000
"""No more media than these are listed (instagram.md, section 2)."""

MOST_COMMENTS = 50
"""A call gives no more comments than this (instagram.md, section 3)."""

REPLIES = "replies"


def _media(scene: Scene, asked: Asked) -> Listed:
    since, until = (asked.instant(key, scene.now) for key in ("since", "until"))
    found = scene.world.things(asked.owner, _MEDIA, since, until)
    newest = found if len(found.items) <= NEWEST else ItemList(found.items[:NEWEST])
    return page_of(scene, asked, newest)


def _shown(kinds: Collection[PlayedKind], scene: Scene, asked: Asked) -> Listed:
    """List what is shown only for a while: stories and broadcasts."""
    found = scene.world.things(asked.owner, kinds).items
    still = (item for item in found if isinstance(item, PlayedItem) and not item.over(scene.now))
    return page_of(scene, asked, ItemList(tuple(still)))


def _tags(scene: Scene, asked: Asked) -> Listed:
    return page_of(scene, asked, scene.world.things(asked.owner, _MEDIA, tagged=True))


def _children(scene: Scene, asked: Asked) -> Listed:
    return Listed(scene.world.parts(asked.owner).items)


def _comments(scene: Scene, asked: Asked) -> Listed:
    """List comments newest first: at most fifty, in one of the two ways that are told of."""
    item = scene.world.items[asked.owner]
    if item.detail.get("before_business"):
        raise before_business()
    account = scene.world.instagrams[item.page]
    fewer = str(min(MOST_COMMENTS, _limit(asked)))
    asked = Asked(asked.owner, asked.name, {**asked.parameters, "limit": fewer})
    listed = scene.world.comments(
        asked.owner, levels=1, order=Order.REVERSE, without=_left_out(scene, item)
    )
    if account.comments is CommentPages.FIFTY:
        return Listed(listed.items[: int(fewer)])
    return _forward(page_of(scene, asked, listed))


def _replies(scene: Scene, asked: Asked) -> Listed:
    item = scene.world.items[asked.owner]
    listed = scene.world.comments(
        asked.owner, levels=1, order=Order.CHRONOLOGICAL, without=_left_out(scene, item)
    )
    return _forward(page_of(scene, asked, listed))


def _left_out(scene: Scene, item: PlayedItem) -> frozenset[Unseen]:
    lists_hidden = scene.world.instagrams[item.page].lists_hidden
    return frozenset() if lists_hidden else frozenset({Unseen.HIDDEN})


def _limit(asked: Asked) -> int:
    return limit_of({"limit": str(MOST_COMMENTS), **asked.parameters}, feed=False)


def _forward(page: Listed) -> Listed:
    """Keep the way on alone: the last page has no ``paging`` (sample comments_p1)."""
    if page.paging is None or "next" not in page.paging:
        return Listed(page.items)
    cursors = page.paging["cursors"]
    after = cursors["after"] if isinstance(cursors, dict) else ""
    return Listed(page.items, {"cursors": {"after": after}, "next": page.paging["next"]})


_MEDIA = frozenset({PlayedKind.MEDIA})

ACCOUNT_EDGES: Mapping[str, EdgeMaker] = {
    "media": _media,
    "stories": partial(_shown, frozenset({PlayedKind.MEDIA_STORY})),
    "live_media": partial(_shown, frozenset({PlayedKind.MEDIA_LIVE})),
    "tags": _tags,
    "conversations": nothing,
    "insights": nothing,
}
MEDIA_EDGES: Mapping[str, EdgeMaker] = {
    COMMENTS: _comments,
    "children": _children,
    "insights": nothing,
    "collaborators": nothing,
}
COMMENT_EDGES: Mapping[str, EdgeMaker] = {REPLIES: _replies}
