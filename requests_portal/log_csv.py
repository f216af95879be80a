"""The request log as CSV (RFC 4180), in which no cell is ever a formula."""

import csv
import io
from collections.abc import Iterable

from requests_portal.request_entries import RequestEntry

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so would be run by a spreadsheet; it gets an apostrophe before it."""

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


def harmless(cell: str) -> str:
    """Keep a spreadsheet from running what somebody wrote to us."""
    starts = (cell.startswith(FORMULA_STARTS), cell.lstrip().startswith(FORMULA_STARTS))
    return f"'{cell}" if any(starts) else cell


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
