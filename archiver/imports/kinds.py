"""The kinds of file that can be imported, and what each is, in words for a clerk."""

from enum import StrEnum

from archiver.items import Platform


class ImportKind(StrEnum):
    """Where a file came from; the value is what is typed, and stands in every envelope."""

    FACEBOOK_DOWNLOAD = "facebook-download"
    INSTAGRAM_DOWNLOAD = "instagram-download"
    BUSINESS_SUITE = "business-suite"
    INSTALOADER = "instaloader"
    SCREENSHOT = "screenshot"


PLATFORMS: dict[ImportKind, tuple[Platform, ...]] = {
    ImportKind.FACEBOOK_DOWNLOAD: (Platform.FACEBOOK,),
    ImportKind.INSTAGRAM_DOWNLOAD: (Platform.INSTAGRAM,),
    ImportKind.BUSINESS_SUITE: (Platform.FACEBOOK, Platform.INSTAGRAM),
    ImportKind.INSTALOADER: (Platform.INSTAGRAM,),
    ImportKind.SCREENSHOT: tuple(Platform),
}
"""The platforms whose accounts a kind of file can be about."""

EXPLAINED: dict[ImportKind, str] = {
    ImportKind.FACEBOOK_DOWNLOAD: (
        "the ZIP files, or the unpacked folder, of Facebook's Download your information, in "
        "JSON. The account's own posts and comments; it holds no ids, nothing by others, "
        "nothing hidden or deleted."
    ),
    ImportKind.INSTAGRAM_DOWNLOAD: (
        "the same of Instagram: own posts, stories, reels and own comments."
    ),
    ImportKind.BUSINESS_SUITE: (
        "a CSV file of posts from Meta Business Suite, saved as UTF-8. Its times have no zone: "
        "give --time-zone, or they are left out."
    ),
    ImportKind.INSTALOADER: (
        "a folder that instaloader wrote: posts, comments, earlier captions, pictures. Comments "
        "in it may have been deleted long ago; it does not say. To have a public profile fetched: "
        "civickeep account instaloader."
    ),
    ImportKind.SCREENSHOT: (
        "one image or PDF taken by hand, with --by, --taken, --how, --url and --transcript."
    ),
}
"""What each kind is, for the command's help."""

RUNS = "imported-"
"""Begins the names of imports, which stand where a version names its capture."""
