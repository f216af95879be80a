"""One piece of an import: the exact bytes of a post, comment or caption, and where they stood."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from archiver.items import Author, ItemKind, Link
from archiver.scanner import Span
from archiver.slices import Cut, SliceFault

OWN_IDS = "import-"
"""Begins the ids that this program makes where a file names none; no platform's id does."""


class Form(StrEnum):
    """How the bytes of a piece are to be read; stands in its envelope."""

    FACEBOOK_POST = "facebook-post"
    FACEBOOK_COMMENT = "facebook-comment"
    INSTAGRAM_MEDIA = "instagram-media"
    INSTAGRAM_COMMENT = "instagram-comment"
    BUSINESS_SUITE_ROW = "business-suite-row"
    INSTALOADER_POST = "instaloader-post"
    INSTALOADER_COMMENT = "instaloader-comment"
    INSTALOADER_CAPTION = "instaloader-caption"
    SCREENSHOT = "screenshot"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a piece stood: in which of the imported files, under which path, and where in that.

    ``source`` is the SHA-256 of the file that was handed in (a ZIP, or a file
    of a folder), ``part`` its number from 1, ``file`` the SHA-256 of the file
    inside that the bytes were cut from.
    """

    source: str
    part: int
    path: str
    file: str
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """What is to become one version of one item.

    ``hints`` is what reading the bytes again needs and they do not say, such
    as which column is which; ``files`` are paths of pictures and films beside it.
    """

    form: Form
    kind: ItemKind
    id: str
    parent_id: str | None
    thread_id: str
    data: bytes
    origin: Origin
    cuts: tuple[tuple[Cut, str], ...] = ()
    fault: SliceFault | None = None
    hints: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Something in a file that did not become a piece: which, without its text, and why.

    ``expected`` where that is so of every file of the kind, and nothing is the
    matter with this one.
    """

    what: str
    cause: str
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What a piece says, read from its bytes alone.

    ``same`` is what makes two sights of it one version: its wording and who
    it is by, without counts.
    """

    text: str
    author: Author | None
    created_at: datetime | None
    permalink: str | None
    same: tuple[object, ...]
    links: tuple[Link, ...] = ()


def own_id(source: str, path: str, start: int) -> str:
    """Make an id that stays the same for the same file, and tells nothing of the text."""
    named = "\0".join((source, path, str(start)))
    digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()
    return OWN_IDS + digest[:32]
