"""The surfaces of an account: the places on a platform where something can be said or shown."""

from collections.abc import Mapping
from enum import StrEnum


class Surface(StrEnum):
    """One place where an account's items are listed; an item belongs to the one that lists it.

    ``feed`` holds posts with their comments (on Instagram: media). It is
    essential: without it a capture is worth nothing. Every other surface can
    be switched off for an account, and what the token may not read of it is a
    listed gap.
    """

    FEED = "feed"
    REELS = "reels"
    LIVE = "live"
    TAGGED = "tagged"
    STORIES = "stories"
    REVIEWS = "reviews"
    PROFILE = "profile"
    SETTINGS = "settings"
    BLOCKS = "blocks"


TITLES: Mapping[Surface, str] = {
    Surface.FEED: "posts and their comments",
    Surface.REELS: "reels and their comments",
    Surface.LIVE: "live videos and their comments",
    Surface.TAGGED: "posts of others that tag the account",
    Surface.STORIES: "stories",
    Surface.REVIEWS: "reviews and recommendations",
    Surface.PROFILE: "the account's own name, description and picture",
    Surface.SETTINGS: "the account's settings",
    Surface.BLOCKS: "the list of blocked people",
}
"""Each surface in words, for people."""

EVERY_SURFACE = frozenset(Surface)
