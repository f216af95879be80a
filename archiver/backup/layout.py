"""How a backup lies on disk: plain files, each of which can be checked without this program.

::

    backup.json                  which archive this is a backup of
    README.txt                   what this is, how to check it, how to restore it
    store/...                    objects under the paths they have in the archive's store
    catalogues/<sha256>.sqlite.gz
    settings/<sha256>.toml       without secrets
    manifests/<sha256>.txt       what a backup added, as sha256sum writes and checks it
    snapshots/<number>_<time>_<sha256>.json

A snapshot names the manifests whose files make up the archive as it was then.
It is written last, so it is complete or absent; nothing is ever changed or
taken away, so earlier snapshots stay restorable.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import msgspec

from archiver.backup.errors import BackupDamaged, BackupForeign
from archiver.disk import refuse

FORMAT = "civickeep-backup/1"
HEAD = "backup.json"
README = "README.txt"
STORE = "store/"
MANIFESTS = "manifests/"
SNAPSHOTS = "snapshots/"
INCOMING = ".incoming"
"""Where half-written files lie; empty once a backup is done."""

README_TEXT = """\
A backup of a city's social media archive, made by civickeep backup.

To check every file in it:        sha256sum --check --quiet manifests/*.txt
To make the archive again:        civickeep restore --from THIS_FOLDER NEW_FOLDER
To read it without any program:   each file below store/ is a WARC record or a picture

It holds no keys; those are backed up apart, with civickeep key backup.
What is destroyed under the retention schedule stays in here until this folder
is deleted: begin a new one in time, and delete the old one.
"""

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_SNAPSHOT = re.compile(r"(\d{5,})_\d{8}T\d{6}Z_([0-9a-f]{64})\.json")

S = TypeVar("S", bound=msgspec.Struct)


class Head(msgspec.Struct, frozen=True):
    """Whose backup a folder holds."""

    format: str
    archive: str
    city: str


class Part(msgspec.Struct, frozen=True):
    """One manifest, by its path in the backup, and what it lists."""

    path: str
    files: int
    bytes: int


class Unsaved(msgspec.Struct, frozen=True):
    """An object that the catalogue names and that could not be backed up, and why."""

    object: str
    reason: str


class Snapshot(msgspec.Struct, frozen=True):
    """The archive as it was at one instant.

    ``change`` is its newest change number and ``leaf`` the digest of the
    record under that number; ``ledger_size`` and ``ledger_root`` are those of
    its newest checkpoint.
    """

    format: str
    archive: str
    city: str
    taken: datetime
    software: str
    change: int
    leaf: str | None
    ledger_size: int
    ledger_root: str | None
    settings: str
    catalogue: str | None
    manifests: tuple[Part, ...]
    unsaved: tuple[Unsaved, ...] = ()

    @property
    def files(self) -> int:
        """How many files it is made of."""
        return sum(part.files for part in self.manifests)

    @property
    def bytes(self) -> int:
        """How many bytes those are."""
        return sum(part.bytes for part in self.manifests)


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of a backup: its path in it and the SHA-256 of its bytes, in hexadecimal."""

    path: str
    sha256: str

    @property
    def line(self) -> str:
        """The line of a manifest, as sha256sum writes it."""
        return f"{self.sha256}  {self.path}\n"


@dataclass(frozen=True, slots=True)
class NumberedSnapshot:
    """A snapshot with its number in its backup, which counts from 1."""

    number: int
    snapshot: Snapshot


class BackupFolder:
    """A folder that holds backups of one archive, or is to."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def head(self) -> Head | None:
        """Tell whose backup this is; None where nothing is there yet.

        Raises ``BackupForeign`` where it holds something else.
        """
        path = self.root / HEAD
        if path.is_file():
            head = _decode(path.read_bytes(), Head, HEAD)
            if head.format != FORMAT:
                raise BackupForeign(
                    f"{self.root} is a backup of another format, {head.format}.",
                    next_step="Update this program, or use another folder.",
                )
            return head
        if self.root.is_dir() and any(each.name != INCOMING for each in self.root.iterdir()):
            raise BackupForeign(
                f"{self.root} is not empty and is no backup.",
                next_step="Name another folder; nothing was written.",
            )
        return None

    def snapshots(self) -> tuple[int, ...]:
        """List the numbers of the snapshots, the newest last."""
        return tuple(sorted(self._snapshot_files()))

    def snapshot(self, number: int | None = None) -> NumberedSnapshot | None:
        """Read a snapshot, else the newest; None where there is none.

        Raises ``BackupDamaged`` where it was changed.
        """
        files = self._snapshot_files()
        chosen = max(files, default=None) if number is None else number
        if chosen is None or chosen not in files:
            return None
        name, digest = files[chosen]
        return NumberedSnapshot(chosen, _decode(self.checked(name, digest), Snapshot, name))

    def listed(self, snapshot: Snapshot) -> Iterator[Listed]:
        """Stream the files that a snapshot is made of; raises ``BackupDamaged``."""
        for part in snapshot.manifests:
            yield from read_manifest(part.path, self.checked(part.path, digest_in(part.path)))

    def checked(self, path: str, digest: str) -> bytes:
        """Read a file; raises ``BackupDamaged`` where it is not there or not of this digest."""
        data = self.read(path)
        if data is None:
            raise damaged(path, "is missing")
        if hashlib.sha256(data).hexdigest() != digest:
            raise damaged(path, "was changed")
        return data

    def read(self, path: str) -> bytes | None:
        """Read a file; None where it is not there."""
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            refuse(error, "read")

    def _snapshot_files(self) -> dict[int, tuple[str, str]]:
        names = (each.name for each in (self.root / SNAPSHOTS).glob("*.json"))
        found = {name: _SNAPSHOT.fullmatch(name) for name in names}
        return {int(m[1]): (f"{SNAPSHOTS}{name}", m[2]) for name, m in found.items() if m}


def snapshot_file(number: int, snapshot: Snapshot) -> tuple[str, bytes]:
    """Write a snapshot; give its path in the backup and its bytes."""
    data = msgspec.json.format(msgspec.json.encode(snapshot)) + b"\n"
    time = f"{snapshot.taken:%Y%m%dT%H%M%SZ}"
    return f"{SNAPSHOTS}{number:05}_{time}_{hashlib.sha256(data).hexdigest()}.json", data


def manifest_file(listed: Iterable[Listed]) -> tuple[str, bytes]:
    """Write a manifest; give its path in the backup and its bytes."""
    data = "".join(each.line for each in listed).encode()
    return f"{MANIFESTS}{hashlib.sha256(data).hexdigest()}.txt", data


def digest_in(path: str) -> str:
    """Give the digest that a file of a backup has in its name."""
    return path.rpartition("/")[2].partition(".")[0]


def damaged(path: str, how: str) -> BackupDamaged:
    """Say that a backup cannot be relied on."""
    return BackupDamaged(
        f"The backup cannot be relied on: {path} {how}.",
        next_step="Choose an earlier snapshot with --snapshot, or another copy of the backup.",
    )


def read_manifest(path: str, data: bytes) -> Iterator[Listed]:
    """Read the lines of a manifest; raises ``BackupDamaged`` for one that leads elsewhere."""
    for line in data.decode("utf-8", "replace").splitlines():
        found = _LINE.fullmatch(line)
        if found is None or not _stays_inside(found[2]):
            raise damaged(path, "has a line that is none")
        yield Listed(found[2], found[1])


def _stays_inside(path: str) -> bool:
    return {"", ".", ".."}.isdisjoint(path.split("/"))


def _decode(data: bytes, kind: type[S], path: str) -> S:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError:
        raise damaged(path, "cannot be read") from None
