"""How an answer is written down as JSON for programs."""

from collections.abc import Mapping
from typing import Any

from archiver.civil_time import to_wire
from archiver.coverage.account import AccountGap
from archiver.items import Author, Item, ItemRef, Version
from search.errors import QueryUnreadable
from search.query import Hit, Results
from search.saved import News, SavedSearch
from search.thread import Thread
from search.watch import Watch

MOST_GAPS = 100
"""Gaps of an account in the JSON, the newest; civickeep coverage has all of them."""


def results_entry(
    results: Results, threads: Mapping[ItemRef, Thread] | None = None
) -> dict[str, Any]:
    """Write an answer as the JSON promised to other programs.

    ``snippet`` is plain text; ``marks`` are the places found in it as
    ``[from, to]`` in characters (code points), ``to`` exclusive.
    """
    return {
        "total": results.total,
        "hits": [_hit_entry(hit, (threads or {}).get(hit.item.ref)) for hit in results.hits],
        "facets": results.facets,
        "account_facts": results.facts,
        "complete": results.complete,
        "change": results.change,
        "notes": results.notes,
    }


def watch_entries(watches: tuple[Watch, ...]) -> dict[str, Any]:
    """Write the coverage that an answer rests on, by account."""
    return {watch.account: _watch_entry(watch) for watch in watches}


def saved_entry(saved: SavedSearch, found: News | QueryUnreadable | None = None) -> dict[str, Any]:
    """Write a saved search, with what is new in it where that was asked.

    ``unreadable`` says why that cannot be told, with the next step; ``new``
    and ``gone`` are null then, which is not the same as none.
    """
    entry: dict[str, Any] = {
        "name": saved.name,
        "query": saved.query,
        "mail": saved.mail,
        "saved_at": to_wire(saved.saved_at),
        "saved_by": saved.saved_by,
        "looked_at": to_wire(saved.looked_at),
        "told_at": to_wire(saved.told_at) if saved.told_at else None,
    }
    if isinstance(found, QueryUnreadable):
        why = f"{found.what} {found.next_step}"
        return {**entry, "new": None, "gone": None, "unreadable": why}
    if found is None:
        return entry
    return {**entry, "new": found.new, "gone": found.gone, "unreadable": None}


def _watch_entry(watch: Watch) -> dict[str, Any]:
    coverage, before, until = watch.watched.coverage, watch.before, watch.until
    there = coverage.open.length
    return {
        "from": to_wire(coverage.open.start) if there else None,
        "to": to_wire(coverage.open.end) if there else None,
        "green_seconds": coverage.green.total_seconds(),
        "watched_until": to_wire(until) if until else None,
        "gap_count": len(watch.gaps),
        "gaps": [_gap_entry(gap) for gap in watch.gaps[-MOST_GAPS:]],
        "not_under_archive": (
            {"from": to_wire(before.start), "to": to_wire(before.end)} if before else None
        ),
        "not_captured": [
            {"what": each.surface, "cause": each.cause} for each in watch.watched.not_captured
        ],
    }


def _gap_entry(gap: AccountGap) -> dict[str, Any]:
    start, end = to_wire(gap.span.start), to_wire(gap.span.end)
    return {"from": start, "to": end, "cause": gap.cause, "colour": gap.colour}


def _hit_entry(hit: Hit, thread: Thread | None) -> dict[str, Any]:
    item, found = hit.item, hit.wording
    entry = {
        "platform": item.platform,
        "account": item.account,
        "id": item.id,
        "kind": item.kind,
        "thread_id": item.thread_id,
        "text": item.text if item.versions else "",
        "snippet": hit.snippet.text,
        "marks": hit.snippet.marks,
        "version": hit.version,
        "versions": len(item.versions),
        "current": hit.current,
        "seen": _seen(found),
        "imported": found.imported.kind if found and found.imported else None,
        "author": _author(item.author),
        "created_at": None if item.created_at is None else to_wire(item.created_at),
        "state": item.state,
        "permalink": item.permalink,
        "score": hit.score,
    }
    return entry if thread is None else {**entry, "thread": _thread_entry(thread, hit)}


def _thread_entry(thread: Thread, hit: Hit) -> dict[str, Any]:
    return {
        "as_of": to_wire(thread.as_of) if thread.as_of else None,
        "later": thread.later,
        "items": [
            {**_item_entry(each.item), "depth": each.depth, "hit": each.item.ref == hit.item.ref}
            for each in thread.standing
        ],
    }


def _item_entry(item: Item) -> dict[str, Any]:
    return {
        "platform": item.platform,
        "id": item.id,
        "kind": item.kind,
        "parent_id": item.parent_id,
        "author": _author(item.author),
        "created_at": None if item.created_at is None else to_wire(item.created_at),
        "state": item.state,
        "version": item.current.n if item.versions else None,
        "text": item.text if item.versions else "",
    }


def _author(author: Author | None) -> dict[str, Any] | None:
    return None if author is None else {"id": author.id, "name": author.name}


def _seen(version: Version | None) -> dict[str, str] | None:
    if version is None:
        return None
    return {"from": to_wire(version.first_seen), "to": to_wire(version.last_seen)}
