"""The object store as plain files in a local folder."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import FileIO
from pathlib import Path

from archiver.disk import Staging, refuse, remove_file, write_arriving_file, write_files
from archiver.errors import ObjectMissing
from archiver.store.objects import PIECE, RESERVED, NewObject, check_path


class FolderStore:
    """Each object is a file of the same path, readable with any tool.

    A folder has no locks: whoever may write to it may also delete from it.
    """

    locks = False

    def __init__(self, root: Path) -> None:
        self.root = root
        self._prefix = f"{root}/"
        self._staging = Staging(root / RESERVED)

    def put_all(self, objects: Iterable[NewObject]) -> None:
        """Write the files, sync them together, and only then return."""
        write_files(
            ((self._prefix + check_path(new.path), new.data) for new in objects),
            staging=self._staging.folder,
        )

    def put_long(self, pieces: Iterable[bytes], place: Callable[[], str | None]) -> None:
        """Write the pieces to a file, sync it, and only then give it its name."""

        def named() -> Path | None:
            path = place()
            return None if path is None else self._place(path)

        write_arriving_file(pieces, named, staging=self._staging.folder)

    def get(self, path: str) -> bytes:
        """Read one file."""
        # A million times in a verification: a Path would take longer than the reading.
        try:
            with open(self._prefix + check_path(path), "rb", buffering=0) as file:  # noqa: PTH123 - see above
                return file.read()
        except FileNotFoundError:
            raise _missing(path) from None
        except OSError as error:
            refuse(error, "read")

    def get_long(self, path: str) -> Iterator[bytes]:
        """Read one file a piece at a time."""
        try:
            file = self._place(path).open("rb", buffering=0)
        except FileNotFoundError:
            raise _missing(path) from None
        except OSError as error:
            refuse(error, "read")
        return _pieces(file)

    def has(self, path: str) -> bool:
        """Whether the file is there."""
        return self._place(path).is_file()

    def paths(self, under: str = "") -> Iterator[str]:
        """Walk the folder."""
        start = f"{check_path(under.rstrip('/'))}/" if under else ""
        folders = [start]
        while folders:
            folder = folders.pop()
            for name, is_folder in _entries(self._prefix + folder):
                if not is_folder:
                    yield folder + name
                elif folder or name != RESERVED:
                    folders.append(f"{folder}{name}/")

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


def _pieces(file: FileIO) -> Iterator[bytes]:
    """Read a file to its end and close it."""
    with file:
        try:
            while piece := file.read(PIECE):
                yield piece
        except OSError as error:
            refuse(error, "read")


def _missing(path: str) -> ObjectMissing:
    return ObjectMissing(
        f"The object {path} is not in the store.",
        next_step="Run civickeep verify, and restore it from a backup.",
    )


def _entries(folder: str) -> list[tuple[str, bool]]:
    """List a folder: names, and whether each is a folder itself; none where it is not there."""
    try:
        with os.scandir(folder) as found:
            return [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in found]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        refuse(error, "read")
