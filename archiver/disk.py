"""Every durable write to disk, as a few named steps in a known order.

A file is written on the same file system under a temporary name, synced,
renamed into its place, and the folder synced; only then may anybody rely on it. A batch is written
file by file and synced together, because one ``syncfs`` for 500 small files
is several times faster than 500 ``fsync``. What this cannot promise: a disk
that says it has synced and has not.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import secrets
import shutil
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NoReturn

from archiver.errors import StoreFull, StoreUnwritable

TEMPORARY_PREFIX = ".tmp-"
GROUPED_SYNC_FROM = 16
"""From this many files on, one sync of the file system beats a sync each (measured, README)."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
_libc = ctypes.CDLL(None, use_errno=True)


def write_file(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put one file in place so that it survives a power cut, whole or not at all."""
    write_files([(path, data)], staging=path.parent, mode=mode)


def write_files(files: Iterable[tuple[Path, bytes]], *, staging: Path, mode: int = 0o644) -> None:
    """Put several files in place; return only when all of them would survive a power cut.

    ``staging`` is a folder of the same file system for what is half-written.
    Raises ``StoreFull`` or ``StoreUnwritable``; then some files may be in
    place and none of them has been acknowledged. Running again is harmless.
    """
    placed: list[tuple[str, Path]] = []
    folders: dict[Path, None] = {}
    try:
        for path, data in files:
            folder = path.parent
            if folder not in folders:
                folders.update(dict.fromkeys(_make_folder(folder)))
            temporary = f"{staging}/{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
            placed.append((temporary, path))
            _write(temporary, data, mode)
        _sync([temporary for temporary, _ in placed], staging)
        for temporary, path in placed:
            os.rename(temporary, path)  # noqa: PTH104 - half the time of Path.rename, thousands a second
        _sync_folders(folders)
    except OSError as error:
        _sweep([temporary for temporary, _ in placed])
        refuse(error)


def remove_file(path: Path) -> None:
    """Take one file away so that it stays away after a power cut; none there is nothing to do."""
    try:
        path.unlink(missing_ok=True)
        _fsync(path.parent)
    except FileNotFoundError:
        return  # not even its folder is there
    except OSError as error:
        refuse(error, "removed")


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
            except OSError as error:
                refuse(error)
        return self._folder

    def close(self) -> None:
        """Remove the folder and let go of it."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
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
            _make_folder(folder)
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


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder and name every folder that must be synced for a file in it to last."""
    try:
        os.mkdir(folder)  # noqa: PTH102 - asked for every file; tells what it did by its errors
    except FileExistsError:
        return [folder]
    except FileNotFoundError:
        return [*_make_folder(folder.parent), *_make_folder(folder)]
    return [folder, folder.parent]


def _write(file: str, data: bytes, mode: int) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def _sync(files: list[str], staging: Path) -> None:
    if len(files) >= GROUPED_SYNC_FROM:
        _sync_file_systems([staging])
        return
    for file in files:
        _fsync(file)


def _sync_folders(folders: Collection[Path]) -> None:
    if len(folders) >= GROUPED_SYNC_FROM:
        _sync_file_systems(folders)
        return
    for folder in folders:
        _fsync(folder)


def _sync_file_systems(folders: Iterable[Path]) -> None:
    """Sync each file system that holds one of the folders, once."""
    for folder in {folder.stat().st_dev: folder for folder in folders}.values():
        handle = os.open(folder, os.O_RDONLY)
        try:
            if _libc.syncfs(handle) != 0:
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code), str(folder))
        finally:
            os.close(handle)


def _fsync(path: Path | str) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(temporaries: list[str]) -> None:
    """Take away half-written files, so that a full disk is not made fuller."""
    for temporary in temporaries:
        # Where even that is refused (a disk gone read-only), the first error is the one to tell.
        with contextlib.suppress(OSError):
            Path(temporary).unlink()


def _sweep_dead(folder: Path) -> int:
    """Remove a folder for half-written files unless its owner lives; give what was in it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0
    else:
        left = len(list(folder.iterdir()))
        shutil.rmtree(folder)
        return left
    finally:
        os.close(handle)
