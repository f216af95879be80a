"""What is asked of a Facebook Page: the fields of every kind, and the lists in which they stand.

``fields`` are tried in turn: where the platform does not know one of the
first, the last still hold everything that makes a version (facebook.md,
section 3).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from archiver.items import ANSWERS, ItemKind
from archiver.surfaces import Surface

_ATTACHED = "type,media_type,title,description,url,unshimmed_url,target,media"
ATTACHMENTS = f"attachments{{{_ATTACHED},subattachments.limit(100){{{_ATTACHED}}}}}"
_REACTIONS = "reactions.limit(0).summary(total_count)"
_LIKES = "likes.limit(0).summary(true)"
COUNT_COMMENTS = "comments.filter(stream).limit(0).summary(true){id}"
"""Asks how many comments there are without listing any: saves the call where there are none."""

POST_FIELDS = (
    "id,message,story,created_time,updated_time,from,permalink_url,status_type,is_hidden,"
    f"is_published,is_expired,parent_id,place,message_tags,{ATTACHMENTS}"
)
COMMENT_FIELDS = (
    "id,message,created_time,from,parent{id},object{id},attachment,message_tags,"
    "permalink_url,is_hidden,is_private,comment_count,like_count"
)
REEL_FIELDS = "id,title,description,created_time,updated_time,from,permalink_url,picture,source"
LIVE_FIELDS = "id,title,description,creation_time,status,from,permalink_url"
STORY_FIELDS = "post_id,status,creation_time,media_type,media_id,url"
REVIEW_FIELDS = (
    "created_time,recommendation_type,has_review,has_rating,review_text,rating,"
    "reviewer{id,name},open_graph_story"
)
BLOCK_FIELDS = "id,name,fbid,username,block_time,block_type"
SETTING_FIELDS = "setting,value"
PROFILE_FIELDS = "id,name,username,about,description,category,website,phone,emails,link,picture"

_COUNTED = f"{_REACTIONS},shares"
_OF_COMMENTS = {"filter": "stream", "order": "chronological", "summary": "true"}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of a Page: on which surface, of what, and what is asked of it.

    ``comments`` are the parameters of the threads below, or None where nobody
    can answer. Where ``since`` is true the list can be asked for what was
    created from some time on. ``has_ids`` says that its elements are named
    ``id`` and can be read by it.
    """

    surface: Surface
    path: str
    kind: ItemKind
    fields: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] | None = None
    since: bool = False
    has_ids: bool = False

    @property
    def words(self) -> str:
        """The list, as a gap names it."""
        return f"the {self.surface}"


FEED = Listing(
    Surface.FEED,
    "feed",
    ItemKind.POST,
    (f"{POST_FIELDS},{COUNT_COMMENTS},{_COUNTED}", f"{POST_FIELDS},{COUNT_COMMENTS}"),
    parameters={"include_hidden": "true"},
    comments=_OF_COMMENTS,
    since=True,
    has_ids=True,
)
OPTIONAL = (
    Listing(
        Surface.REELS,
        "video_reels",
        ItemKind.REEL,
        (f"{REEL_FIELDS},{COUNT_COMMENTS},{_LIKES}", REEL_FIELDS),
        comments=_OF_COMMENTS,
        since=True,
        has_ids=True,
    ),
    Listing(
        Surface.LIVE,
        "live_videos",
        ItemKind.LIVE_VIDEO,
        (f"{LIVE_FIELDS},{COUNT_COMMENTS},{_LIKES}", LIVE_FIELDS),
        # Without it the platform leaves out what it thinks of low quality.
        comments={**_OF_COMMENTS, "live_filter": "no_filter"},
        has_ids=True,
    ),
    Listing(
        Surface.TAGGED,
        "tagged",
        ItemKind.POST,
        (f"{POST_FIELDS},tagged_time,{COUNT_COMMENTS},{_COUNTED}", POST_FIELDS),
        comments=_OF_COMMENTS,
        has_ids=True,
    ),
    Listing(Surface.STORIES, "stories", ItemKind.STORY, (STORY_FIELDS,)),
    Listing(Surface.REVIEWS, "ratings", ItemKind.REVIEW, (REVIEW_FIELDS,)),
    Listing(Surface.SETTINGS, "settings", ItemKind.SETTING, (SETTING_FIELDS,)),
    Listing(Surface.BLOCKS, "blocked", ItemKind.BLOCK, (BLOCK_FIELDS,)),
)
"""Every list beside the feed, in the order in which they are read."""

LISTINGS: Mapping[Surface, Listing] = {each.surface: each for each in (FEED, *OPTIONAL)}

_NODES: Mapping[ItemKind, tuple[str, ...]] = {
    ItemKind.POST: (f"{POST_FIELDS},{COUNT_COMMENTS},{_COUNTED}", POST_FIELDS),
    ItemKind.REEL: LISTINGS[Surface.REELS].fields,
    ItemKind.LIVE_VIDEO: LISTINGS[Surface.LIVE].fields,
    ItemKind.PROFILE: (PROFILE_FIELDS,),
    **dict.fromkeys(ANSWERS, (COMMENT_FIELDS,)),
}
BY_ID_ALONE: frozenset[ItemKind] = frozenset({ItemKind.STORY, ItemKind.REVIEW})
"""What the platform shows whole in a list only; a direct read tells whether it is still there."""


def node_fields(kind: ItemKind) -> tuple[str, ...]:
    """Give what is asked of one item of a kind, in a direct read; alternatives in turn."""
    return _NODES.get(kind, ("id",))


_INNER = re.compile(r"\([^(){}]*\)|\{[^(){}]*\}")


def _names(fields: str) -> frozenset[str]:
    """Give the names at the top of a list of fields, without parameters and inner fields."""
    bare = _INNER.sub("", fields)
    if bare != fields:
        return _names(bare)
    return frozenset(name.partition(".")[0] for name in bare.split(","))


_ASKED: Mapping[ItemKind, frozenset[str]] = {
    kind: frozenset({"id"}).union(
        *(_names(each) for each in node_fields(kind)),
        *(_names(each) for one in LISTINGS.values() if one.kind is kind for each in one.fields),
    )
    for kind in ItemKind
}


def unknown_fields(kind: ItemKind, payload: Mapping[str, object]) -> frozenset[str]:
    """Name the fields of an item that nobody asked for: the platform has something new."""
    return frozenset(payload.keys() - _ASKED[kind])
