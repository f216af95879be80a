"""Items read from the catalogue, whole, streamed and only as far as the viewer may see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    false,
    func,
    or_,
    select,
    tuple_,
)

from archiver.catalogue import link_rows
from archiver.catalogue import tables as t
from archiver.catalogue.held import held, keys
from archiver.catalogue.import_rows import imports_of
from archiver.catalogue.import_tables import imported_match
from archiver.catalogue.quarantined import QUARANTINED, is_quarantined
from archiver.catalogue.visibility import visible_to
from archiver.items import (
    Author,
    Classification,
    Disappearance,
    Engagement,
    HiddenInterval,
    Imported,
    Item,
    ItemKind,
    ItemRef,
    ItemState,
    Match,
    Media,
    Platform,
    Shown,
    Version,
)
from archiver.selection import Selection
from archiver.surfaces import Surface
from archiver.viewer import Viewer

PAGE = 500
"""Items read at a time: bounds memory, and stays under SQLite's limit of bound values."""


def select_items(connection: Connection, viewer: Viewer, selection: Selection) -> Iterator[Item]:
    """Stream the chosen items in order of creation; those without a time by first sight."""
    if selection.refs is None:
        yield from _stream(connection, _chosen(viewer, selection))
        return
    for start in range(0, len(selection.refs), PAGE):
        among = _among(selection.refs[start : start + PAGE])
        yield from _stream(connection, _chosen(viewer, selection).where(among))


def _chosen(viewer: Viewer, selection: Selection) -> Select[tuple[object, ...]]:
    conditions: list[ColumnElement[bool]] = [visible_to(viewer)]
    if selection.accounts:
        conditions.append(t.item.c.account.in_(selection.accounts))
    if selection.threads is not None:
        conditions.append(t.item.c.thread_id.in_(selection.threads))
    if selection.since is not None:
        conditions.append(t.item.c.created_at >= selection.since)
    if selection.until is not None:
        conditions.append(t.item.c.created_at < selection.until)
    when = func.coalesce(t.item.c.created_at, t.item.c.first_seen)
    return select(t.item).where(*conditions).order_by(when, t.item.c.id)


def _among(refs: Iterable[ItemRef]) -> ColumnElement[bool]:
    ids: dict[Platform, list[str]] = defaultdict(list)
    for ref in refs:
        ids[ref.platform].append(ref.id)
    return or_(
        false(),
        *(
            and_(t.item.c.platform == platform, t.item.c.id.in_(some))
            for platform, some in ids.items()
        ),
    )


def _stream(connection: Connection, statement: Select[tuple[object, ...]]) -> Iterator[Item]:
    rows = connection.execution_options(yield_per=PAGE).execute(statement)
    for page in rows.partitions(PAGE):
        yield from _complete(connection, page)


def _complete(connection: Connection, rows: Sequence[Row[tuple[object, ...]]]) -> Iterator[Item]:
    """Fetch what belongs to a page of items with one query a table."""
    found = [row.pk for row in rows]
    versions = _by_item(connection, t.version, found)
    reworded = [key for key in found if len(versions[key]) > 1]
    hidden = _by_item(connection, t.hidden, found)
    gone = _by_item(connection, t.disappearance, found)
    # A wording can only come back after another one.
    returns = _by_item(connection, t.wording_return, reworded)
    counts = _grouped(connection, _counts_of(), found)
    media = _grouped(connection, _media_of(), found)
    imports = imports_of(connection, (each.capture for some in versions.values() for each in some))
    matched = _by_item(connection, imported_match, found)
    series = _by_item(connection, t.classification, found)
    holds = _grouped(connection, open_holds(), found)
    for row in rows:
        yield Item(
            platform=Platform(row.platform),
            account=row.account,
            id=row.id,
            kind=ItemKind(row.kind),
            parent_id=row.parent_id,
            thread_id=row.thread_id,
            author=_author(row),
            created_at=row.created_at,
            permalink=row.permalink,
            state=ItemState(row.state),
            first_seen=row.first_seen,
            last_seen=row.last_seen,
            change=row.change,
            versions=tuple(_version(each, returns[row.pk], imports) for each in versions[row.pk]),
            hidden=tuple(HiddenInterval(each.since, each.until) for each in hidden[row.pk]),
            unavailable=tuple(_disappearance(each) for each in gone[row.pk]),
            media=tuple(_media(each) for each in media[row.pk]),
            classification=_classification(series[row.pk]),
            holds=tuple(each.hold for each in holds[row.pk]),
            surface=Surface(row.surface),
            engagement=_engagement(counts[row.pk]),
            matches=tuple(Match(each.other, each.basis) for each in matched[row.pk]),
        )


