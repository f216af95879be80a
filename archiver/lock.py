"""One process at a time for work that must not run twice on one archive."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from archiver.archive import Archive
from archiver.disk import refuse
from archiver.errors import CatalogueBusy

LOCKS = "locks"


@contextmanager
def only_one(archive: Archive, work: str) -> Iterator[None]:
    """Hold the lock for this work; the system lets go of it when the process dies.

    Raises ``CatalogueBusy`` where another process holds it.
    """
    folder = archive.settings.resolve(LOCKS)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / hashlib.sha256(work.encode()).hexdigest()[:16]).open("w")
    except OSError as error:
        refuse(error)
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CatalogueBusy(
                f"Another process is already busy with: {work}.",
                next_step="Wait until it has finished and run the same command again.",
            ) from None
        yield
