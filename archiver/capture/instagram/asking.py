"""What is asked of an Instagram account: the fields of every kind (instagram.md, section 2)."""

from archiver.items import ItemKind

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
LIVE_FIELDS = "id,ig_id,permalink,owner,username,caption,media_type,media_product_type,timestamp"
TAGGED_FIELDS = (
    "id,permalink,username,caption,media_type,media_url,timestamp,like_count,comments_count,"
    f"children{{{_PART_FIELDS}}}"
)
PROFILE_FIELDS = "id,ig_id,username,name,biography,website,profile_picture_url"


_FIELDS = {
    ItemKind.COMMENT: COMMENT_FIELDS,
    ItemKind.REPLY: REPLY_FIELDS,  # there is no level below
    ItemKind.STORY: STORY_FIELDS,
    ItemKind.LIVE_VIDEO: LIVE_FIELDS,
    ItemKind.PROFILE: PROFILE_FIELDS,
}


def fields_of(kind: ItemKind) -> str:
    """Give what is asked of an item of this kind."""
    return _FIELDS.get(kind, MEDIA_FIELDS)
