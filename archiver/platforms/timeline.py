"""A timeline: every line checked, in the order in which things happen.

Either the whole file is understood or none of it is used: a playback that
silently misses a line would show a harvester a page that never was.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from archiver.errors import TimelineUnreadable
from archiver.platforms.entries import Comment, Entry
from archiver.platforms.photos import PhotoUnreadable, photo_of
from archiver.platforms.references import Names, contradiction, images, order, remembered

_DECODER: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)
_GZIP_MAGIC = b"\x1f\x8b"
_DOCUMENTED = "Correct that line; docs/playback.md shows the format. Nothing was loaded."


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries sorted by the instant at which they count, and the folder their images lie in."""

    entries: tuple[Entry, ...]
    folder: Path | None = None
    names: Names = field(default_factory=dict, compare=False, repr=False)

    @property
    def first(self) -> datetime:
        """The instant of the first entry; the epoch where there are none."""
        return self.entries[0].at if self.entries else datetime.fromtimestamp(0, UTC)

    @property
    def last(self) -> datetime:
        """The instant of the last entry; the epoch where there are none."""
        return self.entries[-1].at if self.entries else datetime.fromtimestamp(0, UTC)

    def with_entries(self, entries: Iterable[Entry]) -> "Timeline":
        """Give a timeline in which these happen too.

        What happens at the end is put behind the rest, so that a test of
        thousands of steps does not check the first of them thousands of times.
        """
        new = tuple(entries)
        if any(entry.at < self.last for entry in new):
            return make_timeline([*self.entries, *new], folder=self.folder)
        return _checked(_numbered(new, len(self.entries) + 1), self.folder, before=self)


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry and where it stands, for messages."""

    entry: Entry
    place: str


def make_timeline(entries: Iterable[Entry], *, folder: Path | None = None) -> Timeline:
    """Make a timeline of entries put together in code, in any order.

    Raises ``TimelineUnreadable`` where they contradict each other.
    """
    return _checked(_numbered(entries, 1), folder)


def read_timeline(path: Path) -> Timeline:
    """Read a timeline file (``.jsonl``, plain or gzip).

    Raises ``TimelineUnreadable`` with file, line number and what is wrong.
    """
    placed = [
        _Placed(_decoded(line, f"{path.name}, line {number}"), f"{path.name}, line {number}")
        for number, line in numbered_lines(path)
    ]
    return _checked(placed, path.parent)


def read_lines(data: bytes) -> tuple[Entry, ...]:
    """Read the lines of a timeline that were sent; raises ``TimelineUnreadable``."""
    lines = enumerate(data.split(b"\n"), start=1)
    return tuple(_decoded(line, f"line {number}") for number, line in lines if line.strip())


def numbered_lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a file, plain or gzip, that are not empty, with their numbers from 1."""
    try:
        data = path.read_bytes()
        text = gzip.decompress(data) if data.startswith(_GZIP_MAGIC) else data
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise TimelineUnreadable(
            f"The playback file {path} cannot be read: {reason}.",
            next_step="Give the path of a .jsonl or .jsonl.gz file.",
        ) from error
    for number, line in enumerate(text.split(b"\n"), start=1):
        if line.strip():
            yield number, line


def _decoded(line: bytes, place: str) -> Entry:
    try:
        return _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(place, str(error)) from error


def _numbered(entries: Iterable[Entry], first: int) -> list[_Placed]:
    return [_Placed(entry, f"entry {n}") for n, entry in enumerate(entries, start=first)]


def _checked(
    placed: Sequence[_Placed], folder: Path | None, before: Timeline | None = None
) -> Timeline:
    for each in placed:
        if each.entry.at.tzinfo is None:
            raise _unreadable(
                each.place, "`at` needs a time zone, for example 2026-03-02T15:00:00Z"
            )
    depths = _depths(placed)
    ordered = sorted(placed, key=lambda each: (each.entry.at, order(each.entry, depths)))
    names: Names = {} if before is None else dict(before.names)
    for each in ordered:
        if what := contradiction(each.entry, names) or _bad_image(each.entry, folder):
            raise _unreadable(each.place, what)
        names.update(remembered(each.entry))
    entries = tuple(each.entry for each in ordered)
    if before is not None:
        entries = before.entries + entries
    return Timeline(entries=entries, folder=folder, names=names)


def _depths(placed: Sequence[_Placed]) -> dict[str, int]:
    """Count how many comments each comment stands below."""
    above = {each.entry.id: each.entry.parent for each in placed if isinstance(each.entry, Comment)}
    depths: dict[str, int] = {}
    for start, parent in above.items():
        chain, higher = [start], parent
        while higher in above and higher not in depths and higher not in chain:
            chain.append(higher)
            higher = above[higher]
        for name in reversed(chain):
            depths[name] = depths.get(above[name], 0) + 1
    return depths


def _bad_image(entry: Entry, folder: Path | None) -> str | None:
    """Say which image of this entry cannot be used, where there is one."""
    for image in images(entry):
        try:
            photo_of(image, folder)
        except PhotoUnreadable as error:
            return str(error)
    return None


def _unreadable(place: str, what: str) -> TimelineUnreadable:
    return TimelineUnreadable(f"{place}: {what}.", next_step=_DOCUMENTED)
