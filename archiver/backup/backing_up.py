"""Backing up: what is new is copied, checked against the catalogue, listed, and then named.

Objects never change, so a backup copies only what no earlier snapshot in the
folder has; and whatever store the archive is in, a backup is plain files.
"""

import hashlib
import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import msgspec
from sqlalchemy import Connection, select

from archiver.archive import Archive
from archiver.backup import source
from archiver.backup.errors import BackupForeign
from archiver.backup.layout import (
    FORMAT,
    HEAD,
    INCOMING,
    MANIFESTS,
    README,
    README_TEXT,
    STORE,
    BackupFolder,
    Head,
    Listed,
    NumberedSnapshot,
    Part,
    Snapshot,
    Unsaved,
    manifest_file,
    snapshot_file,
)
from archiver.backup.redacted import without_secrets
from archiver.backup.source import Frozen, Wanted
from archiver.catalogue import counter
from archiver.catalogue import tables as t
from archiver.disk import (
    Staging,
    make_folders,
    remove_file,
    replace_file,
    write_files,
    write_long_file,
)
from archiver.errors import ObjectMissing, WrongUsage
from archiver.keys import open_keyring
from archiver.ledger import rows
from archiver.ledger.errors import KeyUnusable
from archiver.lock import only_one
from archiver.progress import At, Count, Progress, unwatched, watched
from archiver.settings import ArchiveSettings
from archiver.software import SOFTWARE

FILES_AT_ONCE = 1_024
BYTES_AT_ONCE = 32_000_000
"""Files are synced together, as many as fit under either bound in memory."""

LINES_A_MANIFEST = 20_000
"""A manifest of two megabytes: small enough to hold, large enough to have few."""

PIECE = 1 << 20
GZIP = zlib.MAX_WBITS + 16
"""Has zlib write and read the frame that gzip files have."""

