"""A request for data, what was found for it, and what was decided about each piece.

These are stored facts; the rules that make them (which citation is enough,
when an answer is due) live in ``requests_portal``, where the law is known.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from archiver.items import ItemRef


class Track(StrEnum):
    """Who asks: a member of the public for public data, or a person for data about herself."""

    MEMBER = "member"
    SUBJECT = "subject"


class Wanted(StrEnum):
    """What the requester wants: to look at the data (always free), to have copies, or both."""

    INSPECT = "inspect"
    COPIES = "copies"
    BOTH = "both"


class RequestState(StrEnum):
    """How far a request has come."""

    RECEIVED = "received"
    SEARCHING = "searching"
    REVIEW = "review"
    AVAILABLE = "available"
    CLOSED = "closed"


class Outcome(StrEnum):
    """With which lawful answer a request was closed."""

    GRANTED = "granted"
    PARTIAL = "partial"
    DENIED = "denied"
    NO_DATA = "no_data"
    QUESTION = "question"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What happens with one version of an item in the response."""

    RELEASE = "release"
    REDACT = "redact"
    WITHHOLD = "withhold"


class DataClass(StrEnum):
    """The five classes of data (Minn. Stat. 13.02, subds. 3, 9, 12, 13, 14, 15)."""

    PUBLIC = "public"
    PRIVATE = "private"
    CONFIDENTIAL = "confidential"
    NONPUBLIC = "nonpublic"
    PROTECTED_NONPUBLIC = "protected_nonpublic"


class ElementKind(StrEnum):
    """A part of an item, other than its text, that can be taken out by itself."""

    AUTHOR = "author"
    MEDIA = "media"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Requester:
    """How the person who asks can be reached; nobody need give any of it for public data."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class DataRequest:
    """One request on one track; a letter that asks on both tracks is two requests.

    ``received_at`` is when the city got it, not when it was typed in;
    ``received_on`` is its date in the city's zone. ``statutory_due`` is
    ``None`` where no statute names a number of days; ``city_target`` is the
    city's own wish and never a legal deadline.
    """

    id: str
    track: Track
    wanted: Wanted
    received_at: datetime
    received_on: date
    text: str
    requester: Requester
    statutory_due: date | None
    city_target: date | None
    state: RequestState
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class RequestSearch:
    """One search made for a request: the query as typed, how much it found, and by whom, when."""

    request: str
    query: str
    found: int
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, order=True)
class Ground:
    """Why something is not public: its class and the section that says so.

    There is no ground without a citation, and ``public`` is never one
    (invariant 9): both raise ``ValueError``.
    """

    data_class: DataClass
    citation: str

    def __post_init__(self) -> None:
        """Refuse a ground that grounds nothing."""
        if not self.citation.strip():
            message = "what is not public needs a citation"
            raise ValueError(message)
        if self.data_class is DataClass.PUBLIC:
            message = "public data is no ground for taking anything out"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` up to but not including ``end`` of one version's text, to be removed.

    Counted in Python characters (Unicode code points) from 0.
    """

    start: int
    end: int
    ground: Ground

    def __post_init__(self) -> None:
        """Refuse a span that covers nothing."""
        if not 0 <= self.start < self.end:
            message = f"a span from {self.start} to {self.end} covers nothing"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Element:
    """A part other than text, to be removed: the author, or the medium or link at ``position``.

    A medium is counted in the item, a link in the one wording that is decided about.
    """

    kind: ElementKind
    position: int
    ground: Ground


@dataclass(frozen=True, slots=True)
class Determination:
    """What a person decided about one version of an item for one request.

    Decisions are kept in order and the latest holds. ``release`` takes nothing
    out; ``redact`` takes out ``spans`` and ``elements`` and releases the rest;
    ``withhold`` keeps the whole version back on ``ground``.
    """

    request: str
    ref: ItemRef
    n: int
    action: Action
    by: str
    at: datetime
    ground: Ground | None = None
    spans: tuple[Span, ...] = ()
    elements: tuple[Element, ...] = ()
    note: str | None = None

    @property
    def grounds(self) -> frozenset[Ground]:
        """Every class and citation that this decision rests on; empty for a release."""
        own: frozenset[Ground] = frozenset(() if self.ground is None else (self.ground,))
        texts = {span.ground for span in self.spans}
        return own | texts | {one.ground for one in self.elements}

    @property
    def hides_author(self) -> Ground | None:
        """Why the author is taken out, or ``None`` where the author stays."""
        authors = (one.ground for one in self.elements if one.kind is ElementKind.AUTHOR)
        return next(authors, None)

    def hides_media(self, position: int) -> Ground | None:
        """Why the medium at this position is taken out, or ``None`` where it stays."""
        return self._hides(ElementKind.MEDIA, position)

    def hides_link(self, position: int) -> Ground | None:
        """Why the shared link at this position is taken out, or ``None`` where it stays."""
        return self._hides(ElementKind.LINK, position)

    def _hides(self, kind: ElementKind, position: int) -> Ground | None:
        parts = (one for one in self.elements if (one.kind, one.position) == (kind, position))
        return next((one.ground for one in parts), None)


@dataclass(frozen=True, slots=True)
class Packaged:
    """One response that was written for a request: its manifest's SHA-256 and what it holds."""

    request: str
    manifest_sha256: str
    released: int
    redacted: int
    withheld: int
    by: str
    at: datetime
