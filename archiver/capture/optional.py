"""Surfaces that an account may have or not: what cannot be read of them is told, not fatal.

A platform that does not offer a surface, or a token that may not read it, is
a gap that stands in every receipt. Once a surface was read, the same answer
means that something was lost, and the visit is partial.
"""

from collections.abc import Callable
from dataclasses import dataclass

from archiver.capture.visit import SKIPS, Visit
from archiver.catalogue.reach import was_read
from archiver.errors import CivickeepError
from archiver.graph.client import TRIES
from archiver.surfaces import TITLES, Surface

FEW_TRIES = 2
"""How often a surface is asked for that nobody knows to be there."""


@dataclass(frozen=True, slots=True)
class Optional:
    """One optional surface in a visit; ``known`` where an earlier visit could read it."""

    visit: Visit
    surface: Surface
    known: bool

    @classmethod
    def of(cls, visit: Visit, surface: Surface) -> "Optional":
        """Look up whether it was ever read."""
        with visit.archive.reading() as connection:
            known = was_read(connection, visit.account.key, surface)
        return cls(visit, surface, known)

    @property
    def tries(self) -> int:
        """How much patience it is worth."""
        return TRIES if self.known else FEW_TRIES

    def read(self, reading: Callable[["Optional"], None]) -> None:
        """Read it, and say in the receipt whether that went well."""
        try:
            reading(self)
        except SKIPS as error:
            self._lack(error, begun=bool(self.visit.roots_listed[self.surface]))
        else:
            self.visit.surfaces.add(self.surface)

    def _lack(self, error: CivickeepError, *, begun: bool) -> None:
        what = TITLES[self.surface]
        if self.known or begun:
            self.visit.skip(what, error, self.surface)
        else:
            self.visit.tally.differ(what, error.what, self.surface)
