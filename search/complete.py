"""A search over an index that has all the archive has, for acts that must miss nothing."""

from collections.abc import Iterator

from archiver.archive import Archive
from archiver.items import ItemRef
from archiver.viewer import Viewer
from search.errors import IndexBusy
from search.follow import follow
from search.query import find_refs


def find_all(archive: Archive, viewer: Viewer, query: str) -> Iterator[ItemRef]:
    """Find every item that answers a query, oldest first.

    Raises ``QueryUnreadable``, and ``IndexBusy`` where the index is behind:
    what it misses would be missing from a request or a hold.
    """
    progress = follow(archive)
    if progress.change < progress.newest:
        raise IndexBusy(
            "Another process is writing the search index, and it is behind the archive.",
            next_step="Search again in a moment; nothing was recorded.",
        )
    return find_refs(archive, viewer, query)
