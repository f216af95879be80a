"""The object store: bytes under a path a person can follow, safe before they are acknowledged."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from archiver.disk import Staging, refuse, write_files
from archiver.errors import ObjectMissing

STAGING = ".incoming"
"""Where half-written files lie; no object's path begins so."""


@dataclass(frozen=True, slots=True)
class NewObject:
    """Bytes and the path they are to be kept under, relative and with ``/`` between its parts."""

    path: str
    data: bytes


class ObjectStore(Protocol):
    """Bytes under a name that ends in their own digest.

    ``put_all`` returns only when every object would survive a power cut, or
    raises; after an error some of them may be there and none may be relied
    on. Putting the same object twice is one object. ``get`` gives back what
    was put or raises ``ObjectMissing``; whether the bytes are whole is for
    whoever knows their digest to check. ``paths`` lists every object once, in
    no order. ``sweep`` removes what an interrupted ``put_all`` left behind.
    """

    def put_all(self, objects: Iterable[NewObject]) -> None:
        """Keep all of these, or raise."""

    def get(self, path: str) -> bytes:
        """Give the bytes kept under this path."""

    def has(self, path: str) -> bool:
        """Whether anything is kept under this path."""

    def paths(self) -> Iterator[str]:
        """List everything kept."""

    def sweep(self) -> int:
        """Remove half-written leftovers of dead processes; give their number."""

    def close(self) -> None:
        """Let go of what is held open."""


class FolderStore:
    """The object store as plain files in a local folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._staging = Staging(root / STAGING)

    def put_all(self, objects: Iterable[NewObject]) -> None:
        """Write the files, sync them together, and only then return."""
        write_files(
            ((self._place(new.path), new.data) for new in objects), staging=self._staging.folder
        )

    def get(self, path: str) -> bytes:
        """Read one file."""
        try:
            return self._place(path).read_bytes()
        except FileNotFoundError:
            raise ObjectMissing(
                f"The object {path} is not in the store.",
                next_step="Run civickeep verify, and restore it from a backup.",
            ) from None
        except OSError as error:
            refuse(error, "read")

    def has(self, path: str) -> bool:
        """Whether the file is there."""
        return self._place(path).is_file()

    def paths(self) -> Iterator[str]:
        """Walk the folder."""
        for folder, folders, files in os.walk(self.root):
            if STAGING in folders:
                folders.remove(STAGING)
            for name in files:
                yield Path(folder, name).relative_to(self.root).as_posix()

    def sweep(self) -> int:
        """Remove half-written files that a killed process left."""
        return self._staging.sweep()

    def close(self) -> None:
        """Let go of the folder for half-written files."""
        self._staging.close()

    def _place(self, path: str) -> Path:
        """Give the file for an object's path; a path that leaves the store is a fault of ours."""
        if not path or path.startswith("/") or ".." in path.split("/"):
            message = f"{path!r} is no path of an object"
            raise ValueError(message)
        return self.root / path
