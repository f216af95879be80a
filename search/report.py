"""How an answer is written down for people: as plain lines, or as a table on a terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from archiver.console import one_line, printable
from archiver.coverage.words import share_in_words
from archiver.items import Item, ItemRef
from search.highlight import CUT, marked
from search.query import Hit, Results
from search.thread import Thread
from search.watch import Watch

if TYPE_CHECKING:
    from rich.table import Table

OPENING, CLOSING = "\u00ab", "\u00bb"
"""Stand around a word found where there are no colours."""

SHOWN_FACETS = ("account", "kind", "year", "month", "state", "series", "has")
MOST_VALUES = 5
"""Values of a facet on one line; the JSON has all of them."""

MOST_GAPS = 3
"""Gaps of an account that are told one by one, the newest."""

MOST_ANSWERS = 40
"""Items of a thread that are shown: the beginning of a long one, and the hit."""

EXCERPT = 160
"""Characters of each text in a thread."""

DAY_WIDTH, WHAT_WIDTH = 10, 14
"""Of a table: a day above its time, and words such as ``unavailable``; the text has the rest."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown beside the hits: the city's zone, their threads, and what is new since."""

    zone: ZoneInfo
    threads: Mapping[ItemRef, Thread] = field(default_factory=dict)
    new_since: int | None = None


def plain_lines(results: Results, beside: Beside) -> Iterator[str]:
    """Write the hits as lines of text, two a hit and one for each item of its thread."""
    for hit in results.hits:
        yield "  ".join(_facts(hit, beside))
        pieces = marked(hit.snippet, OPENING, CLOSING)
        yield "    " + one_line("".join(piece for piece, _ in pieces))
        yield from _thread_lines(hit, beside)


def table(results: Results, beside: Beside) -> "Table":
    """Draw the hits as a table for a terminal; nothing archived is read as markup."""
    from rich.table import Column, Table  # noqa: PLC0415 - only needed on a terminal
    from rich.text import Text  # noqa: PLC0415 - same

    drawn = Table(
        Column("Posted", width=DAY_WIDTH, overflow="fold"),
        Column("What", width=WHAT_WIDTH, overflow="fold"),
        Column("Text", ratio=1, overflow="fold"),
        show_lines=True,
        expand=True,
    )
    for hit in results.hits:
        text = Text()
        for piece, is_found in marked(hit.snippet, "", ""):
            text.append(one_line(piece), style="bold yellow" if is_found else "")
        for line in _thread_lines(hit, beside):
            text.append("\n" + line, style="dim")
        posted, *what, key = _facts(hit, beside)
        text.append("\n" + key, style="dim")
        drawn.add_row(Text(posted), Text("\n".join(what)), text)
    return drawn


def summary_lines(results: Results) -> Iterator[str]:
    """Say how many there are and how they divide."""
    yield f"{results.total:,} found, {len(results.hits):,} shown."
    for name in SHOWN_FACETS if results.total else ():
        counts = sorted(results.facets[name].items(), key=lambda each: (-each[1], each[0]))
        shown = [f"{printable(value)} {count:,}" for value, count in counts[:MOST_VALUES]]
        more = [f"{len(counts) - MOST_VALUES} more"] if len(counts) > MOST_VALUES else []
        yield f"{name}: {', '.join(shown + more) or 'none'}"
    if results.facts:
        yield (
            f"{results.facts:,} facts about accounts answer as well; "
            "ask with kind:(profile OR setting OR block)."
        )


def watch_lines(watches: tuple[Watch, ...], zone: ZoneInfo) -> Iterator[str]:
    """Say how the accounts were watched in the time the query is about, and name the gaps."""
    for watch in watches:
        account, coverage = watch.watched.account, watch.watched.coverage
        name = f"{account.key} {one_line(account.name or '')}".rstrip()
        if watch.before is not None:
            opened = f"{account.opened_at.astimezone(zone):%Y-%m-%d %H:%M}"
            yield f"{name}: not watched before {opened}, when it was put under archive"
        if not coverage.open.length:
            continue
        share = share_in_words(coverage.green, coverage.open.length)
        since = f"{coverage.open.start.astimezone(zone):%Y-%m-%d}"
        until = f"{coverage.open.end.astimezone(zone):%Y-%m-%d}"
        gaps = f"{len(watch.gaps):,} {'gap' if len(watch.gaps) == 1 else 'gaps'}"
        yield f"{name}: watched {share} of {since} to {until}, {gaps}"
        for gap in watch.gaps[: -MOST_GAPS - 1 : -1]:
            stretch = f"{_local(gap.span.start, zone)} to {_local(gap.span.end, zone)}"
            yield f"  {stretch}  {gap.colour}: {one_line(gap.cause)}"
        if len(watch.gaps) > MOST_GAPS:
            yield f"  the rest: civickeep coverage --account {account.key}"


def _facts(hit: Hit, beside: Beside) -> list[str]:
    item = hit.item
    posted = f"{item.created_at.astimezone(beside.zone):%Y-%m-%d %H:%M}" if item.created_at else ""
    marks = [] if hit.current else [_wording(hit)]
    if hit.wording and hit.wording.imported:
        marks.append(f"by {hit.wording.imported.kind} import")
    if beside.new_since is not None and hit.is_new_since(beside.new_since):
        marks.append("new")
    who, key = one_line(_name(item)) or "unknown", str(item.ref)
    return [posted or "unknown", item.kind, item.state, *marks, who, key]


def _wording(hit: Hit) -> str:
    return f"an earlier wording ({hit.version} of {len(hit.item.versions)})"


def _thread_lines(hit: Hit, beside: Beside) -> Iterator[str]:
    thread = beside.threads.get(hit.item.ref)
    if thread is None:
        return
    when = "now" if thread.as_of is None else f"on {_local(thread.as_of, beside.zone)}"
    yield f"    the thread as it stood {when}:"
    left_out = 0
    for number, standing in enumerate(thread.standing):
        item, is_hit = standing.item, standing.item.ref == hit.item.ref
        if number >= MOST_ANSWERS and not is_hit:
            left_out += 1
            continue
        text = one_line(item.text) if item.versions else ""
        text = text if len(text) <= EXCERPT else text[: EXCERPT - len(CUT)] + CUT
        state = "" if item.state == "present" else f" ({item.state})"
        arrow = ">" if is_hit else " "
        who = one_line(_name(item)) or "unknown"
        yield f"   {arrow}{'  ' * standing.depth} {who}{state}: {text}"
    if left_out or thread.later:
        yield f"     {left_out:,} more; {thread.later:,} came later"


def _name(item: Item) -> str:
    return (item.author.name or item.author.id or "") if item.author else ""


def _local(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M}"
