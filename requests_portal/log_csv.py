"""The request log as CSV (RFC 4180), in which no cell is ever a formula."""

import csv
import io
from collections.abc import Iterable

from archiver.export.views import harmless
from requests_portal.request_entries import RequestEntry

COLUMNS = (
    "request",
    "track",
    "wanted",
    "state",
    "received_at",
    "received_on",
    "statutory_due",
    "city_target",
    "opened_at",
    "opened_by",
    "closed_at",
    "outcome",
    "text",
    "name",
    "email",
    "phone",
    "address",
    "found",
    "released",
    "redacted",
    "withheld",
    "undecided",
    "citations",
    "queries",
)


def log_csv(entries: Iterable[RequestEntry]) -> str:
    """Write the log; nothing is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(entry)] for entry in entries)
    return text.getvalue()


def _cells(entry: RequestEntry) -> tuple[str, ...]:
    who, items = entry.requester, entry.items
    values = (
        entry.request,
        entry.track,
        entry.wanted,
        entry.state,
        entry.received_at,
        entry.received_on,
        entry.statutory_due,
        entry.city_target,
        entry.opened_at,
        entry.opened_by,
        entry.closed_at,
        entry.outcome,
        entry.text,
        who.name,
        who.email,
        who.phone,
        who.address,
        items.found,
        items.released,
        items.redacted,
        items.withheld,
        items.undecided,
        "; ".join(entry.citations),
        "; ".join(one.query for one in entry.searches),
    )
    return tuple("" if value is None else str(value) for value in values)
