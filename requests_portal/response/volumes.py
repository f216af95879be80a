"""Cutting a large response into volumes that a reader's program can open. Pure functions."""

from collections.abc import Iterator, Sequence

from requests_portal.response.draft import Entry

MOST_ITEMS = 2_500
"""Records in one volume: typesetting takes about 0.1 MB of memory for each."""

MOST_PICTURE_BYTES = 200_000_000
"""Bytes of pictures in one volume, which all lie in memory while it is set."""


def split_volumes(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], ...]:
    """Cut the records into volumes, in order; there is always a first one, for the letter."""
    return tuple(_volumes(entries)) or ((),)


def _volumes(entries: Sequence[Entry]) -> Iterator[tuple[Entry, ...]]:
    volume: list[Entry] = []
    held = 0
    for entry in entries:
        size = sum(one.bytes or 0 for one in entry.pictures if one.file is not None)
        if volume and (len(volume) == MOST_ITEMS or held + size > MOST_PICTURE_BYTES):
            yield tuple(volume)
            volume, held = [], 0
        volume.append(entry)
        held += size
    if volume:
        yield tuple(volume)


def volume_file(place: int) -> str:
    """Name the file of a volume, counted from 1."""
    return "response.pdf" if place == 1 else f"response-volume-{place}.pdf"


def volume_name(place: int, among: int) -> str:
    """Write which volume it is; nothing where there is one only."""
    return "" if among == 1 else f"volume {place} of {among}"
