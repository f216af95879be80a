"""The lines of a timeline: what happens on an invented page, and when.

Every line is one JSON object with ``at`` (an instant with its time zone) and
``do`` (what happens). The classes below are those lines, so that a timeline can
be written by hand in a file or put together in code; ``docs/playback.md``
shows the format to people.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import UNSET, Meta, Struct, UnsetType, field

Instant: TypeAlias = Annotated[datetime, Meta(tz=True)]
"""An instant that names its time zone; a naive one has no meaning here."""

Id: TypeAlias = Annotated[str, Meta(min_length=1)]


class Person(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who wrote something, as the platform names them."""

    id: Id
    name: str


class Attachment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What hangs on a post or comment; ``type`` is the platform's word (photo, share, sticker...).

    ``image`` is a file beside the timeline or a ``data:image/png;base64,...``
    address. Two or more photos on one post are answered as an album, as the
    platform does.
    """

    type: str = "photo"
    title: str | None = None
    description: str | None = None
    url: str | None = None
    image: str | None = None


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do"):
    """What every line has: the instant from which it counts."""

    at: Instant


class Page(Line, frozen=True, tag="page"):
    """A page exists from now on; a second line with the same id gives it a new name."""

    id: Id
    name: str
    username: str | None = None


class Post(Line, frozen=True, tag="post"):
    """Somebody writes on a page.

    ``author`` (``from`` in the file) is the page itself where nothing is said
    and withheld where it is null. ``created_time`` is ``at`` where nothing is
    said; null leaves the key out. ``unlisted_comments`` are counted by the
    platform but never listed (hidden by privacy, deleted accounts).
    """

    id: Id
    page: Id
    message: str | None = None
    story: str | None = None
    author: Person | UnsetType | None = field(name="from", default=UNSET)
    attachments: tuple[Attachment, ...] = ()
    created_time: Instant | UnsetType | None = UNSET
    permalink_url: str | None = None
    unlisted_comments: Annotated[int, Meta(ge=0)] = 0


class Comment(Line, frozen=True, tag="comment"):
    """Somebody answers a post or a comment; a comment without author has it withheld."""

    id: Id
    parent: Id
    message: str | None = None
    author: Person | None = field(name="from", default=None)
    attachment: Attachment | None = None
    created_time: Instant | UnsetType | None = UNSET
    permalink_url: str | None = None


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


class FaultKind(StrEnum):
    """How the platform misbehaves. New kinds get their answer in ``faults.py``."""

    THROTTLE = "throttle"  # code 80001, minutes to wait in the usage header
    APP_LIMIT = "app_limit"  # code 4
    HTTP_500 = "http_500"  # code 1, "reduce the amount of data"
    HTTP_502 = "http_502"  # an HTML page instead of JSON
    CUT_BODY = "cut_body"  # the connection ends before the promised length
    CUT_JSON = "cut_json"  # the promised length is kept, but the JSON ends too early
    TOKEN_EXPIRED = "token_expired"  # noqa: S105 - the name of a fault: code 190, subcode 463
    PERMISSION_MISSING = "permission_missing"  # code 200
    OBJECT_UNREADABLE = "object_unreadable"  # code 100, subcode 33: deleted or forbidden
    ERROR_IN_200 = "error_in_200"  # code 2 under HTTP status 200
    REPEATED_PAGE = "repeated_page"  # the first page of the list comes again
    EMPTY_PAGE = "empty_page"  # no items, but a next page
    SILENT_EMPTY = "silent_empty"  # no items, no next page, no error: a wrong kind of token


class Fault(Line, frozen=True, tag="fault"):
    """From ``at`` on, some calls go wrong.

    A call counts when its path holds ``path`` (every call where that is left
    out). Of those, hit are the numbers in ``calls`` (1 is the first), or the
    first ``times``, or all before ``until``; with none of the three, one call.
    ``minutes`` is the wait that a throttled caller is told.
    """

    kind: FaultKind
    path: str | None = None
    calls: tuple[Annotated[int, Meta(ge=1)], ...] = ()
    times: Annotated[int, Meta(ge=1)] | None = None
    until: Instant | None = None
    minutes: Annotated[int, Meta(ge=1)] = 30


Entry: TypeAlias = Page | Post | Comment | Edit | Hide | Unhide | Delete | Restore | Fault
"""Any line of a timeline."""

Change: TypeAlias = Edit | Hide | Unhide | Delete | Restore
"""A line that changes something already there."""
