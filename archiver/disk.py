"""Every durable write to disk, as a few named steps in a known order.

A file is written beside its place under a temporary name, synced, renamed,
and its folder synced; only then may anybody rely on it. A batch is written
file by file and synced together, because one ``syncfs`` for 500 small files
is several times faster than 500 ``fsync``. What this cannot promise: a disk
that says it has synced and has not.
"""

import ctypes
import errno
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

from archiver.errors import StoreFull, StoreUnwritable

TEMPORARY_PREFIX = ".tmp-"
GROUPED_SYNC_FROM = 16
"""From this many files on, one sync of the file system beats a sync each (measured, README)."""

_FULL = {errno.ENOSPC, errno.EDQUOT}
_libc = ctypes.CDLL(None, use_errno=True)


def write_file(path: Path, data: bytes) -> None:
    """Put one file in place so that it survives a power cut, whole or not at all."""
    write_files([(path, data)])


def write_files(files: Iterable[tuple[Path, bytes]]) -> None:
    """Put several files in place; return only when all of them would survive a power cut.

    Raises ``StoreFull`` or ``StoreUnwritable``; then some files may be in
    place and none of them has been acknowledged. Running again is harmless.
    """
    placed: list[tuple[Path, Path]] = []
    folders: set[Path] = set()
    try:
        for path, data in files:
            folders |= _make_folder(path.parent)
            temporary = path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
            placed.append((temporary, path))
            temporary.write_bytes(data)
        _sync([temporary for temporary, _ in placed])
        for temporary, path in placed:
            temporary.rename(path)
        _sync_folders(folders)
    except OSError as error:
        _sweep([temporary for temporary, _ in placed])
        refuse(error)


def refuse(error: OSError) -> NoReturn:
    """Say what a refused write means for the person at the keyboard."""
    where = error.filename or "the archive"
    if error.errno in _FULL:
        raise StoreFull(
            f"The disk is full: {where} cannot be written.",
            next_step="Free some space and run the same command again; nothing kept is lost.",
        ) from error
    raise StoreUnwritable(
        f"{where} cannot be written: {error.strerror}.",
        next_step="Check the folder, its owner and its permissions, then run again.",
    ) from error


def _make_folder(folder: Path) -> set[Path]:
    """Make a folder and name every folder that must be synced for a file in it to last."""
    changed = {folder}
    while not folder.exists():
        folder = folder.parent
        changed.add(folder)
    for made in sorted(changed - {folder}, key=lambda path: len(path.parts)):
        made.mkdir(exist_ok=True)
    return changed


def _sync(files: list[Path]) -> None:
    if len(files) >= GROUPED_SYNC_FROM:
        _sync_file_systems({file.parent for file in files})
        return
    for file in files:
        _fsync(file)


def _sync_folders(folders: set[Path]) -> None:
    if len(folders) >= GROUPED_SYNC_FROM:
        _sync_file_systems(folders)
        return
    for folder in folders:
        _fsync(folder)


def _sync_file_systems(folders: set[Path]) -> None:
    """Sync each file system that holds one of the folders, once."""
    for folder in {folder.stat().st_dev: folder for folder in folders}.values():
        handle = os.open(folder, os.O_RDONLY)
        try:
            if _libc.syncfs(handle) != 0:
                code = ctypes.get_errno()
                raise OSError(code, os.strerror(code), str(folder))
        finally:
            os.close(handle)


def _fsync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(temporaries: list[Path]) -> None:
    """Take away half-written files, so that a full disk is not made fuller."""
    for temporary in temporaries:
        temporary.unlink(missing_ok=True)
