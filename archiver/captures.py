"""One visit to one account, and the receipt it leaves."""

from datetime import datetime
from enum import StrEnum

import msgspec

from archiver.items import ItemRef
from archiver.surfaces import Surface


class Verdict(StrEnum):
    """Whether a visit saw all of its scope, a part of it, or nothing to rely on."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


class Scope(StrEnum):
    """How much of an account a visit set out to see.

    ``full`` is everything; ``hot``, ``warm``, ``cool`` and ``cold`` are the
    threads of one tier of the schedule; ``item`` is one thread that somebody
    asked for.
    """

    FULL = "full"
    HOT = "hot"
    WARM = "warm"
    COOL = "cool"
    COLD = "cold"
    ITEM = "item"


class StateChange(StrEnum):
    """What a visit found out about an item besides its content."""

    HIDDEN = "hidden"
    UNHIDDEN = "unhidden"
    MISSING = "missing"
    UNAVAILABLE = "unavailable"
    RETURNED = "returned"
    WORDING_RETURNED = "wording_returned"


class Finding(msgspec.Struct, frozen=True):
    """One item's change of state, with the evidence for it in words.

    ``n`` is the version that is shown again where an earlier wording returned.
    """

    ref: ItemRef
    change: StateChange
    evidence: str
    n: int | None = None


class MediaFinding(msgspec.Struct, frozen=True):
    """What became of one file of an item's version: kept under a digest, or missing and why.

    ``type`` is told by its bytes; ``declared`` is what the server said, where
    that is another.
    """

    ref: ItemRef
    n: int
    position: int
    sha256: str | None = None
    type: str | None = None
    bytes: int | None = None
    missing: str | None = None
    declared: str | None = None


class CountChange(msgspec.Struct, frozen=True):
    """An item's counts as the platform told them now, where they differ from the last time."""

    ref: ItemRef
    reactions: int | None = None
    comments: int | None = None
    shares: int | None = None


class Gap(msgspec.Struct, frozen=True):
    """Something a visit could not see, with its cause; never silent.

    ``surface`` is set where nothing of a whole surface could be read, because
    the token may not or the platform does not offer it.
    """

    what: str
    cause: str
    surface: Surface | None = None


class Request(msgspec.Struct, frozen=True):
    """A kind of question that was asked, without the token, and how often."""

    path: str
    calls: int


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What one capture did and found; the block of a receipt object.

    ``claimed`` is what the platform said there is, ``items_seen`` what it
    gave; both, and ``new_versions``, are of what was said, not of how the
    account itself stands. ``surfaces`` were read to the end, and of them the threads named, or
    all where ``threads`` is None. ``appeared`` and ``missing`` are the
    difference from what earlier receipts list there, so that every item's last
    sighting follows from the receipts alone. ``not_before`` is when the platform
    wants us back, where it asked us to stay away. ``unknown_fields`` counts the
    names of fields that came unasked; they are in the items' own bytes.
    """

    capture: str
    account: str
    scope: Scope
    surfaces: tuple[Surface, ...] = (Surface.FEED,)
    threads: tuple[str, ...] | None = None
    started: datetime
    ended: datetime
    verdict: Verdict
    software: str
    settings_digest: str
    api_version: str
    items_seen: int
    claimed: int | None
    new_versions: int
    calls: int
    requests: tuple[Request, ...]
    appeared: tuple[ItemRef, ...]
    missing: tuple[ItemRef, ...]
    findings: tuple[Finding, ...]
    media: tuple[MediaFinding, ...]
    counts: tuple[CountChange, ...] = ()
    gaps: tuple[Gap, ...]
    error: str | None = None
    not_before: datetime | None = None
    unknown_fields: int = 0
