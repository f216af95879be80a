"""Finding items by words, for packages that may not import the one that searches.

The search package registers its finder under the entry point group
``civickeep.finders``, as every package does with its commands.
"""

from collections.abc import Iterator
from importlib.metadata import distribution
from typing import Protocol, cast

from archiver.archive import Archive
from archiver.items import ItemRef
from archiver.viewer import Viewer


class Finder(Protocol):
    """Gives every item that answers a query and that the viewer may see, or raises why not."""

    def __call__(self, archive: Archive, viewer: Viewer, query: str) -> Iterator[ItemRef]:
        """Find the items."""


def installed_finder() -> Finder:
    """Give the finder that is registered; raises ``LookupError`` where there is none."""
    (entry,) = distribution("civickeep").entry_points.select(group="civickeep.finders")
    return cast("Finder", entry.load())
