"""Items that a complete walk did not show: looked for one by one, and judged."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, and_, func, or_, select

from archiver.capture.absence import (
    AGREEING_RUNS,
    Evidence,
    Judgement,
    Look,
    Standing,
    judge,
    oldest_living_story,
    runs_needed,
)
from archiver.capture.places import can_be_asked, place_of
from archiver.capture.reader import Reader
from archiver.capture.roots import Roots
from archiver.capture.sighting import Place
from archiver.capture.visit import SKIPS, Visit
from archiver.capture.watch import Step
from archiver.catalogue import tables as t
from archiver.catalogue.reach import Reach, captured
from archiver.errors import ObjectUnreadable, PermissionMissing, RequestRefused
from archiver.graph.batch import MOST
from archiver.items import ANSWERS, ItemKind, ItemRef, ItemState
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


@dataclass(frozen=True, slots=True)
class Judged:
    """A missing item with what this capture's evidence makes of it."""

    item: Missing
    judgement: Judgement
    evidence: str


def unseen(connection: Connection, reach: Reach, started: datetime) -> list[Missing]:
    """List the items within reach that were not seen and that are not known to be gone.

    Stories that may have expired by themselves are no concern (invariant 3),
    nor is what cannot be read by an id: its absence cannot be proven.
    """
    seen = select(t.sighting.c.item).where(t.sighting.c.capture == reach.capture)
    told = func.coalesce(t.item.c.created_at, t.item.c.first_seen)
    rows = connection.execute(
        select(t.item)
        .where(
            reach.items,
            or_(t.item.c.kind != ItemKind.STORY.value, told > oldest_living_story(started)),
            t.item.c.state != ItemState.UNAVAILABLE.value,
            t.item.c.pk.not_in(seen),
            captured(),
        )
        .order_by(t.item.c.pk)
    )
    missing = (_missing(row) for row in rows)
    return [item for item in missing if can_be_asked(item.place)]


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
    answers = [item for item in still_unseen() if not item.place.kind.is_root]
    orphaned = [item for item in answers if looks.get(_thread_of(item)) is Look.GONE]
    looks.update((item.ref, Look.GONE) for item in orphaned)
    looks.update(_look_at(visit, reader, [item for item in answers if item.ref not in looks]))
    return [*roots, *answers], looks


def _thread_of(item: Missing) -> ItemRef:
    return ItemRef(item.ref.platform, item.place.thread_id)


def _look_at(
    visit: Visit, reader: Reader, items: Sequence[Missing]
) -> Iterator[tuple[ItemRef, Look]]:
    for start in range(0, len(items), MOST):
        some = items[start : start + MOST]
        reader.expect([item.place for item in some])
        for number, item in enumerate(some, start + 1):
            visit.tell(Step("looking for each", Count(number, "missing", len(items))))
            yield item.ref, _look(visit, reader, item)


def judge_all(
    missing: Iterable[Missing],
    looks: dict[ItemRef, Look],
    canaries: dict[ItemKind, bool],
    standing: Roots,
    at: datetime,
) -> list[Judged]:
    """Judge every item that is still missing after the look. Pure.

    Roots that a person confirmed count no more among the many, and the usual
    proof is enough for them and for what stands below them.
    """
    still = [item for item in missing if looks.get(item.ref) is Look.GONE]
    vanished = {item.ref for item in still if item.place.kind.is_root} | standing.doubtful
    unexplained = runs_needed(len(vanished - standing.confirmed.keys()), standing.count)
    judged = []
    for item in still:
        canary = canaries.get(item.place.kind, False)
        evidence = Evidence(Look.GONE, canary_readable=canary, run_complete=True)
        person = standing.confirmed.get(_thread_of(item))
        needed = unexplained if person is None else AGREEING_RUNS
        judgement = judge(item.standing, evidence, at, needed)
        if judgement.standing != item.standing:
            judged.append(Judged(item, judgement, _in_words(judgement, needed, person)))
    return judged


def canaries(
    visit: Visit, reader: Reader, connection: Connection, missing: Iterable[Missing]
) -> dict[ItemKind, bool]:
    """Read one item directly of every kind that is missing, to know that reading works."""
    found: dict[ItemKind, bool] = {}
    gone = list(missing)
    for kind in sorted({item.place.kind for item in gone}):
        canary = _canary(visit, connection, kind)
        if canary is None:
            visit.tally.differ(
                f"each {kind} that is not listed any more",
                f"no other {kind} can be read, so its absence proves nothing",
            )
        found[kind] = canary is not None and reader.can_read(canary)
    return found


def _canary(visit: Visit, connection: Connection, kind: ItemKind) -> Place | None:
    """Choose what to read: seen in this capture, else what was listed until now."""
    # A reply is to the platform what a comment is, and so may stand for one.
    alike = ANSWERS if kind in ANSWERS else {kind}
    mine = and_(t.sighting.c.item == t.item.c.pk, t.sighting.c.capture == visit.intake.capture)
    reached = select(t.reach.c.thread).where(t.reach.c.capture == visit.intake.capture)
    chosen = connection.execute(
        select(t.item)
        .outerjoin(t.sighting, mine)
        .where(
            # Of this account: another Page's token would prove nothing here.
            t.item.c.account == visit.account.key,
            t.item.c.kind.in_(alike),
            or_(
                t.sighting.c.item.is_not(None),
                # Where only some threads are read, what is listed in the others.
                and_(t.item.c.listed, reached.exists(), t.item.c.thread_id.not_in(reached)),
            ),
        )
        .order_by(t.sighting.c.item.is_(None), t.item.c.pk.desc())
        .limit(1)
    ).one_or_none()
    return None if chosen is None else place_of(chosen)


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


def _in_words(judgement: Judgement, needed: int, person: str | None) -> str:
    misses = judgement.standing.misses
    evidence = (
        "a direct read says that it is not there, another item of its kind can be read, and "
        f"{misses} of {max(misses, needed)} complete runs agree"
    )
    return evidence if person is None else f"{evidence}; {person} confirmed that its thread is gone"


def _missing(row: Row[tuple[object, ...]]) -> Missing:
    return Missing(
        pk=row.pk,
        place=place_of(row),
        last_seen=row.last_seen,
        standing=Standing(row.first_missing, row.misses),
    )
