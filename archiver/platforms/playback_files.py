"""Telling the two kinds of playback file apart: timelines and real threads."""

from pathlib import Path

import msgspec

from archiver.errors import TimelineUnreadable
from archiver.platforms.threads import read_threads
from archiver.platforms.timeline import Timeline, numbered_lines, read_timeline


class _Mark(msgspec.Struct, frozen=True):
    """The keys that tell the two layouts apart."""

    do: str | None = None
    thread_id: str | None = None


def read_playback_file(path: Path) -> Timeline:
    """Read a timeline or a file of threads, whichever it is, plain or gzip.

    Raises ``TimelineUnreadable`` where it is neither or has a broken line.
    """
    first = next(numbered_lines(path), None)
    if first is None:
        raise TimelineUnreadable(
            f"The playback file {path} has no lines.",
            next_step="Write at least one page line; docs/playback.md shows how.",
        )
    return read_threads(path) if _is_thread(first[1]) else read_timeline(path)


def _is_thread(line: bytes) -> bool:
    try:
        mark = msgspec.json.decode(line, type=_Mark)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False  # the timeline reader says what is wrong with the line
    return mark.do is None and mark.thread_id is not None
