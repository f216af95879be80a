"""What a response shows, as values: everything in a draft may be seen by the requester.

A draft is made once (``drafting``), and every file of the response is written
from it. What was taken out is not in it, so no writer can let it slip; only
``Original`` points back into the archive, and only to wordings that are
released whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from archiver.data_requests import DataRequest, Ground, Outcome
from archiver.items import Disappearance, HiddenInterval, ItemKind, ItemState, Platform
from requests_portal.redaction import Segment


class Part(StrEnum):
    """What was taken out: a whole item, one wording of it, or a piece."""

    ITEM = "item"
    WORDING = "wording"
    PASSAGE = "passage"
    AUTHOR = "author"
    PICTURE = "picture"
    LINK = "link"


def plain(segments: Iterable[Segment]) -> str:
    """Join segments to the text a reader sees."""
    return "".join(segment.text for segment in segments)


@dataclass(frozen=True, slots=True)
class Original:
    """The stored record of a wording that is released whole: its number and SHA-256."""

    n: int
    digest: str


@dataclass(frozen=True, slots=True)
class SharedLink:
    """A link that a wording shares, as released: its parts, or (``withheld``) none of them."""

    url: tuple[Segment, ...] = ()
    title: tuple[Segment, ...] = ()
    description: tuple[Segment, ...] = ()
    withheld: Ground | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of an item as released; ``original`` is ``None`` where anything was taken out.

    ``withheld`` is the ground on which the whole wording is kept back; then
    ``text`` holds only the mark. ``imported`` is the kind of file the wording
    came by; None where the city captured it from the platform.
    """

    n: int
    text: tuple[Segment, ...]
    first_seen: datetime
    last_seen: datetime
    original: Original | None
    withheld: Ground | None = None
    imported: str | None = None
    links: tuple[SharedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo or other file of an item: released as ``file``, kept back, or never captured.

    Exactly one of ``file`` (its name in ``media/``), ``withheld`` and
    ``missing`` is set. ``position`` and ``sha256`` name it in the archive;
    the digest of a picture kept back is not here.
    """

    position: int
    alt: str | None
    file: str | None = None
    sha256: str | None = None
    type: str | None = None
    bytes: int | None = None
    withheld: Ground | None = None
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the response under its number, such as ``R-2026-0001-000001``.

    ``parent`` is the number of the item it answers, where that one is in the
    response too. ``author`` is ``None`` where the platform gave no name and
    holds a mark where it was taken out.
    """

    number: str
    platform: Platform
    account: str
    id: str
    kind: ItemKind
    thread: str
    parent: str | None
    answers_other: bool
    author: tuple[Segment, ...] | None
    author_id: str | None
    created_at: datetime | None
    permalink: str | None
    state: ItemState
    hidden: tuple[HiddenInterval, ...]
    unavailable: tuple[Disappearance, ...]
    wordings: tuple[Wording, ...]
    pictures: tuple[Picture, ...]
    redactions: tuple["Taken", ...]

    @property
    def redacted(self) -> bool:
        """Whether anything was taken out of this item."""
        return bool(self.redactions)

    @property
    def label(self) -> str:
        """The item as the archive names it."""
        return f"{self.platform}/{self.id}"


@dataclass(frozen=True, slots=True)
class Taken:
    """How much was taken out on one ground; ``count`` is of parts, in ``items`` items.

    Both are ``None`` where only the fact that such data are held may be told
    (confidential data and the person they are about, Minn. R. 1205.0600, subp. 3).
    """

    part: Part
    ground: Ground
    count: int | None
    items: int | None


@dataclass(frozen=True, slots=True)
class SearchMade:
    """One search, as the letter tells it: the query with nothing in it that was taken out."""

    query: str
    found: int | None
    on: date


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items were found, given whole, given in part and kept back.

    For the city's own log; what the requester may be told is ``told``.
    """

    released: int
    redacted: int
    withheld: int

    @property
    def found(self) -> int:
        """All items found for the request."""
        return self.released + self.redacted + self.withheld


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Words taken out of one item (the first, if of several) that still stand in another (rule E3).

    Only the numbers are here; the words themselves are not.
    """

    taken_from: str
    stands_in: str


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """Everything a response says, before it is set, written and hashed.

    ``counts_told`` is false where the number of items kept back may not be told.
    """

    request: DataRequest
    asked: str
    city: str
    zone: ZoneInfo
    dated: date
    outcome: Outcome
    counts: Counts
    counts_told: bool
    accounts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    taken: tuple[Taken, ...]
    searches: tuple[SearchMade, ...]

    def account_name(self, key: str) -> str:
        """Name an account the way the city does."""
        return dict(self.accounts).get(key, key)
