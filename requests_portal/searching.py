"""Searching for a request: the one place where the request desk asks the index."""

from archiver.archive import Archive
from archiver.viewer import Viewer
from requests_portal.desk import SearchDone, record_search, still_open
from search.complete import find_all


def search_for(archive: Archive, viewer: Viewer, request: str, query: str, by: str) -> SearchDone:
    """Search for a request, over an index that has all the archive has.

    Raises ``RequestUnknown``, ``QueryUnreadable`` and ``IndexBusy``.
    """
    still_open(archive, request)
    return record_search(archive, request, query, find_all(archive, viewer, query), by)
