"""The files of one import: packed, in a folder, or single; checked before anything is read.

Nothing is ever unpacked to a disk. A name that leads out of the file, a link,
something encrypted or swollen beyond reason refuses the whole import, because
no honest export holds any of them.
"""

import hashlib
import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Self

from archiver.catalogue.columns import keepable
from archiver.imports.errors import ImportChanged, ImportDangerous, ImportUnreadable
from archiver.imports.packed import Packed, looks_packed
from archiver.imports.settings import ImportSettings
from archiver.store.objects import PIECE

_OUTWARD = re.compile(r"(^|/)\.\.(/|$)|^/|^[A-Za-z]:|\\|\0")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file that can be read: which of the files handed in it is or lies in, and its size.

    ``part`` counts the ZIP files handed in from 1; what lies open is part 0.
    """

    part: int
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Handed:
    """One file as it was handed in, to be kept as it is."""

    part: int
    path: str
    file: Path
    size: int
    sha256: str


@dataclass
class Library:
    """Every file of an import; close it after use."""

    limits: ImportSettings
    entries: list[Entry] = field(default_factory=list)
    _packed: dict[int, tuple[Path, Packed]] = field(default_factory=dict)
    _open: dict[str, Path] = field(default_factory=dict)
    _digests: dict[Path, str] = field(default_factory=dict)
    _states: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _named: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    _stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every file."""
        self._stack.close()

    @classmethod
    def of(cls, paths: Iterable[Path], limits: ImportSettings) -> Self:
        """Look at what was handed in; raises ``ImportUnreadable`` or ``ImportDangerous``."""
        library = cls(limits)
        try:
            for path in paths:
                library._add(path)
            library._check_amount()
        except BaseException:
            library.close()
            raise
        return library

    def read(self, entry: Entry, limit: int) -> bytes | None:
        """Give the bytes of a file; None where they are more than the limit."""
        if entry.size > limit:
            return None
        if entry.part:
            return self._packed[entry.part][1].read(entry.path)
        with self._opened(self._open[entry.path]) as file:
            data = file.read(limit + 1)
        return None if len(data) > limit else data

    def stream(self, entry: Entry) -> Iterator[bytes]:
        """Give a file bit by bit; raises ``ImportUnreadable`` where it is broken inside a ZIP."""
        if entry.part:
            yield from self._packed[entry.part][1].stream(entry.path)
            return
        with self._opened(self._open[entry.path]) as file:
            while data := file.read(PIECE):
                yield data

    def source_of(self, entry: Entry) -> str:
        """Give the SHA-256 of the file that was handed in and that this one is or lies in."""
        return self.digest(self._file_of(entry))

    def handed(self, entries: Iterable[Entry]) -> list[Handed]:
        """List what was handed in, as far as these files lie in it, each once and in order."""
        found: dict[Path, Entry] = {}
        for entry in entries:
            found.setdefault(self._file_of(entry), entry)
        return [
            Handed(
                part=entry.part,
                path="" if entry.part else entry.path,
                file=file,
                size=self._states[file][0],
                sha256=self.digest(file),
            )
            for file, entry in found.items()
        ]

    def digest(self, file: Path) -> str:
        """Give the SHA-256 of a file that was handed in, read once and bit by bit."""
        if file not in self._digests:
            with self._opened(file) as opened:
                self._digests[file] = hashlib.file_digest(opened, "sha256").hexdigest()
        return self._digests[file]

    def pieces_of(self, handed: Handed) -> Iterator[bytes]:
        """Give a file in pieces; raises ``ImportChanged`` where it is not what it was before."""
        digest = hashlib.sha256()
        with self._opened(handed.file) as file:
            while data := file.read(PIECE):
                digest.update(data)
                yield data
        if digest.hexdigest() != handed.sha256:
            raise _changed(handed.file)

    @property
    def loose(self) -> list[tuple[str, int]]:
        """Give path and size of every file that is in no ZIP."""
        return [(each.path, each.size) for each in self.entries if not each.part]

    def packs(self) -> list[Entry]:
        """Give one file of every ZIP that was handed in."""
        firsts = {each.part: each for each in reversed(self.entries) if each.part}
        return [firsts[part] for part in sorted(firsts)]

    def find(self, name: str) -> Entry | None:
        """Find a file that another names, whatever folders stand before it."""
        wanted = name.lstrip("/")
        found = self._by_name.get(PurePosixPath(wanted).name, [])
        return next(
            (each for each in found if each.path == wanted or each.path.endswith(f"/{wanted}")),
            None,
        )

    @property
    def _by_name(self) -> dict[str, list[Entry]]:
        if not self._named:
            for entry in self.entries:
                self._named[PurePosixPath(entry.path).name].append(entry)
        return self._named

    def _file_of(self, entry: Entry) -> Path:
        return self._packed[entry.part][0] if entry.part else self._open[entry.path]

    def _add(self, path: Path) -> None:
        kind = _mode(path)
        if stat.S_ISDIR(kind):
            for file, name in _walk(path, path):
                self._add_file(file, name)
        elif stat.S_ISREG(kind):
            if path.stat().st_size == 0:
                raise ImportUnreadable(
                    f"{path} is empty.", next_step="Get the file again and import that one."
                )
            self._add_file(path, path.name)
        else:
            raise ImportUnreadable(
                f"{path} is neither a file nor a folder.", next_step="Name the file itself."
            )

    def _add_file(self, file: Path, named: str) -> None:
        name = keepable(named)
        state = file.stat()
        self._states[file] = (state.st_size, state.st_mtime_ns)
        self._check_amount()
        with self._opened(file) as opened:
            packed = looks_packed(opened)
        if not packed:
            if name in self._open:
                raise ImportUnreadable(
                    f"Two of the files are called {name}.",
                    next_step="Import them one after the other.",
                )
            self._open[name] = file
            self.entries.append(Entry(0, name, state.st_size))
            return
        part = len(self._packed) + 1
        inside = self._stack.enter_context(Packed.of(file, self.limits))
        self._packed[part] = (file, inside)
        for path, size in inside.files:
            if _OUTWARD.search(path):
                raise ImportDangerous(
                    f"{file.name} holds a file whose name leads out of it.",
                    next_step="No platform makes such a file; ask where it came from.",
                )
            self.entries.append(Entry(part, path, size))

    def _check_amount(self) -> None:
        """Refuse more than the settings allow, of files and of bytes."""
        files, packed = len(self.entries), sum(size for size, _ in self._states.values())
        if files > self.limits.files_limit:
            raise too_large(f"There are more than {self.limits.files_limit} files", "files_limit")
        if packed > self.limits.total_limit:
            raise too_large(f"It has more than {self.limits.total_limit} bytes", "total_limit")

    def _opened(self, file: Path) -> BufferedReader:
        """Open a file again, where it is still the one that was looked at."""
        try:
            opened = file.open("rb")
        except OSError as error:
            raise _unreadable(file, error) from error
        state = os.fstat(opened.fileno())
        if (state.st_size, state.st_mtime_ns) != self._states[file]:
            opened.close()
            raise _changed(file)
        return opened


