"""Which right an edge or object needs, and how its absence is answered."""

from collections.abc import Mapping

from archiver.platforms.access import (
    ENGAGEMENT,
    INSTAGRAM_BASIC,
    INSTAGRAM_COMMENTS,
    METADATA,
    USER_CONTENT,
    Access,
)
from archiver.platforms.edges import ATTACHMENTS, COMMENTS
from archiver.platforms.graph_errors import edge_refused, scope_missing
from archiver.platforms.played import COMMENTS as ANSWERS
from archiver.platforms.played import INSTAGRAM, PlayedItem, PlayedKind
from archiver.platforms.world import World

# What reading the edges of a page or post needs (facebook.md, section 2).
_FACEBOOK: Mapping[str, tuple[str, ...]] = {
    "feed": (ENGAGEMENT, USER_CONTENT),
    "posts": (ENGAGEMENT,),
    "published_posts": (ENGAGEMENT,),
    "video_reels": (ENGAGEMENT,),
    "live_videos": (ENGAGEMENT,),
    "stories": (ENGAGEMENT,),
    "settings": (ENGAGEMENT,),
    "blocked": (ENGAGEMENT,),
    "visitor_posts": (USER_CONTENT,),
    "tagged": (USER_CONTENT,),
    "ratings": (USER_CONTENT,),
    COMMENTS: (USER_CONTENT,),
    ATTACHMENTS: (ENGAGEMENT,),
    "subscribed_apps": (METADATA,),
}
# And those of an Instagram account or medium (instagram.md, section 1).
_INSTAGRAM: Mapping[str, tuple[str, ...]] = {
    "media": (INSTAGRAM_BASIC,),
    "stories": (INSTAGRAM_BASIC,),
    "live_media": (INSTAGRAM_BASIC,),
    "tags": (INSTAGRAM_BASIC,),
    "children": (INSTAGRAM_BASIC,),
    COMMENTS: (INSTAGRAM_COMMENTS,),
    "replies": (INSTAGRAM_COMMENTS,),
}


def check_edge(world: World, account: str, name: str) -> None:
    """Raise ``GraphError`` where an edge of an account is not offered or not granted."""
    if (code := world.refused.get((account, name))) is not None:
        raise edge_refused(code, name)
    needed = (_INSTAGRAM if account in world.instagrams else _FACEBOOK).get(name, ())
    for scope in needed:
        if scope not in world.access.scopes:
            raise scope_missing(scope)


def may_read(access: Access, item: PlayedItem) -> bool:
    """Tell whether an item is found by its id; a forbidden one looks like a deleted one."""
    return _needed(item) in access.scopes


def _needed(item: PlayedItem) -> str:
    if item.kind in INSTAGRAM:
        return INSTAGRAM_COMMENTS if item.kind in ANSWERS else INSTAGRAM_BASIC
    others = item.kind in ANSWERS or item.kind is PlayedKind.REVIEW or item.tagged
    return USER_CONTENT if others else ENGAGEMENT
