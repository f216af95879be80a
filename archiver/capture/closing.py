"""Closing a capture: what it found out becomes a receipt, the receipt an object, then rows."""

from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Row, Select, and_, delete, func, or_, select

from archiver import pending
from archiver.archive import Archive
from archiver.capture.proof import Judged
from archiver.capture.tally import Tally
from archiver.captures import CountChange, Finding, Receipt, StateChange
from archiver.catalogue import counter
from archiver.catalogue import tables as t
from archiver.catalogue.projections.receipts import project_receipt
from archiver.catalogue.reach import Reach
from archiver.commit import add_leaf
from archiver.items import ACCOUNT_FACTS, ItemRef, ItemState, Platform
from archiver.paths import media_path, receipt_path
from archiver.record import Envelope, RecordKind, StoredRecord, new_salt, write_record
from archiver.store import NewObject

_encoder = msgspec.json.Encoder(order="deterministic")


@dataclass(frozen=True, slots=True)
class Differences:
    """How what a capture saw differs from what the catalogue held before it."""

    items_seen: int
    appeared: tuple[ItemRef, ...]
    missing: tuple[ItemRef, ...]
    findings: tuple[Finding, ...]
    counts: tuple[CountChange, ...]


def differences(connection: Connection, reach: Reach) -> Differences:
    """Compare the sightings of a running capture with the catalogue, set by set."""
    capture = reach.capture
    seen = (
        select(t.item, t.sighting.c.n, t.sighting.c.hidden)
        .join(t.sighting, t.sighting.c.item == t.item.c.pk)
        .where(t.sighting.c.capture == capture)
    )
    mine = t.sighting.c.capture == capture
    unseen = t.item.c.pk.not_in(select(t.sighting.c.item).where(mine))
    known = t.item.c.pk.not_in(
        select(t.version.c.item).where(t.version.c.capture == capture, t.version.c.n == 1)
    )
    said = t.item.c.kind.not_in(ACCOUNT_FACTS)
    count = connection.execute(
        select(func.count())
        .select_from(t.sighting.join(t.item, t.sighting.c.item == t.item.c.pk))
        .where(mine, said)
    )
    listed = select(t.item).where(reach.items, t.item.c.listed, unseen)
    return Differences(
        items_seen=count.scalar_one(),
        appeared=_refs(connection, seen.where(~t.item.c.listed, known)),
        missing=_refs(connection, listed),
        findings=tuple(_findings(connection, seen)),
        counts=tuple(_count_changes(connection, seen)),
    )


def disappeared(judged: Iterable[Judged]) -> tuple[Finding, ...]:
    """Give the findings about items that were not there. Pure."""
    return tuple(
        Finding(
            ref=each.item.ref,
            change=StateChange.UNAVAILABLE if each.judgement.established else StateChange.MISSING,
            evidence=each.evidence,
        )
        for each in judged
    )


def keep_receipt(archive: Archive, receipt: Receipt, tally: Tally) -> None:
    """Keep a receipt and make its rows; from here on the capture is acknowledged."""
    account = archive.account(receipt.account)
    record = _record(receipt)
    path = receipt_path(account.platform, account.id, receipt.ended, record.digest)
    pending.keep(archive, account.key, [NewObject(path, record.data)])
    alts = {
        (found.finding.ref, found.finding.n, found.finding.position): found.alt
        for found in tally.files
    }
    with archive.writing() as connection:
        pending.settle(connection, [path, *_files(receipt)])
        number = counter.take(connection, 1)
        add_leaf(connection, number, RecordKind.RECEIPT, record.digest, path)
        project_receipt(connection, receipt, number, path, alts)
        connection.execute(delete(t.sighting).where(t.sighting.c.capture == receipt.capture))


def _files(receipt: Receipt) -> Iterable[str]:
    return {media_path(finding.sha256) for finding in receipt.media if finding.sha256}


def _record(receipt: Receipt) -> StoredRecord:
    envelope = Envelope(
        kind=RecordKind.RECEIPT,
        target=f"urn:civickeep:capture:{receipt.capture}",
        at=receipt.ended,
        content_type="application/json",
        fields=(
            ("Account", receipt.account),
            ("Capture", receipt.capture),
            ("Scope", receipt.scope),
            ("Verdict", receipt.verdict.value),
            ("Software", receipt.software),
        ),
        salt=new_salt(),
    )
    return write_record(envelope, _encoder.encode(receipt))


_Items = Select[tuple[object, ...]]


def _refs(connection: Connection, items: _Items) -> tuple[ItemRef, ...]:
    return tuple(_ref(row) for row in connection.execute(items.order_by(t.item.c.pk)))


def _findings(connection: Connection, seen: _Items) -> Iterable[Finding]:
    gone = t.item.c.state == ItemState.UNAVAILABLE.value
    open_interval = (
        select(t.hidden.c.item)
        .where(t.hidden.c.item == t.item.c.pk, t.hidden.c.until.is_(None))
        .exists()
    )
    hidden = t.sighting.c.hidden
    for condition, change, evidence in (
        (gone, StateChange.RETURNED, "it can be read again"),
        (hidden & ~open_interval, StateChange.HIDDEN, "the platform says that it is hidden"),
        (~hidden & open_interval, StateChange.UNHIDDEN, "the platform no longer says hidden"),
    ):
        for ref in _refs(connection, seen.where(condition)):
            yield Finding(ref, change, evidence)
    for row in connection.execute(seen.where(t.sighting.c.n != t.item.c.current)):
        yield Finding(
            _ref(row), StateChange.WORDING_RETURNED, "an earlier wording is shown again", row.n
        )


def _count_changes(connection: Connection, seen: _Items) -> Iterable[CountChange]:
    """Find items whose counts are not those told last; a count that is not told says nothing."""
    told, kept = t.sighting.c, t.engagement.c
    newest = (
        select(func.max(kept.at))
        .where(kept.item == t.item.c.pk)
        .correlate(t.item)
        .scalar_subquery()
    )
    names = ("reactions", "comments", "shares")
    columns = [func.coalesce(told[name], kept[name]).label(f"new_{name}") for name in names]
    differs = or_(
        *(and_(told[name].is_not(None), told[name].is_distinct_from(kept[name])) for name in names)
    )
    changed = (
        seen.add_columns(*columns)
        .outerjoin(t.engagement, and_(kept.item == t.item.c.pk, kept.at == newest))
        .where(differs)
        .order_by(t.item.c.pk)
    )
    for row in connection.execute(changed):
        yield CountChange(_ref(row), row.new_reactions, row.new_comments, row.new_shares)


def _ref(row: Row[tuple[object, ...]]) -> ItemRef:
    return ItemRef(Platform(row.platform), row.id)
