"""Fields that exist on the platform but never have a value on a played page.

Asking for them is no error, the key is just left out (facebook.md, section 3;
the platform's own SDK 26.0.3).
"""

PAGE_UNUSED = frozenset(
    [
        "access_token_expires",
        "emails",
        "fan_count",
        "followers_count",
        "is_published",
        "verification_status",
    ]
)
POST_UNUSED = frozenset(
    [
        "actions",
        "admin_creator",
        "allowed_advertising_objects",
        "application",
        "backdated_time",
        "call_to_action",
        "child_attachments",
        "coordinates",
        "event",
        "expanded_height",
        "expanded_width",
        "feed_targeting",
        "height",
        "icon",
        "instagram_eligibility",
        "is_app_share",
        "is_eligible_for_promotion",
        "is_instagram_eligible",
        "is_live",
        "is_popular",
        "is_spherical",
        "message_tags",
        "multi_share_end_card",
        "multi_share_optimized",
        "parent_id",
        "place",
        "promotable_id",
        "promotion_status",
        "properties",
        "scheduled_publish_time",
        "story_tags",
        "target",
        "targeting",
        "to",
        "via",
        "video_buying_eligibility",
        "width",
    ]
)
COMMENT_UNUSED = frozenset(
    [
        "admin_creator",
        "application",
        "live_broadcast_timestamp",
        "message_tags",
        "private_reply_conversation",
    ]
)
VIDEO_UNUSED = frozenset(
    [
        "backdated_time",
        "content_category",
        "embed_html",
        "event",
        "format",
        "icon",
        "is_crosspost_video",
        "length",
        "live_status",
        "place",
        "privacy",
        "scheduled_publish_time",
        "status",
        "thumbnails",
        "universal_video_id",
    ]
)
LIVE_UNUSED = frozenset(
    [
        "broadcast_start_time",
        "dash_ingest_url",
        "errors",
        "ingest_streams",
        "overlay_url",
        "planned_start_time",
        "secure_stream_url",
        "seconds_left",
        "source",
        "stream_url",
        "targeting",
        "video",
    ]
)
IG_ACCOUNT_UNUSED = frozenset(
    [
        "followers_count",
        "follows_count",
        "has_profile_pic",
        "ig_id",
        "is_published",
        "legacy_instagram_user_id",
        "shopping_product_tag_eligibility",
    ]
)
IG_MEDIA_UNUSED = frozenset(
    [
        "alt_text",
        "boost_ads_list",
        "boost_eligibility_info",
        "caption",
        "comments_count",
        "copyright_check_information",
        "is_ai_generated",
        "is_shared_to_feed",
        "legacy_instagram_media_id",
        "like_count",
        "permalink",
    ]
)
IG_COMMENT_UNUSED = frozenset(["legacy_instagram_comment_id"])
