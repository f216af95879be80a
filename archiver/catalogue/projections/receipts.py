"""Rows made from a receipt: last sightings, states, files, and the capture itself.

A receipt tells only the difference from the one before it, so the order of
receipts matters; run over them in the order of the ledger, this makes the
same rows again.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    exists,
    insert,
    select,
    true,
    update,
)

from archiver.captures import Finding, MediaFinding, Receipt, StateChange
from archiver.catalogue import tables as t
from archiver.catalogue.bulk import insert_rows
from archiver.catalogue.chunks import chunks
from archiver.catalogue.projections.absences import forget_confirmed, forget_confirmed_among
from archiver.catalogue.projections.touched import item_keys, touch_items
from archiver.catalogue.reach import forget_threads, note_threads, reach_of
from archiver.items import ItemRef, ItemState
from archiver.paths import media_path

Alts: TypeAlias = Mapping[tuple[ItemRef, int, int], str | None]
"""The platform's description of each file, by item, version and position."""


SeeAgain: TypeAlias = Callable[[Connection, Receipt], None]
"""Brings the last sightings of everything listed forward to a receipt."""


def project_receipt(
    connection: Connection, receipt: Receipt, number: int, path: str, alts: Alts
) -> None:
    """Make the rows of a receipt that is committed under this change number."""
    project_capture(connection, receipt, number, path)
    project_findings(connection, receipt, number, alts, see_again)


def project_capture(connection: Connection, receipt: Receipt, number: int, path: str) -> None:
    """List the capture itself, what it read and what it could not see."""
    connection.execute(insert(t.capture).values(_capture_row(receipt, number, path)))
    surfaces = [
        {"capture": receipt.capture, "surface": surface.value} for surface in receipt.surfaces
    ]
    insert_rows(connection, t.capture_surface, surfaces)
    gaps = [
        {
            "capture": receipt.capture,
            "position": position,
            "what": gap.what,
            "cause": gap.cause,
            "surface": gap.surface.value if gap.surface else None,
        }
        for position, gap in enumerate(receipt.gaps)
    ]
    insert_rows(connection, t.gap, gaps)


def project_findings(
    connection: Connection, receipt: Receipt, number: int, alts: Alts, see_again: SeeAgain
) -> None:
    """Make the rows of what a capture found out about items and files."""
    keys = item_keys(connection, _refs(receipt))
    if receipt.threads is not None:
        note_threads(connection, receipt.capture, receipt.threads)
    _list_items(connection, receipt, keys)
    _apply_findings(connection, receipt, keys)
    see_again(connection, receipt)
    _keep_counts(connection, receipt, keys)
    _keep_files(connection, receipt, keys, alts)
    forget_threads(connection, receipt.capture)
    changed = {keys[finding.ref] for finding in receipt.findings}
    changed |= {keys[finding.ref] for finding in receipt.media}
    touch_items(connection, sorted(changed), number)


def _refs(receipt: Receipt) -> list[ItemRef]:
    found = [finding.ref for finding in receipt.findings]
    files = [finding.ref for finding in receipt.media]
    counted = [change.ref for change in receipt.counts]
    return [*receipt.appeared, *receipt.missing, *found, *files, *counted]


def _list_items(connection: Connection, receipt: Receipt, keys: Mapping[ItemRef, int]) -> None:
    """Bring the standing list of what the latest receipt saw up to date."""
    first_seen_here = select(t.version.c.item).where(
        t.version.c.capture == receipt.capture, t.version.c.n == 1
    )
    connection.execute(update(t.item).where(t.item.c.pk.in_(first_seen_here)).values(listed=True))
    for refs, listed in ((receipt.appeared, True), (receipt.missing, False)):
        for some in chunks([keys[ref] for ref in refs]):
            connection.execute(update(t.item).where(t.item.c.pk.in_(some)).values(listed=listed))
    # Whatever is seen again is no longer on the way to being declared gone, within reach or not.
    for some in chunks([keys[ref] for ref in receipt.appeared]):
        connection.execute(
            update(t.item).where(t.item.c.pk.in_(some)).values(misses=0, first_missing=None)
        )
    forget_confirmed(connection, [keys[ref] for ref in receipt.appeared])
    again = and_(reach_of(receipt).items, t.item.c.listed, t.item.c.misses > 0)
    forget_confirmed_among(connection, again)
    connection.execute(update(t.item).where(again).values(misses=0, first_missing=None))


