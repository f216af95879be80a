"""What a visit sets out to see."""

from dataclasses import dataclass
from datetime import datetime

from archiver.captures import Scope
from archiver.surfaces import EVERY_SURFACE, Surface


@dataclass(frozen=True, slots=True)
class Plan:
    """The scope of a visit, in detail.

    ``threads`` are the ids of the threads to read, or None for all of the
    ``surfaces``. With ``since`` the feed is looked through as well for posts
    that were created from then on, so that new ones are found.
    """

    scope: Scope
    surfaces: frozenset[Surface] = EVERY_SURFACE
    threads: tuple[str, ...] | None = None
    since: datetime | None = None

    def wants(self, surface: Surface) -> bool:
        """Whether this surface is to be read."""
        return surface in self.surfaces


EVERYTHING = Plan(Scope.FULL)
