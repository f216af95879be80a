"""Reading many objects at a time, as fast as where they are kept allows."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archiver.disk import refuse
from archiver.errors import ObjectMissing
from archiver.store import FolderStore, ObjectStore
from archiver.store.objects import check_path

AT_ONCE = 16
"""Objects asked for at a time where the store is another machine."""

_PIECE = 1 << 14
"""Bytes read at a time; nearly every record is shorter than this."""


def read_objects(store: ObjectStore, paths: Sequence[str]) -> Iterator[bytes | None]:
    """Give the bytes of objects in the order asked for; None for one that is missing."""
    if isinstance(store, FolderStore):
        # Half the time of opening a file object for each: an export reads a million of them.
        return (_read_file(store.root, path) for path in paths)
    return _read_ahead(store, paths)


def _read_ahead(store: ObjectStore, paths: Sequence[str]) -> Iterator[bytes | None]:
    def get(path: str) -> bytes | None:
        try:
            return store.get(path)
        except ObjectMissing:
            return None

    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(get, paths)


def _read_file(root: Path, path: str) -> bytes | None:
    if ".." in path or path.startswith("/"):
        check_path(path)
    try:
        handle = os.open(f"{root}/{path}", os.O_RDONLY)
    except FileNotFoundError:
        return None
    except OSError as error:
        refuse(error, "read")
    try:
        data = os.read(handle, _PIECE)
        if len(data) < _PIECE:
            return data
        pieces = [data]
        while piece := os.read(handle, _PIECE * 64):
            pieces.append(piece)
        return b"".join(pieces)
    except OSError as error:
        refuse(error, "read")
    finally:
        os.close(handle)
