"""The acts of importing: one when a file was taken in, one when all of it was read.

They are events and not receipts of a capture on purpose. An import is an act
of a person about a file; it visited nothing. Coverage, schedule and alarms
are made of captures alone, so nothing of theirs can ever follow from an
import, and what was not in a file is never taken for missing on the platform.
"""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from archiver.captures import Gap, MediaFinding
from archiver.events import Event
from archiver.imports.kinds import ImportKind
from archiver.items import ItemRef


class ImportedFile(msgspec.Struct, frozen=True):
    """A file as it was handed in, kept whole under its SHA-256; ``path`` is that in its folder."""

    part: int
    path: str
    sha256: str
    bytes: int
    type: str


class Basis(StrEnum):
    """By what an imported item is held to be one that is in the archive already.

    A platform's id or address identifies. Time and text together only make it
    probable, and then a person has to look.
    """

    PLATFORM_ID = "platform id"
    ADDRESS = "address"
    TIME_AND_TEXT = "probable match"


class Match(msgspec.Struct, frozen=True):
    """An imported item and one that was in the archive before, never merged."""

    ref: ItemRef
    other: ItemRef
    basis: Basis


class LiveRun(msgspec.Struct, frozen=True, kw_only=True):
    """That a folder was fetched by us and not handed in: with what, and by whose word.

    ``program`` is instaloader with its version. ``profile`` is the number of
    the profile that answered to ``username``, None where it was not learnt.
    ``requests`` counts what was asked, ``posts`` what was kept, ``claimed``
    the posts the profile says it has. A run that was killed has no ``ended``.
    """

    approval: str
    attorney: str
    approved_on: date
    program: str
    username: str
    began: datetime
    ended: datetime | None = None
    profile: str | None = None
    requests: int = 0
    posts: int = 0
    claimed: int | None = None


class ImportStarted(Event, frozen=True, tag="import_started"):
    """A file was taken in, whole, and is going to be read.

    ``run`` names the import and follows from its files, so that the same file
    is never imported twice; it stands in every version that comes of it.
    ``live`` is set where we had the files fetched.
    """

    run: str
    kind: ImportKind
    account: str
    edition: int
    files: tuple[ImportedFile, ...]
    live: LiveRun | None = None


class ImportFinished(Event, frozen=True, tag="import_finished"):
    """All of a file was read: what came of it, and what could not be understood.

    ``pieces`` were found; ``known`` of them were in the archive before.
    ``claimed`` is how many comments the posts say they have, where they say so.
    ``gaps`` are what should have been read and was not; ``expected`` is what no
    file of the kind gives, and ``losses`` what its maker loses without a word.
    """

    run: str
    pieces: int
    known: int
    new_items: int
    new_versions: int
    claimed: int | None
    media: tuple[MediaFinding, ...]
    matches: tuple[Match, ...]
    gaps: tuple[Gap, ...]
    expected: tuple[Gap, ...]
    losses: tuple[str, ...]
