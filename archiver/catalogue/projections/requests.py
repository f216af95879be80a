"""Rows of the request desk, made from its events.

Each function gets the number of the event's leaf. Run over the same events in
the same order, they make the same rows again.
"""

from sqlalchemy import Connection, insert, select, update

from archiver.catalogue.request_tables import (
    data_request,
    determination,
    determination_part,
    request_item,
    request_package,
    request_search,
)
from archiver.data_requests import Action, RequestState
from archiver.request_events import (
    DecidedVersion,
    ItemsDecided,
    RequestClosed,
    RequestOpened,
    RequestPackaged,
    RequestSearched,
)

TEXT_PART = "text"
"""How a span of the text is told from other elements in ``determination_part.kind``."""


def project_request_opened(connection: Connection, event: RequestOpened, number: int) -> None:
    """Enter a request."""
    connection.execute(
        insert(data_request).values(
            id=event.request,
            track=event.track.value,
            wanted=event.wanted.value,
            received_at=event.received_at,
            received_on=event.received_on,
            text=event.text,
            name=event.requester.name,
            email=event.requester.email,
            phone=event.requester.phone,
            address=event.requester.address,
            statutory_due=event.statutory_due,
            city_target=event.city_target,
            state=RequestState.RECEIVED.value,
            opened_at=event.at,
            opened_by=event.by,
            change=number,
        )
    )


def project_request_searched(connection: Connection, event: RequestSearched, number: int) -> None:
    """Enter a search, and what it found that no earlier search of the request had."""
    connection.execute(
        insert(request_search).values(
            leaf=number,
            request=event.request,
            query=event.query,
            found=len(event.refs),
            by=event.by,
            at=event.at,
        )
    )
    known = {
        tuple(row)
        for row in connection.execute(
            select(request_item.c.platform, request_item.c.item).where(
                request_item.c.request == event.request
            )
        )
    }
    new = dict.fromkeys((ref.platform.value, ref.id) for ref in event.refs)
    rows = [
        {"request": event.request, "platform": platform, "item": item, "leaf": number}
        for platform, item in new
        if (platform, item) not in known
    ]
    if rows:
        connection.execute(insert(request_item), rows)
    _advance(connection, event.request, RequestState.SEARCHING, number)


def project_items_decided(connection: Connection, event: ItemsDecided, number: int) -> None:
    """Add decisions; earlier ones stay where they are."""
    if event.versions:
        connection.execute(
            insert(determination),
            [_decision_row(event, version, number) for version in event.versions],
        )
    parts = [row for version in event.versions for row in _part_rows(version, number)]
    if parts:
        connection.execute(insert(determination_part), parts)
    _advance(connection, event.request, RequestState.REVIEW, number)


def project_request_packaged(connection: Connection, event: RequestPackaged, number: int) -> None:
    """Enter that a response was written."""
    connection.execute(
        insert(request_package).values(
            leaf=number,
            request=event.request,
            manifest_sha256=event.manifest_sha256,
            released=event.released,
            redacted=event.redacted,
            withheld=event.withheld,
            by=event.by,
            at=event.at,
        )
    )
    _advance(connection, event.request, RequestState.AVAILABLE, number)


def project_request_closed(connection: Connection, event: RequestClosed, number: int) -> None:
    """Close a request."""
    connection.execute(
        update(data_request)
        .where(data_request.c.id == event.request)
        .values(
            state=RequestState.CLOSED.value,
            closed_at=event.at,
            outcome=event.outcome.value,
            change=number,
        )
    )


def _advance(connection: Connection, request: str, state: RequestState, number: int) -> None:
    connection.execute(
        update(data_request)
        .where(data_request.c.id == request)
        .values(state=state.value, change=number)
    )


def _decision_row(event: ItemsDecided, version: DecidedVersion, number: int) -> dict[str, object]:
    ground = event.ground if version.action is Action.WITHHOLD else None
    return {
        "leaf": number,
        "platform": version.ref.platform.value,
        "item": version.ref.id,
        "n": version.n,
        "request": event.request,
        "action": version.action.value,
        "data_class": None if ground is None else ground.data_class.value,
        "citation": None if ground is None else ground.citation,
        "note": event.note,
        "by": event.by,
        "at": event.at,
    }


def _part_rows(version: DecidedVersion, number: int) -> list[dict[str, object]]:
    places = [(TEXT_PART, span.start, span.end, span.ground) for span in version.spans]
    places += [(one.kind.value, one.position, one.position, one.ground) for one in version.elements]
    return [
        {
            "leaf": number,
            "platform": version.ref.platform.value,
            "item": version.ref.id,
            "n": version.n,
            "part": part,
            "kind": kind,
            "start": start,
            "end": end,
            "data_class": ground.data_class.value,
            "citation": ground.citation,
        }
        for part, (kind, start, end, ground) in enumerate(places)
    ]
