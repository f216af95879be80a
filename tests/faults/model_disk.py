"""A played disk: it knows what a power cut could leave of the steps that were taken.

What is synced lasts. Of the rest a real disk may keep all, nothing or some:
the bytes of a file may be lost or its last part torn, and a name that was
made, changed or taken away in a folder may or may not have got there, until
that folder is synced. A cut in the middle of a step is a cut after it of
which only a part was kept.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import product
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from archiver.disk_steps import Step

Tree: TypeAlias = dict[str, bytes | None]
"""What lies on a disk: the bytes of every file by its path; None for a folder."""


class Unsynced(Enum):
    """What became of bytes that no sync was asked for."""

    LOST = auto()
    KEPT = auto()
    TORN = auto()


class Names(Enum):
    """What became of changes of names in folders that were not synced."""

    LOST = auto()
    KEPT = auto()
    MIXED = auto()


FATES = tuple(product(Unsynced, Names))


@dataclass(slots=True, eq=False)
class _File:
    now: bytes
    kept: bytes = b""


@dataclass(slots=True)
class _Change:
    """A name given (``node``) or taken away (None); one ``act`` can be two of them."""

    name: str
    node: "_File | _Folder | None"
    act: int


@dataclass(slots=True, eq=False)
class _Folder:
    now: "dict[str, _File | _Folder]" = field(default_factory=dict)
    kept: "dict[str, _File | _Folder]" = field(default_factory=dict)
    open: list[_Change] = field(default_factory=list)


class ModelDisk:
    """Plays steps, and tells what each kind of power cut would leave."""

    def __init__(self, tree: Tree) -> None:
        self._root = _Folder()
        self._acts = 0
        self._last: _File | None = None
        for path in sorted(tree):
            data = tree[path]
            node = _Folder() if data is None else _File(data, data)
            folder, name = self._place(path)
            folder.now[name] = folder.kept[name] = node

    def play(self, step: Step, path: str, more: str | bytes = b"") -> None:
        """Take one step; ``more`` is what is written, or the target of a renaming."""
        self._acts += 1
        match step:
            case Step.MAKE_FOLDER:
                self._name(path, _Folder())
            case Step.WRITE | Step.APPEND:
                self._write(path, bytes(more) if isinstance(more, bytes) else more.encode())
            case Step.OPEN_LOCK:
                self._name(path, self._find(path) or _File(b""))
            case Step.SYNC_FILE | Step.SYNC_FOLDER | Step.SYNC_FILE_SYSTEM:
                self._sync(step, path)
            case Step.RENAME:
                self._name(str(more), self._find(path))
                self._name(path, None)
            case Step.UNLINK:
                self._name(path, None)
            case Step.REMOVE_TREE:
                self._remove(path)

    def after_a_cut(
        self, bytes_: Unsynced, names: Names, dice: random.Random | None = None
    ) -> Tree:
        """Give what would lie on the disk when the power is back; mixed fates need dice."""
        fate = _Fate(bytes_, names, dice, self._last)
        return dict(fate.look(self._root, ""))

    def now(self) -> Tree:
        """Give what lies there as long as nobody pulls the plug."""
        return self.after_a_cut(Unsynced.KEPT, Names.KEPT)

    def _sync(self, step: Step, path: str) -> None:
        if step is Step.SYNC_FILE_SYSTEM:
            _sync_all(self._root)
        elif step is Step.SYNC_FOLDER:
            _sync_folder(self._folder(path))
        else:
            _sync_file(self._file(path))

    def _write(self, path: str, data: bytes) -> None:
        node = self._find(path)
        if not isinstance(node, _File):
            node = _File(b"")
            self._name(path, node)
        node.now += data
        self._last = node

    def _remove(self, path: str) -> None:
        """Take names away from the leaves up; none of it is synced."""
        folder = self._folder(path)
        for name, node in list(folder.now.items()):
            below = f"{path}/{name}"
            if isinstance(node, _Folder):
                self._remove(below)
            else:
                self._name(below, None)
        self._name(path, None)

    def _name(self, path: str, node: "_File | _Folder | None") -> None:
        folder, name = self._place(path)
        folder.open.append(_Change(name, node, self._acts))
        if node is None:
            folder.now.pop(name, None)
        else:
            folder.now[name] = node

    def _place(self, path: str) -> tuple[_Folder, str]:
        place = PurePosixPath(path)
        return self._folder(str(place.parent)), place.name

    def _folder(self, path: str) -> _Folder:
        node = self._find(path)
        assert isinstance(node, _Folder), f"{path} is no folder"
        return node

    def _file(self, path: str) -> _File:
        node = self._find(path)
        assert isinstance(node, _File), f"{path} is no file"
        return node

    def _find(self, path: str) -> "_File | _Folder | None":
        node: _File | _Folder | None = self._root
        for part in PurePosixPath(path).parts:
            node = node.now.get(part) if isinstance(node, _Folder) else None
        return node


@dataclass(frozen=True, slots=True)
class _Fate:
    """One way in which a power cut could end."""

    bytes_: Unsynced
    names: Names
    dice: random.Random | None
    last: _File | None
    drawn: dict[int, bool] = field(default_factory=dict)

    def look(self, folder: _Folder, at: str) -> Iterator[tuple[str, bytes | None]]:
        names = dict(folder.kept)
        for change in folder.open:
            if not self._happened(change):
                continue
            if change.node is None:
                names.pop(change.name, None)
            else:
                names[change.name] = change.node
        for name, node in names.items():
            path = f"{at}{name}"
            if isinstance(node, _Folder):
                yield path, None
                yield from self.look(node, f"{path}/")
            else:
                yield path, self._bytes(node)

    def _happened(self, change: _Change) -> bool:
        if self.names is not Names.MIXED or self.dice is None:
            return self.names is Names.KEPT
        # Of one act, a name given and a name taken, both happen or neither: that much every
        # journal promises.
        return self.drawn.setdefault(change.act, self.dice.random() < 0.5)

    def _bytes(self, file: _File) -> bytes:
        if self.bytes_ is Unsynced.LOST:
            return file.kept
        torn = self.bytes_ is Unsynced.TORN and file is self.last and file.now != file.kept
        return file.now[: (len(file.kept) + len(file.now)) // 2] if torn else file.now


def _sync_file(file: _File) -> None:
    file.kept = file.now


def _sync_folder(folder: _Folder) -> None:
    folder.kept = dict(folder.now)
    folder.open.clear()


def _sync_all(folder: _Folder) -> None:
    _sync_folder(folder)
    for node in folder.now.values():
        if isinstance(node, _Folder):
            _sync_all(node)
        else:
            _sync_file(node)


def read_tree(root: Path, leave_out: str) -> Tree:
    """Read what really lies below a folder, but for files whose name begins so."""
    return {
        path.relative_to(root).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(root.rglob("*"))
        if not path.name.startswith(leave_out)
    }


def put_tree(root: Path, tree: Tree) -> None:
    """Make it really so."""
    root.mkdir(parents=True)
    for path, data in sorted(tree.items()):
        if data is None:
            (root / path).mkdir()
        else:
            (root / path).write_bytes(data)
            (root / path).chmod(0o600)  # keys among them
