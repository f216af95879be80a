"""The steps by which anything gets to the disk: each one call of the system, by its name.

Whoever wants something written uses ``archiver.disk``, which knows the order
of steps in which a power cut does no harm; nobody else calls these. Tests
crash a played disk after every step, and let every step be refused
(``tests/faults``). All raise ``OSError``.
"""

import ctypes
import os
import shutil
from enum import StrEnum
from pathlib import Path

_libc = ctypes.CDLL(None, use_errno=True)


class Step(StrEnum):
    """Every step there is; the value is the name of its function here."""

    MAKE_FOLDER = "make_folder"
    WRITE = "write"
    APPEND = "append"
    SYNC_FILE = "sync_file"
    SYNC_FILE_SYSTEM = "sync_file_system"
    RENAME = "rename"
    SYNC_FOLDER = "sync_folder"
    UNLINK = "unlink"
    REMOVE_TREE = "remove_tree"
    OPEN_LOCK = "open_lock"


def make_folder(folder: Path | str, mode: int = 0o777) -> None:
    """Make one folder in another that is there."""
    os.mkdir(folder, mode)  # noqa: PTH102 - asked for every file, thousands a second


def write(file: str, data: bytes, mode: int) -> None:
    """Make a file that is not there yet, and write it."""
    _write(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), data)


def append(file: str, data: bytes) -> None:
    """Write on at the end of a file."""
    _write(os.open(file, os.O_WRONLY | os.O_APPEND), data)


def _write(handle: int, data: bytes) -> None:
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def sync_file(file: str) -> None:
    """Wait until a file's bytes would survive a power cut; its name in its folder may not yet."""
    _fsync(file)


def sync_folder(folder: Path | str) -> None:
    """Wait until the names in a folder would survive a power cut."""
    _fsync(folder)


def _fsync(path: Path | str) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file_system(folder: Path | str) -> None:
    """Wait until everything on the file system that holds a folder would survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        if _libc.syncfs(handle) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(handle)


def rename(source: str, target: Path | str) -> None:
    """Give a file or folder another name on its file system, in place of a file that has it."""
    os.rename(source, target)  # noqa: PTH104 - half the time of Path.rename, thousands a second


def unlink(file: str) -> None:
    """Take a file's name away."""
    os.unlink(file)  # noqa: PTH108 - beside its siblings


def remove_tree(folder: Path) -> None:
    """Take a folder away with all that is in it."""
    shutil.rmtree(folder)


def open_lock(file: Path) -> int:
    """Open a file that only serves to be locked, made where it is not there; give its handle."""
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
