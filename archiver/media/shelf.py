"""Where fetched files are put: into the store, named before they are there (invariant 2)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archiver import pending
from archiver.archive import Archive


@dataclass(frozen=True, slots=True)
class Shelf:
    """Keeps files for an owner, who holds a lock meanwhile; their rows come with a receipt."""

    archive: Archive
    owner: str

    def keep(self, pieces: Iterable[bytes], place: Callable[[], str]) -> None:
        """Keep a file once, under a path that is known when its last piece has come."""

        def wanted() -> str | None:
            path = place()
            pending.intend(self.archive, self.owner, [path])
            return None if self.archive.store.has(path) else path

        self.archive.store.put_long(pieces, wanted)
