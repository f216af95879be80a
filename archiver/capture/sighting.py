"""One item as one answer of the platform showed it."""

from dataclasses import dataclass
from datetime import datetime

from archiver.graph.client import Answer
from archiver.items import Author, ItemKind, ItemRef, Link
from archiver.scanner import Span
from archiver.slices import Cut, SliceFault
from archiver.surfaces import Surface


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that belongs to an item: where it can be fetched now, and what it shows."""

    position: int
    url: str
    alt: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sighting comes from: the answer's digest and request, and the place in it."""

    answer_digest: str
    asked: str
    api_version: str
    received: datetime

    @classmethod
    def of(cls, answer: Answer) -> "Source":
        """Keep of an answer what outlives its body."""
        return cls(answer.digest, answer.asked, answer.api_version, answer.received)


@dataclass(frozen=True, slots=True)
class Place:
    """Which item it is and where it stands: on which surface, below what, in which thread."""

    ref: ItemRef
    kind: ItemKind
    surface: Surface
    parent_id: str | None
    thread_id: str

    @classmethod
    def root(cls, ref: ItemRef, kind: ItemKind, surface: Surface) -> "Place":
        """Place what begins a thread of its own."""
        return cls(ref, kind, surface, parent_id=None, thread_id=ref.id)

    def answer(self, item_id: str, parent_id: str | None = None) -> "Place":
        """Place an answer in this thread: a comment below the root, or a reply below an answer."""
        ref, parent = ItemRef(self.ref.platform, item_id), parent_id or self.thread_id
        kind = ItemKind.COMMENT if parent == self.thread_id else ItemKind.REPLY
        return Place(ref, kind, self.surface, parent, self.thread_id)


@dataclass(frozen=True, slots=True)
class Counts:
    """How an item was received, by the platform's own counts; None where it tells none."""

    reactions: int | None = None
    comments: int | None = None
    shares: int | None = None


NO_COUNTS = Counts()
"""Where the platform told none."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One item as one answer showed it: the exact bytes, and a view of them.

    ``data`` is the item's own JSON as received, without the items nested in
    it; ``cuts`` says where those stood. ``unknown`` names fields that nobody
    asked for.
    """

    place: Place
    author: Author | None
    created_at: datetime | None
    permalink: str | None
    text: str
    hidden: bool
    fingerprint: str
    pictures: tuple[Picture, ...]
    counts: Counts
    data: bytes
    span: Span
    cuts: tuple[tuple[Cut, str], ...]
    fault: SliceFault | None
    source: Source
    unknown: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()

    @property
    def ref(self) -> ItemRef:
        """The item it shows."""
        return self.place.ref
