"""The lines that tell what happens on a Facebook Page."""

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType, field

from archiver.platforms.lines import Attachment, Count, Id, Instant, Line, Person


class Page(Line, frozen=True, tag="page"):
    """A page exists from now on; a second line with the same id puts all of it anew.

    ``picture`` is an image as in ``Attachment``. Where ``lists_hidden`` is
    false, hidden comments are left out of lists but still found by their id.
    """

    id: Id
    name: str
    username: str | None = None
    about: str | None = None
    description: str | None = None
    category: str | None = None
    website: str | None = None
    phone: str | None = None
    picture: str | None = None
    lists_hidden: bool = True


class Post(Line, frozen=True, tag="post"):
    """Somebody writes on a page.

    ``author`` (``from`` in the file) is the page itself where nothing is said
    and withheld where it is null. ``created_time`` is ``at`` where nothing is
    said; null leaves the key out. ``unlisted_comments`` are counted by the
    platform but never listed (hidden by privacy, deleted accounts). A
    ``tagged`` post stands elsewhere and names the page. One that is not
    ``published`` is a draft until a ``publish`` line. From ``expires`` on it
    is listed with ``show_expired`` alone and cannot be read by its id.
    """

    id: Id
    page: Id
    message: str | None = None
    story: str | None = None
    author: Person | UnsetType | None = field(name="from", default=UNSET)
    attachments: tuple[Attachment, ...] = ()
    created_time: Instant | UnsetType | None = UNSET
    permalink_url: str | None = None
    unlisted_comments: Count = 0
    tagged: bool = False
    published: bool = True
    expires: Instant | None = None


class Reel(Line, frozen=True, tag="reel"):
    """The page publishes a short video; it stands in ``video_reels`` and not in the feed.

    ``image`` stands for the picture and for the video file.
    """

    id: Id
    page: Id
    message: str | None = None
    image: str | None = None
    created_time: Instant | UnsetType | None = UNSET
    permalink_url: str | None = None
    unlisted_comments: Count = 0


class Story(Line, frozen=True, tag="story"):
    """The page publishes a story; 24 hours after its time it is listed no more."""

    id: Id
    page: Id
    media_type: str = "photo"
    media_id: Id | None = None
    image: str | None = None
    created_time: Instant | UnsetType | None = UNSET


class Review(Line, frozen=True, tag="review"):
    """Somebody recommends the page or warns of it; ``id`` is that of its open graph story.

    ``rating`` are the stars of old reviews. A review without ``from`` has its
    author withheld.
    """

    id: Id
    page: Id
    message: str | None = None
    author: Person | None = field(name="from", default=None)
    recommends: bool | None = True
    rating: Annotated[int, Meta(ge=1, le=5)] | None = None
    created_time: Instant | UnsetType | None = UNSET


class Live(Line, frozen=True, tag="live"):
    """The page goes on air; ``end_live`` makes a recording of it."""

    id: Id
    page: Id
    title: str | None = None
    message: str | None = None
    image: str | None = None
    created_time: Instant | UnsetType | None = UNSET
    permalink_url: str | None = None
    unlisted_comments: Count = 0


class Block(Line, frozen=True, tag="block"):
    """The page blocks somebody."""

    page: Id
    person: Person


class Unblock(Line, frozen=True, tag="unblock"):
    """The page lets somebody in again; ``person`` is the id."""

    page: Id
    person: Id


class Setting(Line, frozen=True, tag="setting"):
    """A setting of the page has this value from now on."""

    page: Id
    setting: Id
    value: bool | int | str
