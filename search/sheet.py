"""An answer as a table for a spreadsheet, in which no cell is ever a formula."""

import csv
import io
from collections.abc import Iterator

from archiver.civil_time import to_wire
from archiver.export.views import harmless
from search.query import Hit, Results

COLUMNS = (
    "item",
    "account",
    "kind",
    "thread",
    "author",
    "author_id",
    "created_at",
    "state",
    "version",
    "versions",
    "current",
    "imported",
    "found_text",
    "present_text",
    "series",
    "permalink",
)


def sheet(results: Results) -> str:
    """Write the hits shown as CSV (RFC 4180), one a row; ids carry their platform."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows([harmless(cell) for cell in _cells(hit)] for hit in results.hits)
    return text.getvalue()


def _cells(hit: Hit) -> Iterator[str]:
    item, found = hit.item, hit.wording
    author = item.author
    yield str(item.ref)
    yield item.account
    yield item.kind.value
    yield f"{item.platform}/{item.thread_id}"
    yield (author.name if author else None) or ""
    yield f"{item.platform}/{author.id}" if author and author.id else ""
    yield to_wire(item.created_at) if item.created_at else ""
    yield item.state.value
    yield str(found.n) if found else ""
    yield str(len(item.versions))
    yield "yes" if hit.current else "no"
    yield found.imported.kind if found and found.imported else ""
    yield found.text if found else ""
    yield item.text if item.versions else ""
    yield item.classification.series if item.classification else ""
    yield item.permalink or ""
