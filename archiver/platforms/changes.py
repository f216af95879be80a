"""The lines that answer or change something already there, on either platform."""

from typing import TypeAlias

from msgspec import UNSET, UnsetType, field

from archiver.platforms.lines import Attachment, Count, Id, Instant, Line, Person


class Comment(Line, frozen=True, tag="comment"):
    """Somebody answers a post, a medium or a comment; without author it is withheld.

    A ``low_quality`` one under a live video is listed with
    ``live_filter=no_filter`` alone.
    """

    id: Id
    parent: Id
    message: str | None = None
    author: Person | None = field(name="from", default=None)
    attachment: Attachment | None = None
    created_time: Instant | UnsetType | None = UNSET
    permalink_url: str | None = None
    low_quality: bool = False


class Edit(Line, frozen=True, tag="edit"):
    """The text of a post or comment becomes another; comments show no time of it."""

    id: Id
    message: str


class Hide(Line, frozen=True, tag="hide"):
    """The page hides a post or comment; its own token still lists it, marked."""

    id: Id


class Unhide(Line, frozen=True, tag="unhide"):
    """The page shows a hidden post or comment again."""

    id: Id


class Delete(Line, frozen=True, tag="delete"):
    """A post or comment goes, and everything below it; the platform never says who did it."""

    id: Id


class Restore(Line, frozen=True, tag="restore"):
    """A deleted post or comment is back, with what was below it and not deleted by itself."""

    id: Id


class Restrict(Line, frozen=True, tag="restrict"):
    """A comment's author is restricted: it is counted, but neither listed nor found."""

    id: Id


class Approve(Line, frozen=True, tag="approve"):
    """A restricted comment is approved, or the restriction of its author ends."""

    id: Id


class Publish(Line, frozen=True, tag="publish"):
    """A draft becomes public."""

    id: Id


class EndLive(Line, frozen=True, tag="end_live"):
    """A broadcast ends: on Facebook a recording stays, on Instagram nothing does."""

    id: Id


class Engagement(Line, frozen=True, tag="engagement"):
    """The counts on a post, medium or comment become these; what is not given stays.

    ``reactions`` counts by the platform's word (LIKE, LOVE, ...); their sum is
    the like count of a comment or medium.
    """

    id: Id
    reactions: dict[str, Count] | UnsetType = UNSET
    shares: Count | UnsetType = UNSET
    views: Count | UnsetType = UNSET


class Profile(Line, frozen=True, tag="profile"):
    """A page or Instagram account describes itself anew; what is not given stays.

    null takes a value away. ``biography`` is Instagram's word.
    """

    id: Id
    name: str | UnsetType = UNSET
    username: str | UnsetType = UNSET
    about: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    biography: str | UnsetType | None = UNSET
    category: str | UnsetType | None = UNSET
    website: str | UnsetType | None = UNSET
    phone: str | UnsetType | None = UNSET
    picture: str | UnsetType | None = UNSET


Change: TypeAlias = (
    Edit | Hide | Unhide | Delete | Restore | Restrict | Approve | Publish | EndLive | Engagement
)
"""A line that changes an item already there."""
