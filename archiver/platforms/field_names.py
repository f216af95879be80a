"""Fields that exist on the platform but never have a value on a played page.

Asking for them is no error, the key is just left out (facebook.md, section 3;
the platform's own SDK 26.0.3).
"""

PAGE_UNUSED = frozenset(
    [
        "about",
        "access_token_expires",
        "category",
        "description",
        "emails",
        "fan_count",
        "followers_count",
        "is_published",
        "link",
        "phone",
        "picture",
        "tasks",
        "verification_status",
        "website",
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
        "shares",
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
