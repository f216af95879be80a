"""What a visit sets out to see."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
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

    @property
    def is_whole(self) -> bool:
        """Whether everything on the surfaces is to be read."""
        return self.threads is None and self.since is None

    def without(self, surfaces: Iterable[Surface]) -> "Plan":
        """Leave surfaces out."""
        return replace(self, surfaces=self.surfaces - frozenset(surfaces))

    def wants(self, surface: Surface) -> bool:
        """Whether this surface is to be read."""
        return surface in self.surfaces


EVERYTHING = Plan(Scope.FULL)
