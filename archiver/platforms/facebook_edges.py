"""The lists that hang on a page, post, comment or video of Facebook."""

from collections.abc import Mapping
from enum import StrEnum

from archiver.platforms.calls import Asker
from archiver.platforms.edges import COMMENTS, Asked, EdgeMaker, Listed, nothing, page_of
from archiver.platforms.played import Fact, ItemList, PlayedItem, PlayedKind
from archiver.platforms.scene import Scene
from archiver.platforms.wire import wire_time
from archiver.platforms.world import Feed, Order, Unseen

_FACEBOOK = "https://www.facebook.com"


class Filter(StrEnum):
    """Which levels of comments are listed; ``toplevel`` is what one gets unasked."""

    TOP_LEVEL = "toplevel"
    STREAM = "stream"


class LiveFilter(StrEnum):
    """Which comments of a live video are listed; the first is what one gets unasked."""

    LOW_QUALITY = "filter_low_quality"
    NONE = "no_filter"


def live_status(item: PlayedItem) -> str:
    """Say whether a live video is on air or a recording."""
    return "VOD" if item.ended else "LIVE"


def _feed(scene: Scene, asked: Asked) -> Listed:
    since, until = (asked.instant(key, scene.now) for key in ("since", "until"))
    hidden = asked.yes("include_hidden")
    listed = scene.world.feed(asked.owner, Feed(asked.name), since, until, hidden=hidden)
    listed = listed if asked.yes("show_expired") else listed.shown(scene.now)
    most = scene.behaviour.feed_most
    if most is not None and len(listed.items) > most:
        listed = ItemList(listed.items[:most])
    return page_of(scene, asked, listed, feed=True)


def _reels(scene: Scene, asked: Asked) -> Listed:
    since, until = (asked.instant(key, scene.now) for key in ("since", "until"))
    return page_of(scene, asked, scene.world.things(asked.owner, _REEL, since, until))


def _live_videos(scene: Scene, asked: Asked) -> Listed:
    wanted = asked.parameters.get("broadcast_status")
    found = scene.world.things(asked.owner, _LIVE)
    if wanted is not None:
        chosen = (item for item in found.items if isinstance(item, PlayedItem))
        found = ItemList(tuple(item for item in chosen if live_status(item) in wanted))
    return page_of(scene, asked, found)


def _stories(scene: Scene, asked: Asked) -> Listed:
    archived = asked.parameters.get("status") == "ARCHIVED"
    found = scene.world.things(asked.owner, _STORY).items
    shown = (each for each in found if isinstance(each, PlayedItem))
    rows = (_story(scene, item) for item in shown if not archived and not item.over(scene.now))
    return page_of(scene, asked, ItemList(tuple(rows)))


def _story(scene: Scene, item: PlayedItem) -> Fact:
    (photo,) = scene.world.parts(item.id).items
    values = {
        "post_id": item.id,
        "status": "PUBLISHED",
        "creation_time": None if item.created is None else str(int(item.created.timestamp())),
        "media_type": item.detail["media_type"],
        "media_id": photo.id,
        "url": f"{_FACEBOOK}/stories/{item.page}/{photo.id}",
    }
    return Fact(item.id, "Stories", values, tuple(values))


def _ratings(scene: Scene, asked: Asked) -> Listed:
    found = scene.world.things(asked.owner, _REVIEW).items
    rows = (_rating(item) for item in found if isinstance(item, PlayedItem))
    return page_of(scene, asked, ItemList(tuple(rows)))


def _rating(item: PlayedItem) -> Fact:
    recommends, stars = item.detail["recommends"], item.detail["rating"]
    words = {True: "positive", False: "negative"}
    author = item.author
    values = {
        "created_time": wire_time(item.created),
        "has_rating": stars is not None,
        "has_review": item.message != "",
        "rating": stars,
        "recommendation_type": words.get(recommends) if isinstance(recommends, bool) else None,
        "review_text": item.message,
        "reviewer": None if author is None else {"name": author.name, "id": author.id},
        "open_graph_story": {"id": item.id, "type": "sellers.rates"},
    }
    usual = ("created_time", "recommendation_type", "reviewer", "review_text", "rating")
    return Fact(item.id, "OpenGraphRating", values, usual)


