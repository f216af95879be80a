"""The thread around a hit, as it stood when the wording that was found was shown.

A comment means little without what it answers, and less where that was
reworded since: beside an earlier wording the rest of the thread is wound back
to the moment before another wording was seen, beside an item that is gone to
the moment before the visit that first missed it, and beside a present one it is
as it is now. Not to when the wording itself was seen last: what answers it is
read a little later in the same visit.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from archiver.archive import Archive
from archiver.catalogue.tables import capture
from archiver.item_list import standing_at
from archiver.items import Item, ItemRef, Version
from archiver.selection import Selection
from archiver.viewer import Viewer
from search.query import Hit


@dataclass(frozen=True, slots=True)
class Standing:
    """An item in its thread; ``depth`` counts from the root, which has 0."""

    item: Item
    depth: int


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread at ``as_of``, or now where that is ``None``, each answer below what it answers.

    ``later`` counts the items that the archive knew only afterwards.
    """

    as_of: datetime | None
    standing: tuple[Standing, ...]
    later: int


def threads_around(archive: Archive, viewer: Viewer, hits: Iterable[Hit]) -> dict[ItemRef, Thread]:
    """Give the thread around each hit, as this viewer may see it."""
    kept: dict[tuple[str, str], list[Item]] = {}
    threads: dict[ItemRef, Thread] = {}
    for hit in hits:
        key = (hit.item.account, hit.item.thread_id)
        if key not in kept:
            chosen = Selection(accounts=(key[0],), threads=(key[1],))
            kept[key] = list(archive.items(viewer, chosen))
        threads[hit.item.ref] = thread_at(kept[key], _moment(archive, hit))
    return threads


def _moment(archive: Archive, hit: Hit) -> datetime | None:
    """Give the instant to which a hit's thread is wound back; ``None`` for the present."""
    if hit.wording is None:
        return None
    if hit.current:
        return _before_missing(archive, hit.item)
    return _before_another(hit.item, hit.wording)


def _before_missing(archive: Archive, item: Item) -> datetime | None:
    """Give the moment before an item was first missed; ``None`` where it is not gone.

    That is known as of the end of the visit that missed it, but whatever this
    visit saw for the first time came after the item as much as not.
    """
    gone = next((each for each in item.unavailable if each.returned is None), None)
    if gone is None:
        return None
    began = select(func.min(capture.c.started)).where(
        capture.c.account == item.account, capture.c.ended == gone.first_missing
    )
    with archive.reading() as connection:
        missed = connection.scalar(began) or gone.first_missing
    return max(gone.last_seen, missed - datetime.resolution)


def _before_another(item: Item, found: Version) -> datetime:
    """Give the moment before another wording than this one was seen."""
    others = (
        since
        for version in item.versions
        for since in (version.first_seen, *(stretch.since for stretch in version.shown))
    )
    replaced = min((since for since in others if since > found.last_seen), default=None)
    return found.last_seen if replaced is None else replaced - datetime.resolution


def thread_at(items: Iterable[Item], instant: datetime | None) -> Thread:
    """Wind a thread's items back to an instant and put them in order."""
    if instant is None:
        there = list(items)
        return Thread(None, tuple(_nested(there)), 0)
    wound = [standing_at(item, instant) for item in items]
    there = [item for item in wound if item is not None]
    return Thread(instant, tuple(_nested(there)), len(wound) - len(there))


def _nested(items: list[Item]) -> Iterator[Standing]:
    """Give each item below the one it answers; one whose parent is not here stands at the top."""
    ids = {item.id for item in items}
    below: dict[str | None, list[Item]] = defaultdict(list)
    for item in items:
        parent = item.parent_id if item.parent_id != item.id else None
        below[parent if parent in ids else None].append(item)
    waiting = [Standing(item, 0) for item in reversed(below.pop(None, []))]
    while waiting:
        standing = waiting.pop()
        yield standing
        answers = below.pop(standing.item.id, [])
        waiting += [Standing(item, standing.depth + 1) for item in reversed(answers)]
    for left in below.values():  # answers that answer each other in a circle
        yield from (Standing(item, 0) for item in left)
