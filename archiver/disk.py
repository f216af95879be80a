"""Every durable write to disk, as a few named steps in a known order.

A file is written on the same file system under a temporary name, synced,
renamed into its place, and the folder synced; only then may anybody rely on it. A batch is written
file by file and synced together, because one ``syncfs`` for 500 small files
is several times faster than 500 ``fsync``. What this cannot promise: a disk
that says it has synced and has not.

Nothing else in the packages writes to a disk, except what
``tests/architecture/test_writing.py`` lists with its reason; the steps
themselves are in ``archiver.disk_steps``.
"""

import contextlib
import errno
import fcntl
import os
import secrets
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path
from typing import NoReturn

from archiver import disk_steps
from archiver.errors import StoreFull, StoreUnwritable

TEMPORARY_PREFIX = ".tmp-"
GROUPED_SYNC_FROM = 16
"""From this many files on, one sync of the file system beats a sync each (measured, README)."""

_FULL = {errno.ENOSPC, errno.EDQUOT}


def write_file(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put one file in place so that it survives a power cut, whole or not at all."""
    write_files([(path, data)], staging=path.parent, mode=mode)


def write_files(
    files: Iterable[tuple[Path | str, bytes]], *, staging: Path, mode: int = 0o644
) -> None:
    """Put several files in place; return only when all of them would survive a power cut.

    ``staging`` is a folder of the same file system for what is half-written.
    Raises ``StoreFull`` or ``StoreUnwritable``; then some files may be in
    place and none of them has been acknowledged. Running again is harmless.
    """
    # Thousands a second come through here: paths are plain texts, made once.
    placed: list[tuple[str, str]] = []
    folders: dict[str, None] = {}
    half = _temporary(staging)
    try:
        for number, (path, data) in enumerate(files):
            place = str(path)
            folder = _folder_of(place)
            if folder not in folders:
                folders.update(dict.fromkeys(_make_folder(folder)))
            temporary = f"{half}-{number}"
            placed.append((temporary, place))
            disk_steps.write(temporary, data, mode)
        _sync([temporary for temporary, _ in placed], staging)
        for temporary, path in placed:
            disk_steps.rename(temporary, path)
        _sync_folders(folders)
    except OSError as error:
        _sweep([temporary for temporary, _ in placed])
        refuse(error)


def write_long_file(path: Path, pieces: Iterable[bytes], *, staging: Path) -> None:
    """Put a file in place that is too long to be held in memory, as ``write_files`` does."""
    temporary = _temporary(staging)
    try:
        folders = _make_folder(str(path.parent))
        disk_steps.write(temporary, b"", 0o644)
        for piece in pieces:
            disk_steps.append(temporary, piece)
        disk_steps.sync_file(temporary)
        disk_steps.rename(temporary, path)
        _sync_folders(folders)
    except OSError as error:
        _sweep([temporary])
        refuse(error)


def write_arriving_file(
    pieces: Iterable[bytes], place: Callable[[], Path | None], *, staging: Path
) -> None:
    """Put a long file in place whose path is only known when its last piece is there.

    ``place`` is asked once all pieces are on the disk; None throws them away.
    What ``pieces`` or ``place`` raises leaves nothing behind and goes on up.
    """
    temporary = _temporary(staging)
    try:
        disk_steps.write(temporary, b"", 0o644)
        for piece in pieces:
            disk_steps.append(temporary, piece)
        path = place()
        if path is None:
            disk_steps.unlink(temporary)
            return
        disk_steps.sync_file(temporary)
        folders = _make_folder(str(path.parent))
        disk_steps.rename(temporary, path)
        _sync_folders(folders)
    except OSError as error:
        _sweep([temporary])
        refuse(error)
    except BaseException:
        _sweep([temporary])
        raise


def replace_file(made: Path, path: Path) -> None:
    """Put a file that was written aside, on the same file system, in the place of another."""
    try:
        disk_steps.sync_file(str(made))
        disk_steps.rename(str(made), path)
        disk_steps.sync_folder(path.parent)
    except OSError as error:
        refuse(error)


def remove_file(path: Path) -> None:
    """Take one file away so that it stays away after a power cut; none there is nothing to do."""
    try:
        with contextlib.suppress(FileNotFoundError):
            disk_steps.unlink(str(path))
        disk_steps.sync_folder(path.parent)
    except FileNotFoundError:
        return  # not even its folder is there
    except OSError as error:
        refuse(error, "removed")


def make_folders(folder: Path, *, mode: int = 0o777) -> None:
    """Make a folder, and those it lies in, so that they last; one that is there will do.

    It may be there because a process made it that was killed before it could
    sync, so everything above it that may be ours is synced in any case.
    """
    try:
        _make_folder(str(folder), mode)
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
        for each in (folder, *takewhile(_may_be_ours, folder.parents)):
            disk_steps.sync_folder(each)
    except OSError as error:
        refuse(error)


def place_folder(made: Path, path: Path) -> None:
    """Give a folder whose files are synced its final name; only now does anybody see it."""
    try:
        for folder, _, _ in os.walk(made):
            disk_steps.sync_folder(Path(folder))
        disk_steps.rename(str(made), path)
        disk_steps.sync_folder(path.parent)
    except OSError as error:
        refuse(error)


def remove_leftover(folder: Path) -> None:
    """Take away a folder that nobody relies on, as far as that is possible."""
    with contextlib.suppress(OSError):
        disk_steps.remove_tree(folder)


@contextmanager
def locked(file: Path) -> Iterator[bool]:
    """Hold the lock on a file, or give False at once where another process has it.

    The system lets go of it when the process dies, however it dies.
    """
    if not file.parent.is_dir():
        make_folders(file.parent)
    try:
        handle = disk_steps.open_lock(file)
    except OSError as error:
        refuse(error)
    try:
        yield _lock(handle)
    finally:
        os.close(handle)


class Staging:
    """A folder for half-written files that only its own process uses.

    It is locked as long as the process lives; a later process that can lock it
    knows that its owner is dead and that what lies in it was never acknowledged.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder: Path | None = None
        self._handle = -1

    @property
    def folder(self) -> Path:
        """The folder, made and locked when it is first needed."""
        if self._folder is None:
            try:
                self._folder = self._make()
                # What processes that were killed left unsynced is relied on from now on: folders
                # that are there already, and files that need not be written again.
                disk_steps.sync_file_system(self._folder)
            except OSError as error:
                self.close()
                refuse(error)
        return self._folder

    def close(self) -> None:
        """Remove the folder and let go of it."""
        if self._folder is not None:
            remove_leftover(self._folder)
            os.close(self._handle)
            self._folder = None

    def sweep(self) -> int:
        """Remove what dead processes left half-written; give the number of files."""
        swept = 0
        for folder in self._root.glob("*"):
            if folder != self._folder:
                try:
                    swept += _sweep_dead(folder)
                except FileNotFoundError:
                    continue  # another process swept it or its owner closed it meanwhile
                except OSError as error:
                    refuse(error)
        return swept

    def _make(self) -> Path:
        while True:
            folder = self._root / secrets.token_hex(8)
            _make_folder(str(folder))
            handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(handle, fcntl.LOCK_EX)
            if folder.exists():
                self._handle = handle
                return folder
            os.close(handle)  # swept by another process before it was locked


def refuse(error: OSError, what: str = "written") -> NoReturn:
    """Say what a refused write, or another thing that could not be done, means for a person."""
    where = error.filename or "the archive"
    if error.errno in _FULL:
        raise StoreFull(
            f"The disk is full: {where} cannot be written.",
            next_step="Free some space and run the same command again; nothing kept is lost.",
        ) from error
    raise StoreUnwritable(
        f"{where} cannot be {what}: {error.strerror}.",
        next_step="Check the folder, its owner and its permissions, then run again.",
    ) from error


def _temporary(staging: Path) -> str:
    return f"{staging}/{TEMPORARY_PREFIX}{secrets.token_hex(8)}"


def _folder_of(path: str) -> str:
    folder, slash, _ = path.rpartition("/")
    return folder or slash or "."


def _make_folder(folder: str, mode: int = 0o777) -> list[str]:
    """Make a folder and name every folder that must be synced for a file in it to last."""
    try:
        disk_steps.make_folder(folder, mode)
    except FileExistsError:
        return [folder]
    except FileNotFoundError:
        parent = _folder_of(folder)
        above = _make_folder(parent, mode)
        with suppress(FileExistsError):
            disk_steps.make_folder(folder, mode)
        return [*above, folder, parent]
    return [folder, _folder_of(folder)]


def _may_be_ours(folder: Path) -> bool:
    """Whether a process like this one could have made something in this folder."""
    return os.access(folder, os.R_OK | os.W_OK)


def _sync(files: list[str], staging: Path) -> None:
    if len(files) >= GROUPED_SYNC_FROM:
        disk_steps.sync_file_system(staging)
        return
    for file in files:
        disk_steps.sync_file(file)


def _sync_folders(folders: Collection[str]) -> None:
    """Sync folders, or each file system that holds one of them, once."""
    if len(folders) >= GROUPED_SYNC_FROM:
        for folder in {_device(folder): folder for folder in folders}.values():
            disk_steps.sync_file_system(folder)
        return
    for folder in folders:
        disk_steps.sync_folder(folder)


def _device(folder: str) -> int:
    return os.stat(folder).st_dev  # noqa: PTH116 - half the time of Path.stat, thousands a second


def _sweep(temporaries: list[str]) -> None:
    """Take away half-written files, so that a full disk is not made fuller."""
    for temporary in temporaries:
        # Where even that is refused (a disk gone read-only), the first error is the one to tell.
        with contextlib.suppress(OSError):
            disk_steps.unlink(temporary)


def _sweep_dead(folder: Path) -> int:
    """Remove a folder for half-written files unless its owner lives; give what was in it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        if not _lock(handle):
            return 0
        left = len(list(folder.iterdir()))
        disk_steps.remove_tree(folder)
        return left
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
