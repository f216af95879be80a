"""Items that a complete walk did not show: looked for one by one, and judged."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from archiver.capture.absence import (
    Look,
    Standing,
    oldest_living_story,
)
from archiver.capture.places import can_be_asked, place_of
from archiver.capture.reader import Reader
from archiver.capture.sighting import Place
from archiver.capture.visit import SKIPS, Visit
from archiver.capture.watch import Step
from archiver.catalogue import tables as t
from archiver.catalogue.reach import Reach, captured
from archiver.errors import ObjectUnreadable, PermissionMissing, RequestRefused
from archiver.graph.batch import MOST
from archiver.items import ItemKind, ItemRef, ItemState, Platform
from archiver.progress import Count
from archiver.surfaces import Surface

_NOT_OFFERED = (PermissionMissing, RequestRefused)
"""Answers that say that things of a kind cannot be read by their id, whatever became of them."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that was readable before and was not seen in this capture."""

    pk: int
    place: Place
    last_seen: datetime
    standing: Standing

    @property
    def ref(self) -> ItemRef:
        """The item."""
        return self.place.ref

    @property
    def root(self) -> ItemRef:
        """The root of its thread."""
        return ItemRef(self.ref.platform, self.place.thread_id)


def unseen(connection: Connection, reach: Reach, started: datetime) -> list[Missing]:
    """List the items within reach that were not seen and that are not known to be gone.

    Stories that may have expired by themselves are no concern (invariant 3),
    nor is a broadcast on Instagram that has ended, nor what cannot be read by
    an id: its absence cannot be proven.
    """
    seen = select(t.sighting.c.item).where(t.sighting.c.capture == reach.capture)
    told = func.coalesce(t.item.c.created_at, t.item.c.first_seen)
    rows = connection.execute(
        select(t.item)
        .where(
            reach.items,
            or_(t.item.c.kind != ItemKind.STORY.value, told > oldest_living_story(started)),
            ~_broadcast_that_ended(reach),
            t.item.c.state != ItemState.UNAVAILABLE.value,
            t.item.c.pk.not_in(seen),
            captured(),
        )
        .order_by(t.item.c.pk)
    )
    missing = (_missing(row) for row in rows)
    return [item for item in missing if can_be_asked(item.place)]


def _broadcast_that_ended(reach: Reach) -> ColumnElement[bool]:
    """Choose what Instagram shows only while it is live (instagram.md, sections 2 and 3)."""
    running = (
        select(t.item.c.id)
        .join(t.sighting, t.sighting.c.item == t.item.c.pk)
        .where(t.sighting.c.capture == reach.capture, t.item.c.account == reach.account)
    )
    return and_(
        t.item.c.platform == Platform.INSTAGRAM.value,
        t.item.c.surface == Surface.LIVE.value,
        t.item.c.thread_id.not_in(running),
    )


def look_for(
    visit: Visit, reader: Reader, still_unseen: Callable[[], list[Missing]]
) -> tuple[list[Missing], dict[ItemRef, Look]]:
    """Read each item directly that this capture has not seen; give them, and what the reads said.

    Roots first: what turns out to be readable is taken in with all its
    comments, as if the walk had shown it, and a comment of a post that is gone
    is gone too.
    """
    looks: dict[ItemRef, Look] = {}
    roots = [item for item in still_unseen() if item.place.kind.is_root]
    looks.update(_look_at(visit, reader, roots))
    _look_again(visit, reader, roots, looks)
    answers = [item for item in still_unseen() if not item.place.kind.is_root]
    orphaned = [item for item in answers if looks.get(item.root) is Look.GONE]
    looks.update((item.ref, Look.GONE) for item in orphaned)
    asked = [item for item in answers if item.ref not in looks]
    looks.update(_look_at(visit, reader, asked))
    _look_again(visit, reader, asked, looks)
    return [*roots, *answers], looks


def _look_at(
    visit: Visit, reader: Reader, items: Sequence[Missing]
) -> Iterator[tuple[ItemRef, Look]]:
    for start in range(0, len(items), MOST):
        some = items[start : start + MOST]
        reader.expect([item.place for item in some])
        for number, item in enumerate(some, start + 1):
            visit.tell(Step("looking for each", Count(number, "missing", len(items))))
            yield item.ref, _look(visit, reader, item)


def _look_again(
    visit: Visit, reader: Reader, items: Sequence[Missing], looks: dict[ItemRef, Look]
) -> None:
    """Ask Instagram once more for what it says is gone, when all others were asked.

    There the same answer was seen as a limit in disguise (instagram.md, section 4).
    """
    gone = [item for item in items if looks.get(item.ref) is Look.GONE]
    doubted = [item for item in gone if item.ref.platform is Platform.INSTAGRAM]
    looks.update(_look_at(visit, reader, doubted))


def _look(visit: Visit, reader: Reader, item: Missing) -> Look:
    """Read one item directly; a read that tells nothing is a gap, and the run is not complete."""
    try:
        readable = reader.reread(item.place)
    except ObjectUnreadable:
        return Look.GONE
    except SKIPS as error:
        if item.place.surface is not Surface.FEED and isinstance(error, _NOT_OFFERED):
            visit.tally.differ(item.ref.id, error.what)
        else:
            visit.skip(item.ref.id, error)
        return Look.UNKNOWN
    if not readable:
        visit.tally.miss(item.ref.id, "the platform's answer to a direct read is not the item")
        return Look.UNKNOWN
    return Look.READABLE


def _missing(row: Row[tuple[object, ...]]) -> Missing:
    return Missing(
        pk=row.pk,
        place=place_of(row),
        last_seen=row.last_seen,
        standing=Standing(row.first_missing, row.misses),
    )
