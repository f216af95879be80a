"""A timeline: every line checked, in the order in which things happen.

Either the whole file is understood or none of it is used: a playback that
silently misses a line would show a harvester a page that never was.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from archiver.errors import TimelineUnreadable
from archiver.platforms.entries import Comment, Entry, Fault, Page, Post
from archiver.platforms.photos import PhotoUnreadable, photo_of

_DECODER: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)
_GZIP_MAGIC = b"\x1f\x8b"
_DOCUMENTED = "Correct that line; docs/playback.md shows the format. Nothing was loaded."


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries sorted by the instant at which they count, and the folder their images lie in."""

    entries: tuple[Entry, ...]
    folder: Path | None = None

    @property
    def first(self) -> datetime:
        """The instant of the first entry; the epoch where there are none."""
        return self.entries[0].at if self.entries else datetime.fromtimestamp(0, UTC)

    @property
    def last(self) -> datetime:
        """The instant of the last entry; the epoch where there are none."""
        return self.entries[-1].at if self.entries else datetime.fromtimestamp(0, UTC)

    def with_entries(self, entries: Iterable[Entry]) -> "Timeline":
        """Give a timeline in which these happen too."""
        return make_timeline([*self.entries, *entries], folder=self.folder)


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry and where it stands, for messages."""

    entry: Entry
    place: str


def make_timeline(entries: Iterable[Entry], *, folder: Path | None = None) -> Timeline:
    """Make a timeline of entries put together in code, in any order.

    Raises ``TimelineUnreadable`` where they contradict each other.
    """
    placed = [_Placed(entry, f"entry {n}") for n, entry in enumerate(entries, start=1)]
    return _checked(placed, folder)


def read_timeline(path: Path) -> Timeline:
    """Read a timeline file (``.jsonl``, plain or gzip).

    Raises ``TimelineUnreadable`` with file, line number and what is wrong.
    """
    placed = [
        _Placed(_decoded(line, f"{path.name}, line {number}"), f"{path.name}, line {number}")
        for number, line in numbered_lines(path)
    ]
    return _checked(placed, path.parent)


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


def _checked(placed: Sequence[_Placed], folder: Path | None) -> Timeline:
    for each in placed:
        if each.entry.at.tzinfo is None:
            raise _unreadable(
                each.place, "`at` needs a time zone, for example 2026-03-02T15:00:00Z"
            )
    depths = _depths(placed)
    ordered = sorted(placed, key=lambda each: (each.entry.at, _rank(each.entry, depths)))
    known: dict[str, str] = {}
    for each in ordered:
        if what := _contradiction(each.entry, known) or _bad_image(each.entry, folder):
            raise _unreadable(each.place, what)
        _remember(each.entry, known)
    return Timeline(entries=tuple(each.entry for each in ordered), folder=folder)


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


def _rank(entry: Entry, depths: dict[str, int]) -> int:
    """Order what happens at one instant: what is referred to comes first, then the changes."""
    match entry:
        case Page():
            return 0
        case Post():
            return 1
        case Comment():
            return 1 + depths[entry.id]
        case _:
            return 2 + len(depths)


def _contradiction(entry: Entry, known: dict[str, str]) -> str | None:
    """Say what this entry refers to that is not there, where that is so."""
    match entry:
        case Page():
            return _taken(entry.id, known) if known.get(entry.id, "page") != "page" else None
        case Post():
            missing = None if known.get(entry.page) == "page" else f"no page {entry.page!r} yet"
            return missing or _taken(entry.id, known)
        case Comment():
            missing = _missing_item(entry.parent, known, "parent")
            return missing or _taken(entry.id, known)
        case Fault():
            given = [bool(entry.calls), entry.times is not None, entry.until is not None]
            return "give one of `calls`, `times` and `until`" if sum(given) > 1 else None
        case _:
            return _missing_item(entry.id, known, "id")


def _taken(name: str, known: dict[str, str]) -> str | None:
    return f"the id {name!r} is already that of a {known[name]}" if name in known else None


def _missing_item(name: str, known: dict[str, str], key: str) -> str | None:
    if known.get(name) in {"post", "comment"}:
        return None
    return f"`{key}` names {name!r}, but at that time there is no such post or comment"


def _remember(entry: Entry, known: dict[str, str]) -> None:
    match entry:
        case Page():
            known[entry.id] = "page"
        case Post():
            known[entry.id] = "post"
        case Comment():
            known[entry.id] = "comment"
        case _:
            return


def _bad_image(entry: Entry, folder: Path | None) -> str | None:
    """Say which image of this entry cannot be used, where there is one."""
    match entry:
        case Post():
            attachments = entry.attachments
        case Comment():
            attachments = (entry.attachment,) if entry.attachment else ()
        case _:
            return None
    for attachment in attachments:
        if attachment.image is not None:
            try:
                photo_of(attachment.image, folder)
            except PhotoUnreadable as error:
                return str(error)
    return None


def _unreadable(place: str, what: str) -> TimelineUnreadable:
    return TimelineUnreadable(f"{place}: {what}.", next_step=_DOCUMENTED)
