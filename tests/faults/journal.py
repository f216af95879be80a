"""Noting every step to the disk, with the catalogue as it stood just before."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from archiver import disk_steps
from archiver.disk_steps import Step

CATALOGUE = "catalogue.sqlite"
"""SQLite's own files: what a power cut leaves of them is SQLite's promise, kept by its own tests.

Here they stand as they were at the instant of the cut, whole, as a process that was killed there
leaves them.
"""

JOURNALS = ("", "-wal")


@dataclass(frozen=True, slots=True)
class Moment:
    """One step, and the catalogue's files before it: their bytes by name."""

    step: Step
    path: str
    more: str | bytes
    catalogue: dict[str, bytes]

    def __str__(self) -> str:
        return f"{self.step} {self.path}"


class Catalogue:
    """Reads the catalogue's files, anew only where they changed."""

    def __init__(self, folder: Path) -> None:
        self._files = [folder / f"{CATALOGUE}{suffix}" for suffix in JOURNALS]
        self._known: tuple[object, dict[str, bytes]] = (None, {})

    def __call__(self) -> dict[str, bytes]:
        """Give the bytes of the files that are there."""
        there = [file for file in self._files if file.exists()]
        state = [(file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in there]
        if state != self._known[0]:
            self._known = (state, {file.name: file.read_bytes() for file in there})
        return self._known[1]


@contextmanager
def noted(root: Path) -> Iterator[list[Moment]]:
    """Note every step below ``root``, where the archive lies in the folder ``archive``."""
    moments: list[Moment] = []
    catalogue = Catalogue(root / "archive")

    def wrap(step: Step, real: Callable[..., object]) -> Callable[..., object]:
        def take(path: str | Path, *more: object) -> object:
            before = catalogue()
            done = real(path, *more)
            if Path(path).is_relative_to(root):
                moments.append(Moment(step, _below(root, path), _more(root, step, more), before))
            return done

        return take

    with pytest.MonkeyPatch.context() as patch:
        for step in Step:
            patch.setattr(disk_steps, step.value, wrap(step, getattr(disk_steps, step.value)))
        yield moments


def _below(root: Path, path: object) -> str:
    return Path(str(path)).relative_to(root).as_posix()


def _more(root: Path, step: Step, more: tuple[object, ...]) -> str | bytes:
    match step, more:
        case Step.RENAME, (target,):
            return _below(root, target)
        case ((Step.WRITE | Step.APPEND), (bytes() as data, *_)):
            return data
        case _:
            return b""


def acknowledged(root: Path) -> dict[int, tuple[str, str]]:
    """Give what a catalogue acknowledges, read from a copy: whoever opens it changes its files."""
    with tempfile.TemporaryDirectory() as aside:
        for file in (root / "archive").glob(f"{CATALOGUE}*"):
            Path(aside, file.name).write_bytes(file.read_bytes())
        file = Path(aside, CATALOGUE)
        return _leaves(file) if file.exists() and file.stat().st_size else {}


def forget_processes(root: Path) -> None:
    """Let every process that held a lease be gone, as after a power cut; ours lives on."""
    file = root / "archive" / CATALOGUE
    if not acknowledged(root):
        return
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE lease SET started = 'before' WHERE started IS NOT NULL")


def _leaves(catalogue: Path) -> dict[int, tuple[str, str]]:
    with closing(sqlite3.connect(catalogue)) as connection:
        tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'leaf'").fetchall()
        if not tables:
            return {}
        rows = connection.execute("SELECT n, digest, object FROM leaf").fetchall()
    return {n: (digest, path) for n, digest, path in rows}
