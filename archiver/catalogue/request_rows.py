"""Reading the request desk's rows back as nouns."""

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import Connection, Row, func, select

from archiver.catalogue.projections.requests import TEXT_PART
from archiver.catalogue.request_tables import (
    data_request,
    determination,
    determination_part,
    request_item,
    request_package,
    request_search,
)
from archiver.data_requests import (
    Action,
    DataClass,
    DataRequest,
    Determination,
    Element,
    ElementKind,
    Ground,
    Outcome,
    Packaged,
    Requester,
    RequestSearch,
    RequestState,
    Span,
    Track,
    Wanted,
)
from archiver.items import ItemRef, Platform

_Version = tuple[int, str, str, int]


def read_request(connection: Connection, request: str) -> DataRequest | None:
    """Find a request by its id."""
    row = connection.execute(select(data_request).where(data_request.c.id == request)).first()
    return None if row is None else _request(row)


def read_requests(connection: Connection) -> Iterator[DataRequest]:
    """Give every request, in order of receipt."""
    ordered = select(data_request).order_by(data_request.c.received_at, data_request.c.id)
    for row in connection.execute(ordered):
        yield _request(row)


def newest_request(connection: Connection, prefix: str) -> str | None:
    """Give the highest id that starts with ``prefix``, such as ``R-2026-``."""
    ids = data_request.c.id
    # The longer of two numbers is the higher one: R-2026-10000 comes after R-2026-9999.
    query = select(ids).where(ids.startswith(prefix, autoescape=True))
    return connection.scalar(query.order_by(func.length(ids).desc(), ids.desc()).limit(1))


def read_searches(connection: Connection, request: str) -> tuple[RequestSearch, ...]:
    """Give the searches made for a request, oldest first."""
    query = select(request_search).where(request_search.c.request == request)
    return tuple(
        RequestSearch(request=row.request, query=row.query, found=row.found, by=row.by, at=row.at)
        for row in connection.execute(query.order_by(request_search.c.leaf))
    )


def read_request_refs(connection: Connection, request: str) -> tuple[ItemRef, ...]:
    """Give the items that belong to a request, in the order in which they were found."""
    query = (
        select(request_item.c.platform, request_item.c.item)
        .where(request_item.c.request == request)
        .order_by(request_item.c.leaf, request_item.c.platform, request_item.c.item)
    )
    return tuple(ItemRef(Platform(row.platform), row.item) for row in connection.execute(query))


def read_determinations(connection: Connection, request: str) -> tuple[Determination, ...]:
    """Give every decision ever made for a request, oldest first."""
    parts = _parts(connection, request)
    query = (
        select(determination)
        .where(determination.c.request == request)
        .order_by(
            determination.c.leaf,
            determination.c.platform,
            determination.c.item,
            determination.c.n,
        )
    )
    return tuple(_determination(row, parts) for row in connection.execute(query))


def latest_determinations(
    connection: Connection, request: str
) -> dict[tuple[ItemRef, int], Determination]:
    """Give the decision that holds for each version: the latest one."""
    return {(one.ref, one.n): one for one in read_determinations(connection, request)}


def read_packages(connection: Connection, request: str) -> tuple[Packaged, ...]:
    """Give the responses that were written for a request, oldest first."""
    query = select(request_package).where(request_package.c.request == request)
    return tuple(
        Packaged(
            request=row.request,
            manifest_sha256=row.manifest_sha256,
            released=row.released,
            redacted=row.redacted,
            withheld=row.withheld,
            by=row.by,
            at=row.at,
        )
        for row in connection.execute(query.order_by(request_package.c.leaf))
    )


def _request(row: Row[tuple[object, ...]]) -> DataRequest:
    return DataRequest(
        id=row.id,
        track=Track(row.track),
        wanted=Wanted(row.wanted),
        received_at=row.received_at,
        received_on=row.received_on,
        text=row.text,
        requester=Requester(row.name, row.email, row.phone, row.address),
        statutory_due=row.statutory_due,
        city_target=row.city_target,
        state=RequestState(row.state),
        opened_at=row.opened_at,
        opened_by=row.opened_by,
        closed_at=row.closed_at,
        outcome=None if row.outcome is None else Outcome(row.outcome),
    )


def _parts(connection: Connection, request: str) -> dict[_Version, list[Row[tuple[object, ...]]]]:
    part, decided = determination_part, determination
    query = (
        select(part)
        .join(
            decided,
            (part.c.leaf == decided.c.leaf)
            & (part.c.platform == decided.c.platform)
            & (part.c.item == decided.c.item)
            & (part.c.n == decided.c.n),
        )
        .where(decided.c.request == request)
        .order_by(part.c.leaf, part.c.platform, part.c.item, part.c.n, part.c.part)
    )
    found: dict[_Version, list[Row[tuple[object, ...]]]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.leaf, row.platform, row.item, row.n].append(row)
    return found


def _determination(
    row: Row[tuple[object, ...]], parts: dict[_Version, list[Row[tuple[object, ...]]]]
) -> Determination:
    own = parts.get((row.leaf, row.platform, row.item, row.n), [])
    return Determination(
        request=row.request,
        ref=ItemRef(Platform(row.platform), row.item),
        n=row.n,
        action=Action(row.action),
        by=row.by,
        at=row.at,
        ground=None if row.citation is None else Ground(DataClass(row.data_class), row.citation),
        spans=tuple(Span(one.start, one.end, _ground(one)) for one in own if one.kind == TEXT_PART),
        elements=tuple(
            Element(ElementKind(one.kind), one.start, _ground(one))
            for one in own
            if one.kind != TEXT_PART
        ),
        note=row.note,
    )


def _ground(row: Row[tuple[object, ...]]) -> Ground:
    return Ground(DataClass(row.data_class), row.citation)