_Rows = dict[int, list[Row[tuple[object, ...]]]]


_ORDER: Mapping[Table, ColumnElement[Any]] = {
    t.version: t.version.c.n,
    t.hidden: t.hidden.c.since,
    t.disappearance: t.disappearance.c.first_missing,
    t.wording_return: t.wording_return.c.since,
    imported_match: imported_match.c.other,
    t.classification: t.classification.c.leaf,
}


def _by_item(connection: Connection, table: Table, items: list[int]) -> _Rows:
    return _grouped(connection, _rows_of(table), items)


@cache
def _rows_of(table: Table) -> Select[Any]:
    return select(table).where(held(table.c.item)).order_by(_ORDER[table])


@cache
def _media_of() -> Select[Any]:
    return (
        select(
            t.media,
            t.blob.c.type,
            t.blob.c.bytes,
            t.blob.c.object,
            is_quarantined(t.media.c.sha256).label("quarantined"),
        )
        .outerjoin(t.blob, t.blob.c.sha256 == t.media.c.sha256)
        .where(held(t.media.c.item))
        .order_by(t.media.c.n, t.media.c.position)
    )


@cache
def _counts_of() -> Select[Any]:
    """Choose the newest counts alone: a post much looked at has thousands of earlier ones."""
    c, pk = t.engagement.c, t.item.c.pk
    last = select(func.max(c.at)).where(c.item == pk).correlate(t.item).scalar_subquery()
    newest = select(pk, last).where(held(pk))
    return select(t.engagement).where(tuple_(c.item, c.at).in_(newest))


@cache
def open_holds() -> Select[Any]:
    """Choose the holds that stand on the given items, as pairs of hold and item."""
    return (
        select(t.hold_item)
        .join(t.hold, t.hold.c.id == t.hold_item.c.hold)
        .where(held(t.hold_item.c.item), t.hold.c.lifted_at.is_(None))
        .order_by(t.hold_item.c.hold)
    )


def _grouped(connection: Connection, statement: Select[Any], items: list[int]) -> _Rows:
    rows: _Rows = defaultdict(list)
    if items:
        for row in connection.execute(statement, keys(items)):
            rows[row.item].append(row)
    return rows


def _author(row: Row[tuple[object, ...]]) -> Author | None:
    if row.author_id is None and row.author_name is None:
        return None
    return Author(row.author_id, row.author_name)


def _version(
    row: Row[tuple[object, ...]],
    returns: Sequence[Row[tuple[object, ...]]],
    imports: Mapping[str, Imported],
) -> Version:
    return Version(
        n=row.n,
        text=row.text,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        digest=row.digest,
        object=row.object,
        leaf=row.leaf,
        shown=_stretches(row, [each for each in returns if each.n == row.n]),
        imported=imports.get(row.capture),
        links=link_rows.read(row.links),
    )


def _stretches(
    row: Row[tuple[object, ...]], returns: Sequence[Row[tuple[object, ...]]]
) -> tuple[Shown, ...]:
    """Give when a wording was shown: from its first sight, and again from each return."""
    begun = [row.first_seen, *(each.since for each in returns)]
    ended = [*(each.seen_until for each in returns), row.last_seen]
    # A return is known at the end of a capture, its last sighting at the start of one.
    return tuple(Shown(since, max(since, until)) for since, until in zip(begun, ended, strict=True))


def _engagement(rows: Sequence[Row[tuple[object, ...]]]) -> Engagement | None:
    return next((Engagement(row.at, row.reactions, row.comments, row.shares) for row in rows), None)


def _disappearance(row: Row[tuple[object, ...]]) -> Disappearance:
    return Disappearance(row.last_seen, row.first_missing, row.established, row.returned)


def _media(row: Row[tuple[object, ...]]) -> Media:
    if row.quarantined:
        return Media(row.position, None, None, None, None, QUARANTINED)
    missing = row.missing
    if row.given_up is not None:
        missing = f"{missing}; given up after {row.given_up} {_tries(row.given_up)}"
    return Media(row.position, row.sha256, row.type, row.bytes, row.object, missing, row.alt, row.n)


def _tries(count: int) -> str:
    return "try" if count == 1 else "tries"


def _classification(rows: list[Row[tuple[object, ...]]]) -> Classification | None:
    return next(
        (Classification(row.series, row.edition, row.by, row.reason, row.at) for row in rows), None
    )
