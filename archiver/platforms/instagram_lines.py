"""The lines that tell what happens on a professional Instagram account."""

from enum import StrEnum

from msgspec import UNSET, Struct, UnsetType, field

from archiver.platforms.lines import Count, Id, Instant, Line, Person


class CommentPages(StrEnum):
    """How comments of a medium are listed: the vendor's pages and recorded answers differ."""

    PAGES = "pages"  # with a cursor, the last page without `paging`
    FIFTY = "fifty"  # the newest fifty and no way on


class Product(StrEnum):
    """Where a medium is shown; the edge that lists it follows from this."""

    FEED = "FEED"
    REELS = "REELS"
    STORY = "STORY"
    LIVE = "LIVE"


class MediaType(StrEnum):
    """What a medium is."""

    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    CAROUSEL = "CAROUSEL_ALBUM"


class Instagram(Line, frozen=True, tag="instagram"):
    """An Instagram account exists from now on; ``page`` is the Page it is linked to.

    Where ``lists_hidden`` is false, hidden comments are left out of lists but
    still found by their id.
    """

    id: Id
    username: str
    name: str | None = None
    biography: str | None = None
    website: str | None = None
    picture: str | None = None
    page: Id | None = None
    comments: CommentPages = CommentPages.PAGES
    lists_hidden: bool = False


class Child(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of a carousel."""

    id: Id
    type: MediaType = MediaType.IMAGE
    image: str | None = None


class Media(Line, frozen=True, tag="media"):
    """A medium appears: a picture, a video, a carousel, a reel, a story or a broadcast.

    ``message`` is the caption. With a ``from`` that is not the account it is
    somebody else's and tags the account. ``withheld`` leaves ``media_url``
    out (copyright); ``likes_hidden`` leaves ``like_count`` out;
    ``before_business`` refuses its comments with 100/2108006.
    """

    id: Id
    account: Id
    message: str | None = None
    author: Person | UnsetType = field(name="from", default=UNSET)
    type: MediaType = MediaType.IMAGE
    product: Product = Product.FEED
    image: str | None = None
    children: tuple[Child, ...] = ()
    created_time: Instant | UnsetType | None = UNSET
    permalink_url: str | None = None
    unlisted_comments: Count = 0
    withheld: bool = False
    likes_hidden: bool = False
    before_business: bool = False