def too_large(what: str, setting: str) -> ImportDangerous:
    """Say that a limit is exceeded, and which."""
    return ImportDangerous(
        f"{what}, which is more than this archive takes in.",
        next_step=f"Where the file is honest, raise {setting} under [imports] in civickeep.toml.",
    )


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError as error:
        raise _unreadable(path, error) from error


def _walk(folder: Path, root: Path) -> Iterator[tuple[Path, str]]:
    """List the files of a folder and what is in it, in the order of their names."""
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise _unreadable(folder, error) from error
    for each in found:
        path = Path(each.path)
        if each.is_symlink():
            raise ImportDangerous(
                f"The folder {root} holds a link, {path.name}, and a link can lead anywhere.",
                next_step="Replace it by the file it leads to, or take it out, and import again.",
            )
        if each.is_dir(follow_symlinks=False):
            yield from _walk(path, root)
        elif each.is_file(follow_symlinks=False):
            yield path, path.relative_to(root).as_posix()


def _unreadable(path: Path, error: OSError) -> ImportUnreadable:
    return ImportUnreadable(
        f"{path} cannot be read: {error.strerror}.",
        next_step="Check its name and that you may read it, then import again.",
    )


def _changed(file: Path) -> ImportChanged:
    return ImportChanged(
        f"{file} changed while it was being imported.",
        next_step="Wait until it is written to its end, then import it again.",
    )
