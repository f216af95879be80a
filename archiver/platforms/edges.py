"""The lists that hang on a page, post or comment: which items, in which order, how many."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from archiver.civil_time import from_wire
from archiver.platforms.graph_errors import bad_parameter, unknown_path
from archiver.platforms.paging import cut, limit_of, paging
from archiver.platforms.scene import Scene
from archiver.platforms.world import Feed, ItemList, Order, PlayedItem

COMMENTS = "comments"
ATTACHMENTS = "attachments"
FEEDS = frozenset(feed.value for feed in Feed)
# Edges that exist and on which a played page has nothing (facebook.md, section 3).
EMPTY_EDGES = frozenset(
    [
        "tagged",
        "scheduled_posts",
        "photos",
        "videos",
        "albums",
        "live_videos",
        "video_reels",
        "stories",
        "ratings",
        "conversations",
        "blocked",
        "reactions",
        "likes",
        "sharedposts",
        "insights",
    ]
)
_NO = frozenset({"", "0", "false"})
_E = TypeVar("_E", bound=StrEnum)


class Filter(StrEnum):
    """Which levels of comments are listed; ``toplevel`` is what one gets unasked."""

    TOP_LEVEL = "toplevel"
    STREAM = "stream"


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of an edge; ``paging`` and ``summary`` are None where they are left out."""

    items: tuple[PlayedItem, ...]
    paging: dict[str, object] | None = None
    summary: dict[str, object] | None = None


def edge(scene: Scene, owner: str, name: str, parameters: Mapping[str, str]) -> Listed:
    """List an edge of the object ``owner``.

    Raises ``GraphError`` where the edge or a parameter is not understood.
    """
    if name in FEEDS:
        return _feed(scene, owner, Feed(name), parameters)
    if name == COMMENTS:
        return _comments(scene, owner, parameters)
    if name in EMPTY_EDGES:
        return Listed((), summary=_reactions(parameters) if name == "reactions" else None)
    raise unknown_path(f"{owner}/{name}")


def _feed(scene: Scene, page: str, which: Feed, parameters: Mapping[str, str]) -> Listed:
    since, until = (_instant(parameters, key, scene.now) for key in ("since", "until"))
    limit = limit_of(parameters, feed=True)
    listed = scene.world.feed(page, which, since, until)
    return _page_of(scene, f"{page}/{which}", listed, parameters, limit)


def _comments(scene: Scene, owner: str, parameters: Mapping[str, str]) -> Listed:
    stream = _choice(Filter, parameters, "filter", Filter.TOP_LEVEL) is Filter.STREAM
    order = _choice(Order, parameters, "order", Order.RANKED)
    since = _instant(parameters, "since", scene.now)
    limit = limit_of(parameters, feed=False)
    listed = scene.world.comments(owner, stream=stream, order=order, since=since)
    page = _page_of(scene, f"{owner}/{COMMENTS}", listed, parameters, limit)
    if not _yes(parameters, "summary"):
        return page
    count = scene.world.count_below(owner, stream=stream)
    total = count + scene.world.items[owner].unlisted_comments
    summary: dict[str, object] = {"order": order, "total_count": total, "can_comment": True}
    return Listed(page.items, page.paging, summary)


def _page_of(
    scene: Scene, path: str, listed: ItemList, parameters: Mapping[str, str], limit: int
) -> Listed:
    made = cut(listed, parameters, limit)
    if not made.items:
        return Listed(())
    repeated = {"access_token": scene.token, **parameters, "limit": str(limit)}
    return Listed(made.items, paging(made, scene.address(path), repeated))


def _reactions(parameters: Mapping[str, str]) -> dict[str, object] | None:
    if not _yes(parameters, "summary"):
        return None
    return {"total_count": 0, "viewer_reaction": "NONE"}


def _yes(parameters: Mapping[str, str], key: str) -> bool:
    return parameters.get(key, "").lower() not in _NO


def _choice(kind: type[_E], parameters: Mapping[str, str], key: str, default: _E) -> _E:
    text = parameters.get(key, default.value)
    try:
        return kind(text)
    except ValueError as error:
        known = ", ".join(kind)
        raise bad_parameter(f"Param {key} must be one of {{{known}}}") from error


def _instant(parameters: Mapping[str, str], key: str, now: datetime) -> datetime | None:
    """Read ``since`` or ``until``: unix seconds, ISO 8601 or ``now``."""
    text = parameters.get(key, "")
    try:
        if text in {"", "now"}:
            return now if text else None
        return datetime.fromtimestamp(int(text), UTC) if text.isdecimal() else from_wire(text)
    except (ValueError, OverflowError, OSError) as error:
        raise bad_parameter(f"Param {key} must be a UNIX timestamp or ISO 8601 time") from error
