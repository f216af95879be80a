"""One process at a time for work that must not run twice on one archive."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from archiver.archive import Archive
from archiver.disk import locked
from archiver.errors import CatalogueBusy

LOCKS = "locks"


@contextmanager
def only_one(archive: Archive, work: str) -> Iterator[None]:
    """Hold the lock for this work; the system lets go of it when the process dies.

    Raises ``CatalogueBusy`` where another process holds it.
    """
    name = hashlib.sha256(work.encode()).hexdigest()[:16]
    with locked(archive.settings.resolve(LOCKS) / name) as mine:
        if not mine:
            raise CatalogueBusy(
                f"Another process is already busy with: {work}.",
                next_step="Wait until it has finished and run the same command again.",
            )
        yield
