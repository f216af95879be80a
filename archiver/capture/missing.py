"""Items that a complete walk did not show: looked for one by one, and judged."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, func, select

from archiver.capture.absence import Evidence, Judgement, Look, Standing, judge, runs_needed
from archiver.capture.visit import SKIPS, Visit
from archiver.catalogue import tables as t
from archiver.errors import ObjectUnreadable
from archiver.items import ItemKind, ItemRef, ItemState, Platform

Connect = Callable[[], AbstractContextManager[Connection]]
"""Opens a view of the catalogue as it stands now."""

_COMMENTS = frozenset({ItemKind.COMMENT, ItemKind.REPLY})
"""One kind of object to the platform, and so one kind of canary."""


@dataclass(frozen=True, slots=True)
class Missing:
    """An item that was readable before and was not seen in this capture."""

    pk: int
    ref: ItemRef
    kind: ItemKind
    thread_id: str
    last_seen: datetime
    standing: Standing


@dataclass(frozen=True, slots=True)
class Judged:
    """A missing item with what this capture's evidence makes of it."""

    item: Missing
    judgement: Judgement
    evidence: str


def unseen(connection: Connection, account: str, capture: str) -> list[Missing]:
    """List the account's items that this capture has not seen and that are not known to be gone."""
    seen = select(t.sighting.c.item).where(t.sighting.c.capture == capture)
    rows = connection.execute(
        select(t.item)
        .where(
            t.item.c.account == account,
            t.item.c.state != ItemState.UNAVAILABLE.value,
            t.item.c.pk.not_in(seen),
        )
        .order_by(t.item.c.pk)
    )
    return [_missing(row) for row in rows]


def look_for(visit: Visit, connect: Connect) -> tuple[list[Missing], dict[ItemRef, Look]]:
    """Read each item directly that this capture has not seen; give them, and what the reads said.

    Posts first: what turns out to be readable is taken in with all its
    comments, as if the walk had shown it, and a comment of a post that is gone
    is gone too.
    """
    looks: dict[ItemRef, Look] = {}
    posts = [item for item in _unseen(visit, connect) if item.kind is ItemKind.POST]
    for item in posts:
        looks[item.ref] = _look(visit, item)
    comments = [item for item in _unseen(visit, connect) if item.kind is not ItemKind.POST]
    for item in comments:
        thread = ItemRef(item.ref.platform, item.thread_id)
        gone = looks.get(thread) is Look.GONE
        looks[item.ref] = Look.GONE if gone else _look(visit, item)
    return [*posts, *comments], looks


def _unseen(visit: Visit, connect: Connect) -> list[Missing]:
    with connect() as connection:
        return unseen(connection, visit.account.key, visit.intake.capture)


def judge_all(
    missing: Iterable[Missing],
    looks: dict[ItemRef, Look],
    canaries: dict[ItemKind, bool],
    roots: int,
    at: datetime,
) -> list[Judged]:
    """Judge every item that is still missing after the look. Pure."""
    still = [item for item in missing if looks.get(item.ref) is Look.GONE]
    vanished = sum(item.kind is ItemKind.POST for item in still)
    needed = runs_needed(vanished, roots)
    judged = []
    for item in still:
        canary = canaries.get(item.kind, False)
        evidence = Evidence(Look.GONE, canary_readable=canary, run_complete=True)
        judgement = judge(item.standing, evidence, at, needed)
        if judgement.standing != item.standing:
            judged.append(Judged(item, judgement, _in_words(judgement, needed)))
    return judged


def canaries(
    visit: Visit, connection: Connection, missing: Iterable[Missing]
) -> dict[ItemKind, bool]:
    """Read one item directly of every kind that is missing, to know that reading works."""
    found: dict[ItemKind, bool] = {}
    for kind in sorted({item.kind for item in missing}):
        alike = _COMMENTS if kind in _COMMENTS else {kind}
        # Of this account: another Page's token would prove nothing here.
        canary = connection.scalar(
            select(t.item.c.id)
            .join(t.sighting, t.sighting.c.item == t.item.c.pk)
            .where(
                t.sighting.c.capture == visit.intake.capture,
                t.item.c.account == visit.account.key,
                t.item.c.kind.in_(alike),
            )
            .order_by(t.item.c.pk.desc())
            .limit(1)
        )
        if canary is None:
            visit.tally.differ(
                f"each {kind} that is not listed any more",
                f"no other {kind} can be read, so its absence proves nothing",
            )
        found[kind] = canary is not None and visit.can_read(canary)
    return found


def count_roots(connection: Connection, account: str) -> int:
    """Count the account's posts that are not known to be gone."""
    count: int = connection.execute(
        select(func.count())
        .select_from(t.item)
        .where(
            t.item.c.account == account,
            t.item.c.kind == ItemKind.POST.value,
            t.item.c.state != ItemState.UNAVAILABLE.value,
        )
    ).scalar_one()
    return count


def _look(visit: Visit, item: Missing) -> Look:
    """Read one item directly; a read that tells nothing is a gap, and the run is not complete."""
    post_id = None if item.kind is ItemKind.POST else item.thread_id
    try:
        readable = visit.reread(item.ref.id, post_id=post_id)
    except ObjectUnreadable:
        return Look.GONE
    except SKIPS as error:
        visit.skip(item.ref.id, error)
        return Look.UNKNOWN
    if not readable:
        visit.tally.miss(item.ref.id, "the platform's answer to a direct read is not the item")
        return Look.UNKNOWN
    return Look.READABLE


def _in_words(judgement: Judgement, needed: int) -> str:
    return (
        "a direct read says that it is not there, another item of its kind can be read, and "
        f"{judgement.standing.misses} of {needed} complete runs agree"
    )


def _missing(row: Row[tuple[object, ...]]) -> Missing:
    return Missing(
        pk=row.pk,
        ref=ItemRef(Platform(row.platform), row.id),
        kind=ItemKind(row.kind),
        thread_id=row.thread_id,
        last_seen=row.last_seen,
        standing=Standing(row.first_missing, row.misses),
    )
