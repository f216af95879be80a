"""What is asked of an Instagram account: the fields of every kind (instagram.md, section 2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from archiver.items import ItemKind
from archiver.surfaces import Surface

COMMENTS_A_CALL = 50
"""The platform gives no more comments than this to one question (instagram.md, section 3)."""

_PART_FIELDS = "id,media_type,media_url,thumbnail_url,timestamp"
MEDIA_FIELDS = (
    "id,ig_id,shortcode,permalink,owner,username,caption,alt_text,media_type,media_product_type,"
    "media_url,thumbnail_url,timestamp,like_count,comments_count,is_comment_enabled,"
    f"children{{{_PART_FIELDS}}}"
)
REPLY_FIELDS = "id,text,timestamp,username,from{id,username},like_count,hidden,parent_id"
COMMENT_FIELDS = f"{REPLY_FIELDS},replies.limit({COMMENTS_A_CALL}){{{REPLY_FIELDS}}}"
STORY_FIELDS = (
    "id,ig_id,permalink,owner,username,caption,media_type,media_product_type,media_url,"
    "thumbnail_url,timestamp"
)
LIVE_FIELDS = (
    "id,ig_id,permalink,owner,username,caption,media_type,media_product_type,timestamp,"
    "comments_count"
)
TAGGED_FIELDS = (
    "id,permalink,username,caption,media_type,media_url,timestamp,like_count,comments_count,"
    f"children{{{_PART_FIELDS}}}"
)
PROFILE_FIELDS = "id,ig_id,username,name,biography,website,profile_picture_url"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of an account: on which surface, of what, and what is asked of it.

    ``answered`` says that people can answer below it.
    """

    surface: Surface
    path: str
    kind: ItemKind
    fields: str
    answered: bool = True

    @property
    def words(self) -> str:
        """The list, as a gap names it."""
        return f"the {self.surface}"


MEDIA = Listing(Surface.FEED, "media", ItemKind.POST, MEDIA_FIELDS)
OPTIONAL = (
    Listing(Surface.STORIES, "stories", ItemKind.STORY, STORY_FIELDS, answered=False),
    # Only while the broadcast runs (instagram.md, section 2).
    Listing(Surface.LIVE, "live_media", ItemKind.LIVE_VIDEO, LIVE_FIELDS),
    # Others' media: their comments are not ours to read.
    Listing(Surface.TAGGED, "tags", ItemKind.POST, TAGGED_FIELDS, answered=False),
)
"""Every list beside the media, in the order in which they are read."""

LISTINGS: Mapping[Surface, Listing] = {each.surface: each for each in (MEDIA, *OPTIONAL)}

_FIELDS: Mapping[ItemKind, str] = {
    ItemKind.COMMENT: COMMENT_FIELDS,
    ItemKind.REPLY: REPLY_FIELDS,  # there is no level below
    ItemKind.STORY: STORY_FIELDS,
    ItemKind.LIVE_VIDEO: LIVE_FIELDS,
    ItemKind.PROFILE: PROFILE_FIELDS,
}


def fields_of(kind: ItemKind) -> str:
    """Give what is asked of an item of this kind."""
    return _FIELDS.get(kind, MEDIA_FIELDS)
