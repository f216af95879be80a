"""How an answer is written down: as JSON for programs, as a table for people."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from archiver.civil_time import to_wire
from archiver.console import printable
from search.highlight import marked
from search.query import Hit, Results

if TYPE_CHECKING:
    from rich.table import Table

OPENING, CLOSING = "\u00ab", "\u00bb"
"""Stand around a word found where there are no colours."""

SHOWN_FACETS = ("account", "kind", "year", "state", "series")
MOST_VALUES = 5
"""Values of a facet on one line; the JSON has all of them."""


def results_entry(results: Results) -> dict[str, Any]:
    """Write an answer as the JSON promised to other programs.

    ``snippet`` is plain text; ``marks`` are the places found in it as
    ``[from, to]`` in characters (code points), ``to`` exclusive.
    """
    return {
        "total": results.total,
        "hits": [_hit_entry(hit) for hit in results.hits],
        "facets": results.facets,
        "account_facts": results.facts,
        "complete": results.complete,
        "change": results.change,
    }


def _hit_entry(hit: Hit) -> dict[str, Any]:
    item = hit.item
    return {
        "platform": item.platform,
        "account": item.account,
        "id": item.id,
        "kind": item.kind,
        "thread_id": item.thread_id,
        "text": item.text if item.versions else "",
        "snippet": hit.snippet.text,
        "marks": hit.snippet.marks,
        "version": hit.version,
        "current": hit.current,
        "author": None if item.author is None else {"id": item.author.id, "name": item.author.name},
        "created_at": None if item.created_at is None else to_wire(item.created_at),
        "state": item.state,
        "permalink": item.permalink,
        "score": hit.score,
    }


def plain_lines(results: Results, zone: ZoneInfo) -> Iterator[str]:
    """Write an answer as lines of text, two a hit."""
    for hit in results.hits:
        yield "  ".join(_facts(hit, zone))
        pieces = marked(hit.snippet, OPENING, CLOSING)
        yield "    " + _one_line("".join(piece for piece, _ in pieces))
    yield from summary_lines(results)


def table(results: Results, zone: ZoneInfo) -> "Table":
    """Draw an answer as a table for a terminal; nothing archived is read as markup."""
    from rich.table import Table  # noqa: PLC0415 - only needed on a terminal
    from rich.text import Text  # noqa: PLC0415 - same

    drawn = Table("Posted", "What", "Who", "Text", "Id", show_lines=True)
    for hit in results.hits:
        text = Text()
        for piece, is_found in marked(hit.snippet, "", ""):
            text.append(_one_line(piece), style="bold yellow" if is_found else "")
        posted, *what, who, key = _facts(hit, zone)
        drawn.add_row(Text(posted), Text("\n".join(what)), Text(who), text, Text(key))
    return drawn


def summary_lines(results: Results) -> Iterator[str]:
    """Say how many there are and how they divide."""
    yield f"{results.total} found, {len(results.hits)} shown."
    for name in SHOWN_FACETS if results.total else ():
        counts = sorted(results.facets[name].items(), key=lambda each: (-each[1], each[0]))
        shown = [f"{printable(value)} {count}" for value, count in counts[:MOST_VALUES]]
        more = [f"{len(counts) - MOST_VALUES} more"] if len(counts) > MOST_VALUES else []
        yield f"{name}: {', '.join(shown + more) or 'none'}"


def _facts(hit: Hit, zone: ZoneInfo) -> list[str]:
    item = hit.item
    posted = f"{item.created_at.astimezone(zone):%Y-%m-%d %H:%M}" if item.created_at else "unknown"
    wording = [] if hit.current else ["an earlier wording"]
    name = (item.author.name or item.author.id or "") if item.author else ""
    return [posted, item.kind, item.state, *wording, _one_line(name) or "unknown", str(item.ref)]


def _one_line(text: str) -> str:
    return printable(text.replace("\n", " "))