def see_again(connection: Connection, receipt: Receipt) -> None:
    """Bring last sightings forward to the capture's start: the moment it vouches for."""
    listed = and_(reach_of(receipt).items, t.item.c.listed)
    bring_forward(connection, listed, receipt.started)


def bring_forward(
    connection: Connection,
    chosen: ColumnElement[bool],
    seen: datetime,
    keys: Sequence[int] | None = None,
) -> None:
    """Say of the items chosen, and of the version each shows, that they were seen then.

    ``keys`` are the only rows to look at, where they are known.
    """
    shown = exists().where(
        t.item.c.pk == t.version.c.item, t.item.c.current == t.version.c.n, chosen
    )
    among_versions = true() if keys is None else t.version.c.item.in_(keys)
    among_items = true() if keys is None else t.item.c.pk.in_(keys)
    connection.execute(
        update(t.version)
        .where(among_versions, t.version.c.last_seen < seen, shown)
        .values(last_seen=seen)
    )
    connection.execute(
        update(t.item).where(among_items, chosen, t.item.c.last_seen < seen).values(last_seen=seen)
    )


def _apply_findings(connection: Connection, receipt: Receipt, keys: Mapping[ItemRef, int]) -> None:
    for change, apply in _APPLY.items():
        found = [finding for finding in receipt.findings if finding.change is change]
        if found:
            apply(connection, receipt, [(keys[finding.ref], finding) for finding in found])


_Found = list[tuple[int, Finding]]


def _hide(connection: Connection, receipt: Receipt, found: _Found) -> None:
    _set_state(connection, found, ItemState.HIDDEN)
    connection.execute(
        insert(t.hidden), [{"item": key, "since": receipt.ended} for key, _ in found]
    )


def _unhide(connection: Connection, receipt: Receipt, found: _Found) -> None:
    _set_state(connection, found, ItemState.PRESENT)
    for some in chunks([key for key, _ in found]):
        connection.execute(
            update(t.hidden)
            .where(t.hidden.c.item.in_(some), t.hidden.c.until.is_(None))
            .values(until=receipt.ended)
        )


def _miss(connection: Connection, receipt: Receipt, found: _Found) -> None:
    for some in chunks([key for key, _ in found]):
        connection.execute(
            update(t.item)
            .where(t.item.c.pk.in_(some), t.item.c.first_missing.is_(None))
            .values(first_missing=receipt.ended)
        )
        connection.execute(
            update(t.item).where(t.item.c.pk.in_(some)).values(misses=t.item.c.misses + 1)
        )


def _lose(connection: Connection, receipt: Receipt, found: _Found) -> None:
    """Enter proven disappearances; a hidden stretch stays open until the item is seen unhidden."""
    _miss(connection, receipt, found)
    evidence = {key: finding.evidence for key, finding in found}
    for some in chunks(list(evidence)):
        standing = connection.execute(
            select(t.item.c.pk, t.item.c.last_seen, t.item.c.first_missing).where(
                t.item.c.pk.in_(some)
            )
        ).all()
        connection.execute(
            insert(t.disappearance),
            [
                {
                    "item": row.pk,
                    "last_seen": row.last_seen,
                    "first_missing": row.first_missing,
                    "established": evidence[row.pk],
                }
                for row in standing
            ],
        )
    _set_state(connection, found, ItemState.UNAVAILABLE)


def _regain(connection: Connection, receipt: Receipt, found: _Found) -> None:
    """End a disappearance; whether the item is hidden now is a finding of its own."""
    for some in chunks([key for key, _ in found]):
        connection.execute(
            update(t.disappearance)
            .where(t.disappearance.c.item.in_(some), t.disappearance.c.returned.is_(None))
            .values(returned=receipt.ended)
        )
        still_hidden = exists().where(t.hidden.c.item == t.item.c.pk, t.hidden.c.until.is_(None))
        in_reach = t.item.c.pk.in_(some)
        connection.execute(
            update(t.item).where(in_reach, ~still_hidden).values(state=ItemState.PRESENT.value)
        )
        connection.execute(
            update(t.item).where(in_reach, still_hidden).values(state=ItemState.HIDDEN.value)
        )


