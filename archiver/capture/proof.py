"""What it takes to say that an item is gone: a canary, and runs that agree (invariant 3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import Connection, and_, or_, select

from archiver.capture.absence import (
    AGREEING_RUNS,
    Evidence,
    Judgement,
    Look,
    judge,
    runs_needed,
)
from archiver.capture.missing import Missing
from archiver.capture.places import place_of
from archiver.capture.reader import Reader
from archiver.capture.roots import Roots
from archiver.capture.sighting import Place
from archiver.capture.visit import Visit
from archiver.catalogue import tables as t
from archiver.items import ANSWERS, ItemKind, ItemRef
from archiver.surfaces import Surface

Likeness: TypeAlias = tuple[ItemKind, Surface]
"""What a canary has in common with what is missing: its kind, and where it is shown."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A missing item with what this capture's evidence makes of it."""

    item: Missing
    judgement: Judgement
    evidence: str


def judge_all(
    missing: Iterable[Missing],
    looks: dict[ItemRef, Look],
    canaries: Mapping[Likeness, bool],
    standing: Roots,
    at: datetime,
) -> list[Judged]:
    """Judge every item that is still missing after the look. Pure.

    Roots that a person confirmed count no more among the many, and the usual
    proof is enough for them and for what stands below them.
    """
    still = [item for item in missing if looks.get(item.ref) is Look.GONE]
    vanished = {item.ref for item in still if item.place.kind.is_root} | standing.doubtful
    gone = {item.ref: item for item in still}
    unexplained = runs_needed(len(vanished - standing.confirmed.keys()), standing.count)
    judged = []
    for item in still:
        canary = canaries.get(_likeness(item, gone), False)
        evidence = Evidence(Look.GONE, canary_readable=canary, run_complete=True)
        person = standing.confirmed.get(item.root)
        needed = unexplained if person is None else AGREEING_RUNS
        judgement = judge(item.standing, evidence, at, needed)
        if judgement.standing != item.standing:
            judged.append(Judged(item, judgement, _in_words(judgement, needed, person)))
    return judged


def canaries(
    visit: Visit, reader: Reader, connection: Connection, missing: Iterable[Missing]
) -> dict[Likeness, bool]:
    """Read one item directly of every kind that a surface misses, to know that reading works."""
    found: dict[Likeness, bool] = {}
    gone = {item.ref: item for item in missing}
    for likeness in sorted({_likeness(item, gone) for item in gone.values()}):
        canary = _canary(visit, connection, *likeness)
        if canary is None:
            kind, _ = likeness
            visit.tally.differ(
                f"each {kind} that is not listed any more",
                f"no other {kind} can be read, so its absence proves nothing",
            )
        found[likeness] = canary is not None and reader.can_read(canary)
    return found


def _likeness(item: Missing, gone: Mapping[ItemRef, Missing]) -> Likeness:
    """Say what must be readable for an absence to mean something.

    What stands below a root that is gone needs no other proof than the root's.
    """
    told = gone.get(item.root, item)
    return told.place.kind, told.place.surface


def _canary(visit: Visit, connection: Connection, kind: ItemKind, surface: Surface) -> Place | None:
    """Choose what to read: seen in this capture, else what was listed until now.

    On the same surface where there is anything: what others wrote and tagged,
    and comments of live videos, may never be readable by their ids
    (facebook.md, section 4).
    """
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
        .order_by(
            t.sighting.c.item.is_(None), t.item.c.surface != surface.value, t.item.c.pk.desc()
        )
        .limit(1)
    ).one_or_none()
    return None if chosen is None else place_of(chosen)


def _in_words(judgement: Judgement, needed: int, person: str | None) -> str:
    misses = judgement.standing.misses
    evidence = (
        "a direct read says that it is not there, another item of its kind can be read, and "
        f"{misses} of {max(misses, needed)} complete runs agree"
    )
    return evidence if person is None else f"{evidence}; {person} confirmed that its thread is gone"
