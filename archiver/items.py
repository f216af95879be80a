"""One post, comment or reply, and the states in which it was seen."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from archiver.surfaces import Surface


class Platform(StrEnum):
    """Where a city speaks with its residents."""

    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"


_PLATFORMS = frozenset(Platform)


class ItemKind(StrEnum):
    """What an item is: the root of a thread, an answer to it, or an answer to a comment.

    The last three are not said to anybody: they are facts about the account
    itself, kept like items because they are seen and change like items.
    """

    POST = "post"
    COMMENT = "comment"
    REPLY = "reply"
    REEL = "reel"
    LIVE_VIDEO = "live_video"
    STORY = "story"
    REVIEW = "review"
    PROFILE = "profile"
    SETTING = "setting"
    BLOCK = "block"

    @property
    def is_root(self) -> bool:
        """Whether it begins a thread rather than answering in one."""
        return self not in ANSWERS

    @property
    def words(self) -> str:
        """Its name as it stands at the head of a record."""
        return self.value.replace("_", " ").capitalize()


ANSWERS = frozenset({ItemKind.COMMENT, ItemKind.REPLY})
"""What stands below something else."""

ACCOUNT_FACTS = frozenset({ItemKind.PROFILE, ItemKind.SETTING, ItemKind.BLOCK})
"""What nobody said: how the account itself stands."""


class ItemState(StrEnum):
    """Whether an item can be seen on the platform now.

    ``unavailable`` says that it was readable and is not any more; never who
    took it away, because the platform gives one answer for deleted, hidden
    from us and forbidden.
    """

    PRESENT = "present"
    HIDDEN = "hidden"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class ItemRef:
    """The identity of an item: the platform and the platform's own id."""

    platform: Platform
    id: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what ``str`` writes: ``platform/id``, where an id may have slashes of its own.

        Raises ``ValueError`` for anything else: no platform that we know, or no id.
        """
        platform, _, ident = text.partition("/")
        if not ident or platform not in _PLATFORMS:
            message = "An item is named platform/id, such as facebook/880100_1."
            raise ValueError(message)
        return cls(Platform(platform), ident)

    def __str__(self) -> str:
        return f"{self.platform}/{self.id}"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an item, as the platform named them when it was last seen."""

    id: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch in which one wording was shown: when it was first and last seen in it."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Imported:
    """That a version came by file and not from a platform's API: by which import, when, by whom.

    ``kind`` is that of ``civickeep import``.
    """

    run: str
    kind: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Match:
    """Another item, as ``platform/id``, that an imported one is or may be; nothing is merged.

    ``basis`` is ``platform id`` or ``address``, which identify, or ``probable
    match``, which is time and text alone.
    """

    other: str
    basis: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page that an item shares: where it lies, and how it described itself to the platform."""

    url: str
    title: str | None = None
    description: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """Its headline, description and address, as far as it has them."""
        return tuple(filter(None, (self.title, self.description, self.url)))

    @property
    def words(self) -> str:
        """What a reader sees of it, line by line."""
        return "\n".join(self.parts)


@dataclass(frozen=True, slots=True)
class Version:
    """One distinct state of an item's content; never changed once written.

    ``digest`` is the SHA-256 of the whole stored record, ``object`` its path in
    the store; both stay as they are for ever, ``digest`` becomes ``None`` once
    the record was destroyed. ``n`` counts from 1 in order of first sight.
    ``shown`` tells when it was the wording shown: one stretch, or more where
    it was changed and came back. ``links`` are what it shares beside its text.
    """

    n: int
    text: str
    first_seen: datetime
    last_seen: datetime
    digest: str | None
    object: str
    leaf: int
    shown: tuple[Shown, ...] = ()
    imported: Imported | None = None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class HiddenInterval:
    """A stretch in which the item was hidden on the platform; open while ``until`` is None."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Disappearance:
    """An item that was readable and then was proven not to be (invariant 3).

    We know the last time it was seen and the first time it was missing, never
    who took it away. ``established`` says by which evidence; ``returned`` is
    set when it came back.
    """

    last_seen: datetime
    first_missing: datetime
    established: str
    returned: datetime | None


@dataclass(frozen=True, slots=True)
class Media:
    """A picture or other file of an item, kept once by its SHA-256, or the reason why it is not.

    Either ``sha256``, ``type`` (MIME), ``bytes`` and ``object`` are set, or
    ``missing`` is. ``alt`` is the platform's description of it, if any. ``n``
    says which version had it; of two versions it is the same file.
    """

    position: int
    sha256: str | None
    type: str | None
    bytes: int | None
    object: str | None
    missing: str | None
    alt: str | None = None
    n: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Engagement:
    """How an item was received, by the platform's own counts, and since when they stand.

    Kept when they change, apart from versions; ``None`` where the platform
    told none.
    """

    at: datetime
    reactions: int | None
    comments: int | None
    shares: int | None


@dataclass(frozen=True, slots=True)
class Classification:
    """The series an item belongs to, by a rule or a person, with reason and edition.

    ``series`` is the schedule's own key, or one of the two words ``transitory``
    and ``unscheduled``; an unscheduled item is never eligible for destruction.
    """

    series: str
    edition: str
    by: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One post, comment or reply with everything the archive knows of it.

    ``change`` is the archive's change number of its latest change; whoever
    follows the archive asks for what came after the number seen last.
    ``created_at`` is the platform's word and can be absent.
    """

    platform: Platform
    account: str
    id: str
    kind: ItemKind
    parent_id: str | None
    thread_id: str
    author: Author | None
    created_at: datetime | None
    permalink: str | None
    state: ItemState
    first_seen: datetime
    last_seen: datetime
    change: int
    versions: tuple[Version, ...]
    hidden: tuple[HiddenInterval, ...]
    unavailable: tuple[Disappearance, ...]
    media: tuple[Media, ...]
    classification: Classification | None
    holds: tuple[str, ...]
    surface: Surface = Surface.FEED
    engagement: Engagement | None = None
    matches: tuple[Match, ...] = ()

    @property
    def ref(self) -> ItemRef:
        """The item's identity."""
        return ItemRef(self.platform, self.id)

    @property
    def current(self) -> Version:
        """The wording seen last."""
        return max(self.versions, key=lambda version: (version.last_seen, version.n))

    @property
    def text(self) -> str:
        """The wording seen last, as plain text."""
        return self.current.text