def _blocked(scene: Scene, asked: Asked) -> Listed:
    rows = [
        Fact(
            block.person.id,
            "Profile",
            {
                "id": block.person.id,
                "name": block.person.name,
                "fbid": block.person.id,
                "block_time": wire_time(block.at),
                "block_type": "BLOCK",
                "username": None,
            },
            ("id", "name"),
        )
        for block in scene.world.blocked.get(asked.owner, {}).values()
        if asked.parameters.get("uid", block.person.id) == block.person.id
    ]
    return page_of(scene, asked, ItemList(tuple(rows)))


def _settings(scene: Scene, asked: Asked) -> Listed:
    values = scene.world.settings.get(asked.owner, {}).values()
    usual = ("setting", "value")
    rows = (
        Fact(each.setting, "PageSettings", {"setting": each.setting, "value": each.value}, usual)
        for each in values
    )
    return Listed(tuple(rows))


def _comments(scene: Scene, asked: Asked) -> Listed:
    stream = asked.choice(Filter, "filter", Filter.TOP_LEVEL) is Filter.STREAM
    order = asked.choice(Order, "order", Order.RANKED)
    live = asked.choice(LiveFilter, "live_filter", LiveFilter.LOW_QUALITY)
    levels = scene.behaviour.stream_levels if stream else 1
    listed = scene.world.comments(
        asked.owner,
        levels=levels,
        order=order,
        since=asked.instant("since", scene.now),
        without=_left_out(scene, asked.owner, live),
    )
    page = page_of(scene, asked, listed)
    # With a user token the list is empty and no error says so (facebook.md, section 2).
    seen = Listed(()) if scene.asker is Asker.USER else page
    if not asked.yes("summary"):
        return seen
    count = scene.world.count_below(asked.owner, levels)
    total = count + scene.world.items[asked.owner].unlisted_comments
    summary: dict[str, object] = {"order": order, "total_count": total, "can_comment": True}
    return Listed(seen.items, seen.paging, summary)


def _left_out(scene: Scene, owner: str, live: LiveFilter) -> frozenset[Unseen]:
    """Say which comments this caller is not shown in lists."""
    page = scene.world.pages[scene.world.items[owner].page]
    hidden = scene.access.moderates and page.lists_hidden
    found = set() if hidden else {Unseen.HIDDEN}
    return frozenset(found if live is LiveFilter.NONE else found | {Unseen.LOW_QUALITY})


def _reactions(scene: Scene, asked: Asked) -> Listed:
    """Count reactions, all or of one type; who reacted is never listed."""
    if not asked.yes("summary"):
        return Listed(())
    wanted = "LIKE" if asked.name == "likes" else asked.parameters.get("type", "NONE")
    item = scene.world.items.get(asked.owner)
    counts = dict(item.reactions) if item is not None else {}
    total = sum(counts.values()) if wanted == "NONE" else counts.get(wanted, 0)
    return Listed((), summary={"total_count": total, "viewer_reaction": "NONE"})


_REEL, _LIVE = frozenset({PlayedKind.REEL}), frozenset({PlayedKind.LIVE})
_STORY, _REVIEW = frozenset({PlayedKind.STORY}), frozenset({PlayedKind.REVIEW})

PAGE_EDGES: Mapping[str, EdgeMaker] = {
    **dict.fromkeys(Feed, _feed),
    "video_reels": _reels,
    "live_videos": _live_videos,
    "stories": _stories,
    "ratings": _ratings,
    "blocked": _blocked,
    "settings": _settings,
    # These exist, and a played page has nothing on them (facebook.md, section 3).
    **dict.fromkeys(
        ("scheduled_posts", "photos", "videos", "albums", "conversations", "insights"), nothing
    ),
}
ITEM_EDGES: Mapping[str, EdgeMaker] = {
    COMMENTS: _comments,
    "reactions": _reactions,
    "likes": _reactions,
    "sharedposts": nothing,
    "insights": nothing,
}
