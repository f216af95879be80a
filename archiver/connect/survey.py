"""What can really be read of an account, found out by reading, and said in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from archiver.connect.grant import LINKED, Target, linked_account
from archiver.connect.needs import MODERATE
from archiver.connect.token_state import TokenState
from archiver.errors import ObjectUnreadable, PermissionMissing, RequestRefused, TokenRefused
from archiver.graph.client import GraphClient
from archiver.items import Platform
from archiver.surfaces import TITLES, Surface

_REFUSALS = (PermissionMissing, RequestRefused, ObjectUnreadable, TokenRefused)
"""How a surface is refused; the token itself has worked, so one that it may not read is no end."""

_PROFILE = {
    Platform.FACEBOOK: "id,name,about,picture",
    Platform.INSTAGRAM: "id,username,name,biography",
}
_FEED = {
    Platform.FACEBOOK: (
        "feed",
        "id,created_time,comments.filter(stream).limit(5).summary(true){id,created_time}",
    ),
    Platform.INSTAGRAM: ("media", "id,timestamp,comments_count,comments.limit(5){id,timestamp}"),
}
_EDGES: Mapping[Platform, Mapping[Surface, str]] = {
    Platform.FACEBOOK: {
        Surface.REELS: "video_reels",
        Surface.LIVE: "live_videos",
        Surface.TAGGED: "tagged",
        Surface.STORIES: "stories",
        Surface.REVIEWS: "ratings",
        Surface.SETTINGS: "settings",
        Surface.BLOCKS: "blocked",
    },
    Platform.INSTAGRAM: {
        Surface.LIVE: "live_media",
        Surface.TAGGED: "tags",
        Surface.STORIES: "stories",
    },
}
"""Where each surface is listed (facebook.md, section 3; instagram.md, section 2). Instagram's reels
are media, and it tells an app neither settings nor blocks nor reviews."""

_COMMENTS_NEED = {
    Platform.FACEBOOK: "pages_read_user_content",
    Platform.INSTAGRAM: "instagram_manage_comments",
}
_FEED_PAGE = "25"


@dataclass(frozen=True, slots=True)
class Ability:
    """One thing that can be seen (True), cannot (False), or nobody can tell yet (None)."""

    what: str
    able: bool | None
    why: str | None = None

    def __str__(self) -> str:
        answer = {True: "yes", False: "no", None: "not known yet"}[self.able]
        return f"{self.what}: {answer}" + (f", {self.why}" if self.why else "")


@dataclass(frozen=True, slots=True)
class Survey:
    """What was read of an account: its name, and what can be seen of it.

    ``linked`` is the Instagram account that belongs to a Page, where one does.
    """

    name: str | None
    linked: str | None
    abilities: tuple[Ability, ...]


@dataclass(frozen=True, slots=True)
class _Comments:
    """What the first page of the feed shows of comments; ``named`` is None where there are none."""

    told: int
    listed: int
    named: bool | None


def look_around(client: GraphClient, target: Target, state: TokenState) -> Survey:
    """Read the account, the first page of its feed, and try every other surface once.

    Raises what the client raises where the account or its feed cannot be
    read: then there is no connection to speak of.
    """
    node = _decode(client.get(target.id, {"fields": _PROFILE[target.platform]}).body)
    edge, fields = _FEED[target.platform]
    page = client.get(f"{target.id}/{edge}", {"fields": fields, "limit": _FEED_PAGE})
    posts = _elements(_decode(page.body))
    comments = _comments(posts)
    name = node.get("name") or node.get("username")
    return Survey(
        name if isinstance(name, str) else None,
        _linked(client, target),
        (
            Ability("posts", able=True, why=f"{len(posts)} on the first page"),
            _of_visitors(target.platform, state, comments),
            _hidden(target.platform, state, comments),
            *_others(client, target),
        ),
    )


def _linked(client: GraphClient, target: Target) -> str | None:
    if target.platform is not Platform.FACEBOOK:
        return None
    try:
        page = _decode(client.get(target.id, {"fields": f"id,{LINKED}"}).body)
    except _REFUSALS:  # a Page is no worse for it
        return None
    return linked_account(page)


def _of_visitors(platform: Platform, state: TokenState, comments: _Comments) -> Ability:
    """Say whether comments can be read; a list that stays empty is no proof (facebook.md, 2)."""
    what, scope = "comments of visitors", _COMMENTS_NEED[platform]
    if scope in state.missing:
        return Ability(what, able=False, why=f"the permission {scope} is missing")
    if comments.listed:
        return Ability(what, able=True)
    if comments.told:
        return Ability(what, able=False, why="the platform counts some and lists none")
    if state.examined:
        return Ability(what, able=True, why="by its permissions; there are none to read yet")
    return Ability(what, able=None, why="there are none to read yet")


def _hidden(platform: Platform, state: TokenState, comments: _Comments) -> Ability:
    what = "hidden comments"
    if platform is Platform.INSTAGRAM:
        return Ability(what, able=None, why="Instagram does not say whether it lists them")
    if state.tasks is not None:
        can = MODERATE in state.tasks
        return Ability(what, able=can, why=None if can else f"the person lacks {MODERATE}")
    if comments.named is False:
        why = f"comments come without their ids, so the person lacks {MODERATE}"
        return Ability(what, able=False, why=why)
    if comments.named:
        return Ability(what, able=True, why="comments come with their ids")
    return Ability(what, able=None, why="a Page's own token does not tell the person's tasks")


def _others(client: GraphClient, target: Target) -> Iterator[Ability]:
    edges = _EDGES[target.platform]
    yield Ability(TITLES[Surface.PROFILE], able=True)
    for surface in Surface:
        if surface in edges:
            yield _try(client, f"{target.id}/{edges[surface]}", TITLES[surface])


def _try(client: GraphClient, path: str, what: str) -> Ability:
    try:
        client.get(path, {"limit": "1"})
    except PermissionMissing:
        return Ability(what, able=False, why="the token may not read them")
    except _REFUSALS:
        return Ability(what, able=False, why="the platform refused")
    return Ability(what, able=True)


def _comments(posts: list[dict[str, Any]]) -> _Comments:
    told, listed, unnamed = 0, 0, 0
    for post in posts:
        edge = post.get("comments")
        found = _elements(edge) if isinstance(edge, dict) else []
        summary = edge.get("summary") if isinstance(edge, dict) else None
        counts = summary.get("total_count") if isinstance(summary, dict) else None
        count = counts if counts is not None else post.get("comments_count")
        told += count if isinstance(count, int) else 0
        listed += len(found)
        unnamed += sum("id" not in each for each in found)
    return _Comments(told, listed, None if not listed else unnamed == 0)


def _elements(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    data = page.get("data")
    return [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []


def _decode(body: bytes) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