def _reword(connection: Connection, receipt: Receipt, found: _Found) -> None:
    """Begin another stretch of an earlier wording; the one before ends where it was seen last."""
    _note_returns(connection, receipt, {key: finding.n for key, finding in found})
    connection.execute(
        update(t.item).where(t.item.c.pk == bindparam("key")).values(current=bindparam("shown")),
        [{"key": key, "shown": finding.n} for key, finding in found],
    )


def _note_returns(
    connection: Connection, receipt: Receipt, shown: Mapping[int, int | None]
) -> None:
    for some in chunks(list(shown)):
        rows = connection.execute(select(t.version).where(t.version.c.item.in_(some))).all()
        insert_rows(
            connection,
            t.wording_return,
            [
                {"item": row.item, "since": receipt.ended, "n": row.n, "seen_until": row.last_seen}
                for row in rows
                if shown[row.item] == row.n
            ],
        )


_APPLY = {
    StateChange.RETURNED: _regain,
    StateChange.HIDDEN: _hide,
    StateChange.UNHIDDEN: _unhide,
    StateChange.WORDING_RETURNED: _reword,
    StateChange.MISSING: _miss,
    StateChange.UNAVAILABLE: _lose,
}


def _set_state(connection: Connection, found: _Found, state: ItemState) -> None:
    for some in chunks([key for key, _ in found]):
        connection.execute(update(t.item).where(t.item.c.pk.in_(some)).values(state=state.value))


def _keep_counts(connection: Connection, receipt: Receipt, keys: Mapping[ItemRef, int]) -> None:
    rows = [
        {
            "item": keys[change.ref],
            "at": receipt.ended,
            "reactions": change.reactions,
            "comments": change.comments,
            "shares": change.shares,
        }
        for change in receipt.counts
    ]
    insert_rows(connection, t.engagement, rows)


def _keep_files(
    connection: Connection, receipt: Receipt, keys: Mapping[ItemRef, int], alts: Alts
) -> None:
    if not receipt.media:
        return
    kept = {finding.sha256: finding for finding in receipt.media if finding.sha256}
    for some in chunks(list(kept)):
        known = set(connection.scalars(select(t.blob.c.sha256).where(t.blob.c.sha256.in_(some))))
        fresh = [_blob_row(kept[digest]) for digest in some if digest not in known]
        if fresh:
            connection.execute(insert(t.blob), fresh)
    rows = [
        {
            "item": keys[finding.ref],
            "n": finding.n,
            "position": finding.position,
            "sha256": finding.sha256,
            "missing": finding.missing,
            "alt": alts.get((finding.ref, finding.n, finding.position)),
        }
        for finding in receipt.media
    ]
    connection.execute(
        delete(t.media).where(
            t.media.c.item == bindparam("at_item"),
            t.media.c.n == bindparam("at_n"),
            t.media.c.position == bindparam("at_position"),
        ),
        [
            {"at_item": row["item"], "at_n": row["n"], "at_position": row["position"]}
            for row in rows
        ],
    )
    connection.execute(insert(t.media), rows)


def _blob_row(finding: MediaFinding) -> dict[str, object]:
    return {
        "sha256": finding.sha256,
        "type": finding.type,
        "bytes": finding.bytes,
        "object": media_path(finding.sha256 or ""),
    }


def _capture_row(receipt: Receipt, number: int, path: str) -> dict[str, object]:
    return {
        "id": receipt.capture,
        "account": receipt.account,
        "scope": receipt.scope.value,
        "started": receipt.started,
        "ended": receipt.ended,
        "verdict": receipt.verdict.value,
        "items_seen": receipt.items_seen,
        "new_versions": receipt.new_versions,
        "disappearances": sum(
            finding.change is StateChange.UNAVAILABLE for finding in receipt.findings
        ),
        "media": sum(finding.sha256 is not None for finding in receipt.media),
        "calls": receipt.calls,
        "error": receipt.error,
        "not_before": receipt.not_before,
        "object": path,
        "leaf": number,
    }
