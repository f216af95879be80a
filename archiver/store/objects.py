"""What an object store promises, whichever it is, and the paths objects are kept under."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

RESERVED = ".incoming"
"""Where a folder keeps half-written files; no object's path begins so."""

PIECE = 1 << 18
"""Bytes of a long object that are in memory at a time."""

_NO_PARTS = frozenset({"", ".", ".."})


@dataclass(frozen=True, slots=True)
class NewObject:
    """Bytes and the path they are to be kept under, relative and with ``/`` between its parts."""

    path: str
    data: bytes


class ObjectStore(Protocol):
    """Bytes under a path, most of which end in the SHA-256 of those bytes.

    Every implementation passes ``tests/contracts/store_contract.py``. What
    callers may build on, and nothing else:

    - *Durable before acknowledged.* ``put_all`` returns only when every object
      would survive a power cut, and was seen to be there where the store is
      another machine. From then on ``get`` and ``has`` find it.
    - *An error acknowledges nothing.* After one, some of the objects may be
      there, whole, and none of them half. Doing it again is always right.
    - *Same bytes, same object.* Putting an object again changes nothing a
      reader can see. Other bytes under a path that is taken replace what was
      there; objects named by their digest cannot meet that, and files of the
      ledger are only written by whoever holds the catalogue's counter. There
      is no exclusive put: not every S3 honours ``If-None-Match``, so the
      catalogue's transaction decides who was first.
    - *Bytes are not judged.* ``get`` gives what is stored; whether it is whole
      is for whoever knows the digest to check.
    - *A listing may lag.* ``paths`` gives every object once, in no order, but a
      store of many machines may list a state that is minutes old: what is not
      listed is missing only when ``has`` says so too (``reconcile``).
    - *Any number of readers*, and writers of different objects, at once.

    A path that is none (absolute, empty, or with ``..`` in it) is a fault of
    the caller: ``ValueError``, before anything is touched. A store that cannot
    be used raises ``StoreFull``, ``StoreUnwritable``, ``StoreUnreachable``,
    ``StoreRefused`` or ``StoreUntrue``.

    *Locks* keep an object from being removed by anybody without special
    rights. Where ``locks`` is false the store has none, and ``protect``,
    ``hold`` and ``release`` do nothing; what the archive itself may not
    destroy is decided by its holds, with or without them.
    """

    @property
    def locks(self) -> bool:
        """Whether this store can keep an object from being removed."""

    def put_all(self, objects: Iterable[NewObject]) -> None:
        """Keep all of these, or raise. Takes them one by one and holds few at a time."""

    def put_long(self, pieces: Iterable[bytes], place: Callable[[], str | None]) -> None:
        """Keep one object that may be too long for memory, as durably as ``put_all`` does.

        ``place`` is asked for its path when the last piece has come, because
        a digest is known no sooner; None keeps nothing. What ``pieces`` or
        ``place`` raises is passed on, and nothing was kept.
        """

    def get(self, path: str) -> bytes:
        """Give the bytes kept under this path; raises ``ObjectMissing``."""

    def get_long(self, path: str) -> Iterator[bytes]:
        """Give the same bytes piece by piece, none longer than ``PIECE``.

        Raises ``ObjectMissing`` before the first.
        """

    def has(self, path: str) -> bool:
        """Whether anything is kept under this path, asked of the object and not of a listing."""

    def paths(self, under: str = "") -> Iterator[str]:
        """List everything kept, or what is kept below one folder such as ``ledger/``."""

    def remove(self, path: str) -> None:
        """Destroy an object with all its earlier states; nothing to do where there is none.

        Only for swept leftovers and approved dispositions. Raises
        ``ObjectLocked`` while a lock or a legal hold is on it.
        """

    def protect(self, paths: Iterable[str], until: datetime) -> None:
        """Lock these objects until an instant; a lock that lasts longer stays as it is."""

    def hold(self, paths: Iterable[str]) -> None:
        """Put a legal hold on these objects; it lasts until it is released."""

    def release(self, paths: Iterable[str]) -> None:
        """Take the legal hold off these objects; locks with a date stay."""

    def sweep(self) -> int:
        """Remove half-written leftovers of dead processes; give their number."""

    def close(self) -> None:
        """Let go of what is held open; the store is not used afterwards."""


def check_path(path: str) -> str:
    """Give the path back if an object can be kept under it; else it is a fault of ours."""
    parts = path.split("/")
    if parts[0] == RESERVED or "\0" in path or not _NO_PARTS.isdisjoint(parts):
        message = f"{path!r} is no path of an object"
        raise ValueError(message)
    return path
