"""The object store in memory: for tests of whatever uses a store, and as the plainest example."""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from archiver.civil_time import Clock, system_clock
from archiver.errors import ObjectMissing
from archiver.store.errors import ObjectLocked
from archiver.store.objects import PIECE, NewObject, check_path

Fault = Callable[[str, str], None]
"""Told what is about to be done (``put``, ``get``, ``has``, ``list``, ``remove``, ``lock``) and
to which path; raises what the store is to fail with."""


def _no_fault(act: str, path: str) -> None:
    """Let everything succeed."""


@dataclass(slots=True)
class _Kept:
    """An object with its locks."""

    data: bytes
    until: datetime | None = None
    held: bool = False


class MemoryStore:
    """Keeps objects as long as the process lives, locks included.

    ``fault`` is asked before each thing done to each object, so that a test
    can let the store fail wherever it likes.
    """

    locks = True

    def __init__(self, clock: Clock = system_clock, fault: Fault | None = None) -> None:
        self._clock = clock
        self._fault = fault or _no_fault
        self._kept: dict[str, _Kept] = {}
        self._alone = threading.Lock()

    def put_all(self, objects: Iterable[NewObject]) -> None:
        """Keep each in turn; what was kept before a fault stays."""
        for new in objects:
            path = self._enter("put", new.path)
            with self._alone:
                known = self._kept.setdefault(path, _Kept(new.data))
                known.data = bytes(new.data)

    def put_long(self, pieces: Iterable[bytes], place: Callable[[], str | None]) -> None:
        """Keep the pieces as one, once all of them are there."""
        data = b"".join(pieces)
        path = place()
        if path is not None:
            self.put_all([NewObject(path, data)])

    def get(self, path: str) -> bytes:
        """Give the bytes."""
        return self._find("get", path).data

    def get_long(self, path: str) -> Iterator[bytes]:
        """Cut the bytes into pieces."""
        data = memoryview(self.get(path))
        return (bytes(data[at : at + PIECE]) for at in range(0, len(data), PIECE))

    def has(self, path: str) -> bool:
        """Whether anything is kept under this path."""
        return self._enter("has", path) in self._kept

    def paths(self, under: str = "") -> Iterator[str]:
        """List what was kept when the listing began."""
        self._fault("list", under)
        folder = under and check_path(under.rstrip("/")) + "/"
        yield from [path for path in list(self._kept) if path.startswith(folder)]

    def remove(self, path: str) -> None:
        """Forget the object unless it is locked."""
        self._enter("remove", path)
        with self._alone:
            known = self._kept.get(path)
            if known is not None:
                self._check_unlocked(path, known)
                del self._kept[path]

    def protect(self, paths: Iterable[str], until: datetime) -> None:
        """Lock until an instant."""
        for path in paths:
            known = self._find("lock", path)
            known.until = max(known.until or until, until)

    def hold(self, paths: Iterable[str]) -> None:
        """Put legal holds on."""
        for path in paths:
            self._find("lock", path).held = True

    def release(self, paths: Iterable[str]) -> None:
        """Take legal holds off."""
        for path in paths:
            self._find("lock", path).held = False

    def sweep(self) -> int:
        """Find nothing: what is in memory is whole."""
        return 0

    def close(self) -> None:
        """Nothing is open."""

    def _enter(self, act: str, path: str) -> str:
        check_path(path)
        self._fault(act, path)
        return path

    def _find(self, act: str, path: str) -> _Kept:
        known = self._kept.get(self._enter(act, path))
        if known is None:
            raise ObjectMissing(
                f"The object {path} is not in the store.",
                next_step="Run civickeep verify, and restore it from a backup.",
            )
        return known

    def _check_unlocked(self, path: str, known: _Kept) -> None:
        if known.held or (known.until is not None and known.until > self._clock()):
            raise ObjectLocked(
                f"The object {path} is locked against removal.",
                next_step="Wait for the end of its lock, or have its hold lifted first.",
            )
