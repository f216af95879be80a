"""One post, comment or reply, and the states in which it was seen."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Platform(StrEnum):
    """Where a city speaks with its residents."""

    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"


class ItemKind(StrEnum):
    """What an item is in its thread: a post, an answer to it, or an answer to a comment."""

    POST = "post"
    COMMENT = "comment"
    REPLY = "reply"


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

    def __str__(self) -> str:
        return f"{self.platform}/{self.id}"


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote an item, as the platform named them when it was last seen."""

    id: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Version:
    """One distinct state of an item's content; never changed once written.

    ``digest`` is the SHA-256 of the whole stored record, ``object`` its path in
    the store; both stay as they are for ever, ``digest`` becomes ``None`` once
    the record was destroyed. ``n`` counts from 1 in order of first sight.
    """

    n: int
    text: str
    first_seen: datetime
    last_seen: datetime
    digest: str | None
    object: str
    leaf: int


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
    ``missing`` is. ``alt`` is the platform's description of it, if any.
    """

    position: int
    sha256: str | None
    type: str | None
    bytes: int | None
    object: str | None
    missing: str | None
    alt: str | None = None


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
