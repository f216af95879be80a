"""What was destroyed after a snapshot was taken, and must not come back with it.

No archive destroys anything yet, so no command passes any of this: it is the
place where the replay of later dispositions belongs, held by a test with a
played list. Where the list comes from (the live archive's events, a later
snapshot, an outside copy) and the tombstones are for the step that destroys.
"""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Destroyed:
    """The objects, by their paths in the store, that approved dispositions have destroyed."""

    objects: frozenset[str] = frozenset()

    @classmethod
    def of(cls, paths: Collection[str]) -> "Destroyed":
        """Take a list of paths."""
        return cls(frozenset(paths))

    def __contains__(self, path: object) -> bool:
        """Whether an object must stay destroyed."""
        return path in self.objects

    def __bool__(self) -> bool:
        """Whether anything was destroyed; then a copied catalogue would still tell of it."""
        return bool(self.objects)
