"""The acts about files: given up by a policy, kept from everybody's eyes and shown again."""

import msgspec

from archiver.events import Event
from archiver.items import ItemRef


class FileGivenUp(msgspec.Struct, frozen=True):
    """A file of an item's version that could not be had in so many tries."""

    ref: ItemRef
    n: int
    position: int
    tries: int


class FilesGivenUp(Event, frozen=True, tag="files_given_up"):
    """Files are not asked for any more; ``by`` is the policy (``archiver.media.retry``)."""

    files: tuple[FileGivenUp, ...]


class MediaQuarantined(Event, frozen=True, tag="media_quarantined"):
    """Files are shown to nobody from now on, wherever they turn up.

    ``files`` are SHA-256 digests; ``refs`` are items all of whose files are
    meant, those that are captured later too. ``attorney`` is who was told.
    """

    quarantine: str
    reason: str
    files: tuple[str, ...]
    refs: tuple[ItemRef, ...] = ()
    attorney: str | None = None


class QuarantineReleased(Event, frozen=True, tag="quarantine_released"):
    """Files may be shown again; ``directed_by`` is who directed it, ``by`` who did it."""

    quarantine: str
    reason: str
    directed_by: str
