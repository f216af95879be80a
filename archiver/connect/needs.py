"""What a token must be allowed to do so that nothing of an account is silently left out."""

from dataclasses import dataclass

from archiver.items import Platform

MODERATE = "MODERATE"


@dataclass(frozen=True, slots=True)
class Needs:
    """Permissions in the platform's own words.

    Without one of ``essential`` the platform shows too little without saying
    so; ``all`` has those as well that it refuses openly without.
    """

    all: tuple[str, ...]
    essential: tuple[str, ...]


_PAGES = ("pages_show_list", "pages_read_engagement")
_NEEDS = {
    # facebook.md, section 2: without pages_read_user_content nobody's comment but the Page's own.
    Platform.FACEBOOK: Needs(
        (*_PAGES, "pages_read_user_content"),
        ("pages_read_engagement", "pages_read_user_content"),
    ),
    # instagram.md, section 1: the way through a linked Page, with the Page's token.
    Platform.INSTAGRAM: Needs(
        (*_PAGES, "instagram_basic", "instagram_manage_comments"),
        ("instagram_basic", "instagram_manage_comments"),
    ),
}

SAYINGS = {
    "pages_show_list": "see which Pages the person manages",
    "pages_read_engagement": "read the Page's own posts",
    "pages_read_user_content": "read what visitors wrote: their comments, posts and reviews",
    "instagram_basic": "read the Instagram account's own posts",
    "instagram_manage_comments": "read comments on Instagram",
    MODERATE: "read hidden comments, and the ids of all comments",
}
"""What each is for, in words."""


def needs_of(platform: Platform) -> Needs:
    """Give what an account of this platform needs."""
    return _NEEDS[platform]
