"""Which items an export takes: those of accounts, those that answer a search, or all."""

from dataclasses import dataclass

from archiver.archive import Archive
from archiver.export.exporting import count_items
from archiver.export.order import Scope
from archiver.viewer import Viewer
from search.complete import find_all
from search.engine import Page, Sort
from search.query import search
from search.question import Narrowing


@dataclass(frozen=True, slots=True)
class Chosen:
    """A scope, and how many items are in it."""

    scope: Scope
    items: int


def choose(
    archive: Archive, viewer: Viewer, query: str | None, accounts: tuple[str, ...]
) -> Chosen:
    """Choose the items of an export.

    Raises ``AccountUnknown``, ``QueryUnreadable``, and ``IndexBusy`` where the
    index is behind: what it misses would be missing from the export.
    """
    keys = tuple(archive.account(name).key for name in accounts)
    if query is None:
        scope = Scope(keys)
        return Chosen(scope, count_items(archive, viewer, scope))
    found = find_all(archive, viewer, query)
    total = search(archive, viewer, query, Narrowing(keys), Page(Sort.OLDEST, limit=0)).total
    return Chosen(Scope(keys, query, lambda: found), total)
