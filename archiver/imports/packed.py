"""A ZIP file by a stranger: its list is checked before anything in it is read.

Every size is taken from the list and enforced while reading: no file gives
more bytes than the list says, and the list is not read where it is absurdly
long itself.
"""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self
from zipfile import BadZipFile, ZipFile, ZipInfo

from archiver.imports.errors import ImportDangerous, ImportUnreadable
from archiver.imports.settings import ImportSettings
from archiver.store.objects import PIECE

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_END = b"PK\x05\x06"
_END_LENGTH = 22
_COMMENT = 1 << 16
_LIST_LIMIT = 256_000_000
_ENCRYPTED = 0x1
_LINK, _KIND = 0o120000, 0o170000
_SMALL = 10_000_000
"""Below this size no ratio is looked at: text of spaces is packed a thousandfold and harmless."""

_BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, struct.error)


class Packed:
    """An open ZIP file whose list was checked; ``files`` are paths and sizes in its order."""

    def __init__(self, file: Path, inside: ZipFile) -> None:
        self._file = file
        self._inside = inside
        self._infos = {info.filename: info for info in inside.infolist() if not info.is_dir()}
        self.files = [(name, info.file_size) for name, info in self._infos.items()]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._inside.close()

    @classmethod
    def of(cls, file: Path, limits: ImportSettings) -> Self:
        """Open and check a file; raises ``ImportUnreadable`` or ``ImportDangerous``."""
        _check_list(file)
        try:
            inside = ZipFile(file)
        except _BROKEN as error:
            raise _broken(file) from error
        try:
            _check(file, inside.infolist(), limits)
        except BaseException:
            inside.close()
            raise
        return cls(file, inside)

    def read(self, path: str) -> bytes:
        """Give the bytes of a file inside, checked; raises ``ImportUnreadable`` where broken."""
        info = self._infos[path]
        try:
            with self._inside.open(info) as opened:
                data = opened.read(info.file_size + 1)
        except _BROKEN as error:
            raise _broken(self._file) from error
        if len(data) != info.file_size:
            raise _broken(self._file)
        return data

    def stream(self, path: str) -> Iterator[bytes]:
        """Give the same bit by bit."""
        info = self._infos[path]
        try:
            with self._inside.open(info) as opened:
                while data := opened.read(PIECE):
                    yield data
        except _BROKEN as error:
            raise _broken(self._file) from error


def looks_packed(opened: BinaryIO) -> bool:
    """Whether a file begins as a ZIP does, whatever it is called."""
    return opened.read(len(_END)) in _MAGIC


def _check(file: Path, infos: list[ZipInfo], limits: ImportSettings) -> None:
    """Refuse what no honest export holds. Pure, but for its errors."""
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise ImportUnreadable(
            f"{file.name} is encrypted.",
            next_step="Unpack it with its password and import the folder.",
        )
    if any((info.external_attr >> 16) & _KIND == _LINK for info in infos):
        raise ImportDangerous(
            f"{file.name} holds a link, and a link can lead anywhere.",
            next_step="No platform makes such a file; ask where it came from.",
        )
    names = [info.filename for info in infos]
    if len(set(names)) != len(names):
        raise ImportDangerous(
            f"{file.name} holds two files of the same name.",
            next_step="No platform makes such a file; ask where it came from.",
        )
    if len(infos) > limits.files_limit:
        raise _swollen(file, f"lists more than {limits.files_limit} files", "files_limit")
    if sum(info.file_size for info in infos) > limits.unpacked_limit:
        swells = f"would unpack to more than {limits.unpacked_limit} bytes"
        raise _swollen(file, swells, "unpacked_limit")
    for info in infos:
        swollen = info.file_size > limits.ratio_limit * max(info.compress_size, 1)
        if swollen and info.file_size > _SMALL:
            swells = f"holds a file that swells more than {limits.ratio_limit} times"
            raise _swollen(file, swells, "ratio_limit")


def _check_list(file: Path) -> None:
    """Refuse a ZIP whose list alone would fill the memory; a short look at its end tells."""
    size = file.stat().st_size
    with file.open("rb") as opened:
        opened.seek(max(0, size - _END_LENGTH - _COMMENT))
        tail = opened.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_LENGTH:
        raise _broken(file)
    (length,) = struct.unpack_from("<L", tail, at + 12)
    # 0xFFFFFFFF says that a longer number stands elsewhere; then the file's own size bounds it.
    if min(length, size) > _LIST_LIMIT:
        raise ImportDangerous(
            f"{file.name} has a list of contents longer than any export's.",
            next_step="No platform makes such a file; ask where it came from.",
        )


def _swollen(file: Path, what: str, setting: str) -> ImportDangerous:
    return ImportDangerous(
        f"{file.name} {what}, which is more than this archive takes in.",
        next_step=f"Where the file is honest, raise {setting} under [imports] in civickeep.toml.",
    )


def _broken(file: Path) -> ImportUnreadable:
    return ImportUnreadable(
        f"{file.name} is a broken or cut-off ZIP file.",
        next_step="Download it again, check its size, and import that file.",
    )