BACKING_UP = "Backing up"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What came of a backup: its snapshot and number, and what was added to the folder."""

    number: int
    snapshot: Snapshot
    files_added: int
    bytes_added: int


def back_up(
    archive: Archive, path: Path, *, with_catalogue: bool = True, at: At = unwatched
) -> BackedUp:
    """Add a snapshot of the archive to the backup in a folder, or begin one.

    The archive can be used meanwhile. Stopped at any instant, it leaves the
    earlier snapshots as they were, and the next run goes on. Objects that are
    missing or damaged in the store are named in the snapshot, never copied as
    if they were whole. Raises ``BackupForeign`` where the folder holds
    something else, and ``WrongUsage`` where it lies with the archive or its
    keys. ``at`` is told how far it is.
    """
    root = path.absolute()
    folder = BackupFolder(root)
    with only_one(archive, f"backup {root}"):
        _check_apart(archive, root)
        head = folder.head()
        last = folder.snapshot() if head else None
        make_folders(root)
        staging = Staging(root / INCOMING)
        try:
            staging.sweep()
            at(Progress(BACKING_UP, "copying the catalogue"))
            with source.frozen(archive, staging.folder) as catalogue:
                _check_same(catalogue.connection, folder, head, last)
                run = _Run(archive, folder, staging, at)
                return run.add(catalogue, last, with_catalogue=with_catalogue)
        finally:
            staging.close()


@dataclass(slots=True)
class _Run:
    """One backup from the first file to its snapshot."""

    archive: Archive
    folder: BackupFolder
    staging: Staging
    at: At
    parts: list[Part] = field(default_factory=list)
    unsaved: list[Unsaved] = field(default_factory=list)
    _lines: list[Listed] = field(default_factory=list)
    _bytes: int = 0
    files_added: int = 0
    bytes_added: int = 0

    def add(
        self, catalogue: Frozen, last: NumberedSnapshot | None, *, with_catalogue: bool
    ) -> BackedUp:
        """Copy what is new and write the snapshot that names it."""
        connection = catalogue.connection
        identity = rows.archive_id(connection)
        self._begin(Head(FORMAT, identity, self.archive.settings.city.name))
        self.parts.extend(last.snapshot.manifests if last else ())
        before = last.snapshot if last else None
        self.at(Progress(BACKING_UP, "looking for what is new"))
        kept = _kept_beside_records(self.folder, before) if before else set()
        new = partial(self._new, connection, before, kept)
        files = Count(0, "files", sum(1 for _ in new()))
        self._copy(watched(new(), BACKING_UP, files, self.at))
        file = catalogue.file if with_catalogue else None
        copied = self._keep_catalogue(file) if file else None
        settings = self._keep_settings(before)
        self._close_manifest()
        checkpoint = rows.newest_checkpoint(connection)
        snapshot = Snapshot(
            format=FORMAT,
            archive=identity,
            city=self.archive.settings.city.name,
            taken=self.archive.clock(),
            software=SOFTWARE,
            change=counter.newest(connection),
            leaf=leaf_digest(connection, counter.newest(connection)),
            ledger_size=checkpoint.size if checkpoint else 0,
            ledger_root=checkpoint.root.hex() if checkpoint else None,
            settings=settings,
            catalogue=copied,
            manifests=tuple(self.parts),
            unsaved=tuple(self.unsaved),
        )
        number = last.number + 1 if last else 1
        self._write([snapshot_file(number, snapshot)])
        self._sweep()
        return BackedUp(number, snapshot, self.files_added, self.bytes_added)

    def _begin(self, head: Head) -> None:
        papers = ((README, README_TEXT.encode()), (HEAD, msgspec.json.encode(head) + b"\n"))
        self._write([each for each in papers if self.folder.read(each[0]) is None])

    def _new(
        self, connection: Connection, last: Snapshot | None, kept: Collection[str]
    ) -> Iterator[Wanted]:
        """Give everything that no snapshot has yet; ``kept`` is what it has beside records."""
        retried = {each.object for each in last.unsaved} if last else set()
        for some in (source.media(connection), source.ledger(connection)):
            yield from (each for each in some if f"{STORE}{each.object}" not in kept)
        if retried:
            earlier = source.records(connection, 0)
            yield from (each for each in earlier if each.object in retried)
        yield from source.records(connection, last.change if last else 0)

    def _copy(self, wanted: Iterable[Wanted]) -> None:
        batch: list[tuple[str, bytes]] = []
        size = 0
        for each in wanted:
            data = self._read(each)
            if data is None:
                continue
            batch.append((f"{STORE}{each.object}", data))
            size += len(data)
            if len(batch) >= FILES_AT_ONCE or size >= BYTES_AT_ONCE:
                self._add(batch)
                batch, size = [], 0
        self._add(batch)

    def _read(self, wanted: Wanted) -> bytes | None:
        """Read an object and check it; one that cannot be relied on is listed and left out."""
        try:
            data = self.archive.store.get(wanted.object)
        except ObjectMissing:
            self.unsaved.append(Unsaved(wanted.object, "it is not in the store"))
            return None
        if wanted.sha256 is not None and hashlib.sha256(data).hexdigest() != wanted.sha256:
            self.unsaved.append(Unsaved(wanted.object, "its bytes do not match its digest"))
            return None
        return data

    def _add(self, batch: list[tuple[str, bytes]]) -> None:
        """Write files and list them."""
        self._write(batch)
        for path, data in batch:
            self._list(Listed(path, hashlib.sha256(data).hexdigest()), len(data))

    def _list(self, listed: Listed, length: int) -> None:
        self._lines.append(listed)
        self._bytes += length
        self.files_added += 1
        self.bytes_added += length
        if len(self._lines) >= LINES_A_MANIFEST:
            self._close_manifest()

    def _close_manifest(self) -> None:
        if not self._lines:
            return
        path, data = manifest_file(self._lines)
        self._write([(path, data)])
        self.parts.append(Part(path, len(self._lines), self._bytes))
        self._lines, self._bytes = [], 0

    def _keep_settings(self, last: Snapshot | None) -> str:
        text = self.archive.settings.path.read_text("utf-8")
        data = without_secrets(text).encode()
        path = f"settings/{hashlib.sha256(data).hexdigest()}.toml"
        if last is None or last.settings != path:
            self._add([(path, data)])
        return path

    def _keep_catalogue(self, file: Path) -> str:
        """Pack the copy of the catalogue and put it under its digest."""
        self.at(Progress(BACKING_UP, "packing the catalogue"))
        packed = file.with_suffix(".gz")
        digest = hashlib.sha256()
        write_long_file(packed, _packed(file, digest), staging=self.staging.folder)
        path = f"catalogues/{digest.hexdigest()}.sqlite.gz"
        length = packed.stat().st_size
        make_folders(self.folder.root / "catalogues")
        replace_file(packed, self.folder.root / path)
        self._list(Listed(path, digest.hexdigest()), length)
        return path

    def _write(self, files: Iterable[tuple[str, bytes]]) -> None:
        root = self.folder.root
        write_files(((root / path, data) for path, data in files), staging=self.staging.folder)

    def _sweep(self) -> None:
        """Take away manifests that a stopped backup left; a snapshot names all before it too."""
        named = {part.path for part in self.parts}
        for file in (self.folder.root / MANIFESTS).iterdir():
            if f"{MANIFESTS}{file.name}" not in named:
                remove_file(file)


def _packed(file: Path, digest: "hashlib._Hash") -> Iterator[bytes]:
    """Compress a file as gzip does, quickly and without a time stamp, digesting what comes out."""
    packer = zlib.compressobj(1, zlib.DEFLATED, GZIP)
    with file.open("rb") as plain:
        while piece := plain.read(PIECE):
            packed = packer.compress(piece)
            digest.update(packed)
            yield packed
    rest = packer.flush()
    digest.update(rest)
    yield rest


def leaf_digest(connection: Connection, number: int) -> str | None:
    """Give the digest of the record under a number."""
    return connection.scalar(select(t.leaf.c.digest).where(t.leaf.c.n == number))


def _kept_beside_records(folder: BackupFolder, last: Snapshot) -> set[str]:
    """List the media and ledger files that a snapshot has; records are known by their numbers."""
    beside = (f"{STORE}media/", f"{STORE}ledger/")
    return {each.path for each in folder.listed(last) if each.path.startswith(beside)}


def _check_apart(archive: Archive, root: Path) -> None:
    """Refuse a folder that would be lost with the archive, or that keys would lie in."""
    settings = archive.settings
    home, store = settings.path.parent, settings.resolve(settings.section(ArchiveSettings).store)
    for place, what in ((home, "archive"), (store, "archive"), (_keys(archive), "archive's keys")):
        inside, around = root.resolve(), (place or home).resolve()
        if inside.is_relative_to(around) or around.is_relative_to(inside):
            raise WrongUsage(
                f"A backup in {root} would lie together with the {what}.",
                next_step="Name a folder elsewhere, best on another machine's disk.",
            )


def _keys(archive: Archive) -> Path | None:
    """Say where keys lie; None where there can be none, which is no reason against a backup."""
    with archive.reading() as connection:
        identity = rows.archive_id(connection)
    try:
        return open_keyring(archive.settings, identity).folder
    except KeyUnusable:
        return None


def _check_same(
    connection: Connection, folder: BackupFolder, head: Head | None, last: NumberedSnapshot | None
) -> None:
    """Refuse a folder of another archive, or of a past that this archive no longer has."""
    if head is not None and head.archive != rows.archive_id(connection):
        raise BackupForeign(
            f"{folder.root} is the backup of another archive, of {head.city}.",
            next_step="Name another folder; nothing was written.",
        )
    if last is None or not last.snapshot.change:
        return
    if leaf_digest(connection, last.snapshot.change) != last.snapshot.leaf:
        raise BackupForeign(
            f"{folder.root} holds snapshots of a past that this archive does not have.",
            next_step="It was restored from an older snapshot. Back up into a new folder, and "
            "keep this one.",
        )
