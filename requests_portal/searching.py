"""Searching for a request: the one place where the request desk asks the index."""

from archiver.archive import Archive
from archiver.viewer import Viewer
from requests_portal.desk import SearchDone, record_search, still_open
from search.errors import IndexBusy
from search.follow import follow
from search.query import find_refs


def search_for(archive: Archive, viewer: Viewer, request: str, query: str, by: str) -> SearchDone:
    """Search for a request, over an index that has all the archive has.

    Raises ``RequestUnknown``, ``QueryUnreadable``, and ``IndexBusy`` where the
    index is behind: what it misses would be missing from the answer.
    """
    still_open(archive, request)
    progress = follow(archive)
    if progress.change < progress.newest:
        raise IndexBusy(
            "Another process is writing the search index, and it is behind the archive.",
            next_step="Search again in a moment; nothing was recorded.",
        )
    return record_search(archive, request, query, find_refs(archive, viewer, query), by)
