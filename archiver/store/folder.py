"""The object store as plain files in a local folder."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from archiver.disk import Staging, refuse, remove_file, write_files
from archiver.errors import ObjectMissing
from archiver.store.objects import RESERVED, NewObject, check_path


class FolderStore:
    """Each object is a file of the same path, readable with any tool.

    A folder has no locks: whoever may write to it may also delete from it.
    """

    locks = False

    def __init__(self, root: Path) -> None:
        self.root = root
        self._staging = Staging(root / RESERVED)

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

    def paths(self, under: str = "") -> Iterator[str]:
        """Walk the folder."""
        start = self.root if not under else self._place(under.rstrip("/"))
        for folder, folders, files in os.walk(start):
            if RESERVED in folders:
                folders.remove(RESERVED)
            for name in files:
                yield Path(folder, name).relative_to(self.root).as_posix()

    def remove(self, path: str) -> None:
        """Delete the file."""
        remove_file(self._place(path))

    def protect(self, paths: Iterable[str], until: datetime) -> None:
        """Do nothing: a folder has no locks."""

    def hold(self, paths: Iterable[str]) -> None:
        """Do nothing: a folder has no locks."""

    def release(self, paths: Iterable[str]) -> None:
        """Do nothing: a folder has no locks."""

    def sweep(self) -> int:
        """Remove half-written files that a killed process left."""
        return self._staging.sweep()

    def close(self) -> None:
        """Let go of the folder for half-written files."""
        self._staging.close()

    def _place(self, path: str) -> Path:
        return self.root / check_path(path)
