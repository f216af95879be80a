"""Lists that are not believed: they show nothing, while what stood on them can be read.

A token of the wrong kind, or a right that was lost, makes lists empty instead
of refusing them (facebook.md, section 2).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import Connection, Row, Select, select

from archiver.capture.missing import Missing
from archiver.capture.proof import Likeness
from archiver.capture.visit import Visit
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.surfaces import TITLES, Surface

_SHOWS_ALL = frozenset({Surface.FEED, Surface.REELS, Surface.LIVE})
"""Surfaces on which things stay; stories end, and tags are taken away."""

MANY_ANSWERS = 10
"""Comments that may vanish at once from threads that stay, although no other comment is left."""

NOTHING_LISTED = "the platform lists none, though some can be read"
"""The cause of such a gap, by which alarms know it again."""


def doubt_empty_lists(visit: Visit, readable: Iterable[Missing]) -> None:
    """List a surface as unread that showed no root at all, where one of it can be read."""
    roots = {item.place.surface for item in readable if item.place.kind.is_root}
    for surface in sorted(roots & _SHOWS_ALL):
        if not visit.roots_listed[surface]:
            visit.tally.miss(TITLES[surface], NOTHING_LISTED, surface)


def doubt_empty_threads(visit: Visit, connection: Connection, readable: Iterable[Missing]) -> None:
    """List the comments of a thread as unread where none was listed, and one can be read.

    What is hidden stands in no list of some platforms, and where the platform
    counts no comments either, its list is believed.
    """
    found = {item.ref.id: item for item in readable if not item.place.kind.is_root}
    for some in chunks(sorted({item.place.thread_id for item in found.values()})):
        shown = defaultdict(list)
        for row in connection.execute(_shown(visit, some)):
            shown[row.thread_id].append(row)
        for thread in some:
            if _is_silent(shown[thread], found.keys()):
                visit.tally.miss(f"the comments of {thread}", NOTHING_LISTED)


def doubt_silence(visit: Visit, gone: Sequence[Missing], canaries: Mapping[Likeness, bool]) -> None:
    """List all comments as unread where many are gone at once, and no other can be read.

    Their posts can be: so it looks like a right that was lost (facebook.md,
    section 2), until a comment is shown again.
    """
    refs = {item.ref for item in gone}
    answers = [item for item in gone if not item.place.kind.is_root and item.root not in refs]
    readable = any(canaries.get((item.place.kind, item.place.surface)) for item in answers)
    if len(answers) > MANY_ANSWERS and not readable:
        cause = f"none is shown any more, though {len(answers):,} were, and their posts still are"
        visit.tally.miss("all comments", cause)


def _shown(visit: Visit, threads: Collection[str]) -> Select[tuple[object, ...]]:
    return (
        select(t.item.c.id, t.item.c.thread_id, t.sighting.c.hidden, t.sighting.c.comments)
        .join(t.sighting, t.sighting.c.item == t.item.c.pk)
        .where(
            t.sighting.c.capture == visit.intake.capture,
            t.item.c.account == visit.account.key,
            t.item.c.thread_id.in_(threads),
        )
    )


def _is_silent(shown: Iterable[Row[tuple[object, ...]]], found: Collection[str]) -> bool:
    """Whether a thread, of which all this was shown, lists nothing that can be read; pure."""
    answers = [row for row in shown if row.id != row.thread_id]
    counts = [row.comments for row in shown if row.id == row.thread_id]
    listed = any(row.id not in found for row in answers)
    told = any(not row.hidden for row in answers)
    return told and not listed and 0 not in counts
