"""The acts that keep a file from everybody's eyes, and that end it."""

from archiver.events import Event
from archiver.items import ItemRef


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
