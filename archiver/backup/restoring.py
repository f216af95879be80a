"""Restoring: the archive of a snapshot, made again where there is nothing yet.

Every file is checked against its manifest while it is copied. The settings
file gets its name last, so that nobody opens a half-restored archive, and a
restore that was stopped is simply run again.
"""

import hashlib
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from sqlalchemy import inspect

from archiver.archive import Archive, catalogue_url, open_catalogue
from archiver.backup.dispositions import Destroyed
from archiver.backup.errors import BackupDamaged, RestoreRefused
from archiver.backup.layout import (
    STORE,
    BackupFolder,
    Listed,
    NumberedSnapshot,
    Snapshot,
    damaged,
    digest_in,
)
from archiver.catalogue.engine import schema_of
from archiver.catalogue.tables import archive
from archiver.civil_time import Clock, system_clock
from archiver.disk import (
    TEMPORARY_PREFIX,
    make_folders,
    remove_file,
    replace_file,
    write_file,
    write_long_file,
)
from archiver.ledger import rows
from archiver.ledger.checkpoint import LATEST, checkpoint_path
from archiver.progress import At, Count, Progress, unwatched, watched
from archiver.rebuild.catalogue import rebuild_catalogue
from archiver.settings import SETTINGS_FILE, Settings, load_settings
from archiver.store import NewObject, ObjectStore
from archiver.store.choice import open_store, prepare_store

STAGED = ".restoring-"
"""The settings of an archive that is not whole yet begin so; the rest names the snapshot."""

FILES_AT_ONCE = 1_024
BYTES_AT_ONCE = 32_000_000
PIECE = 1 << 20
GZIP = zlib.MAX_WBITS + 16

RESTORING = "Restoring"


class CatalogueFrom(StrEnum):
    """Where the restored catalogue comes from; the value goes into JSON."""

    COPY = "copy"
    OBJECTS = "objects"


@dataclass(frozen=True, slots=True)
class Damaged:
    """A file of the backup that could not be restored, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a restore. ``withheld`` counts what was destroyed since and stays so."""

    number: int
    snapshot: Snapshot
    files: int
    bytes: int
    catalogue: CatalogueFrom
    withheld: int
    problems: tuple[Damaged, ...]


def restore(  # noqa: PLR0913 - where from, where to, and what a test plays, all but two by name
    backup: Path,
    folder: Path,
    *,
    number: int | None = None,
    destroyed: Destroyed = Destroyed(),  # noqa: B008 - frozen and empty
    environment: Mapping[str, str] = os.environ,
    clock: Clock = system_clock,
    at: At = unwatched,
) -> Restored:
    """Make the archive of a snapshot, else of the newest, in an empty folder.

    Single damaged files are left out and named. Raises ``BackupDamaged``
    where the snapshot or a manifest cannot be relied on, and
    ``RestoreRefused`` where something is there already. ``at`` is told how
    far it is.
    """
    source = BackupFolder(backup.absolute())
    chosen = _choose(source, number)
    place = folder.absolute()
    staged = place / f"{STAGED}{chosen.number}-{chosen.snapshot.archive}.toml"
    text = source.checked(chosen.snapshot.settings, digest_in(chosen.snapshot.settings))
    again = _take_place(place, staged)
    write_file(staged, text)
    settings = load_settings(str(staged), environment)
    prepare_store(settings)
    store = open_store(settings)
    try:
        if again:
            store.sweep()
        else:
            _check_empty(settings, store)
        run = _Run(source, chosen.snapshot, store, destroyed, at)
        run.restore_objects()
    finally:
        store.close()
    origin = run.restore_catalogue(settings)
    _check_opens(settings, chosen.snapshot, clock)
    replace_file(staged, place / SETTINGS_FILE)  # from here on it is an archive
    return Restored(
        number=chosen.number,
        snapshot=chosen.snapshot,
        files=run.files,
        bytes=run.length,
        catalogue=origin,
        withheld=run.withheld,
        problems=tuple(run.problems),
    )


@dataclass(slots=True)
class _Run:
    """One restore, as far as store and catalogue go."""

    source: BackupFolder
    snapshot: Snapshot
    store: ObjectStore
    destroyed: Destroyed
    at: At
    problems: list[Damaged] = field(default_factory=list)
    files: int = 0
    length: int = 0
    withheld: int = 0

    def restore_objects(self) -> None:
        """Copy every object of the snapshot into the store, and name its newest checkpoint."""
        self.problems.extend(
            Damaged(f"{STORE}{each.object}", each.reason) for each in self.snapshot.unsaved
        )
        batch: list[NewObject] = []
        size = 0
        for new in self._objects():
            batch.append(new)
            size += len(new.data)
            if len(batch) >= FILES_AT_ONCE or size >= BYTES_AT_ONCE:
                self._put(batch)
                batch, size = [], 0
        self._put(batch)
        if self.snapshot.ledger_size:
            newest = checkpoint_path(self.snapshot.ledger_size)
            if self.store.has(newest):
                self.store.put_all([NewObject(LATEST, self.store.get(newest))])

    def _objects(self) -> Iterator[NewObject]:
        files = Count(0, "files", self.snapshot.files)
        for listed in watched(self.source.listed(self.snapshot), RESTORING, files, self.at):
            if not listed.path.startswith(STORE):
                continue
            path = listed.path.removeprefix(STORE)
            if path in self.destroyed:
                self.withheld += 1
                continue
            data = self._read(listed)
            if data is not None:
                yield NewObject(path, data)

    def _read(self, listed: Listed) -> bytes | None:
        try:
            return self.source.checked(listed.path, listed.sha256)
        except BackupDamaged as error:
            self.problems.append(Damaged(listed.path, error.what))
            return None

    def _put(self, batch: list[NewObject]) -> None:
        self.store.put_all(batch)
        self.files += len(batch)
        self.length += sum(len(new.data) for new in batch)

    def restore_catalogue(self, settings: Settings) -> CatalogueFrom:
        """Take the copy of the catalogue where it is whole, else make it from the objects."""
        url = catalogue_url(settings)
        copied = self.snapshot.catalogue
        # A copy still tells of what was destroyed after it was made.
        if copied is not None and "://" not in url and not self.destroyed:
            try:
                self.at(Progress(RESTORING, "unpacking the catalogue"))
                self._unpack(copied, Path(url))
            except BackupDamaged as error:
                self.problems.append(Damaged(copied, error.what))
            else:
                return CatalogueFrom.COPY
        rebuilt = rebuild_catalogue(settings, self.at)
        named = {problem.path for problem in self.problems}
        for lost in rebuilt.lost:
            path = f"{STORE}{lost.entry.path}"
            if lost.entry.path and path not in named:
                self.problems.append(Damaged(path, lost.reason))
        return CatalogueFrom.OBJECTS

    def _unpack(self, copied: str, file: Path) -> None:
        """Check a packed catalogue, then unpack it into its place."""
        digest = hashlib.sha256()
        for piece in _pieces(self.source.root / copied, copied):
            digest.update(piece)
        if digest.hexdigest() != digest_in(copied):
            raise damaged(copied, "was changed")
        make_folders(file.parent)
        pieces = _unpacked(_pieces(self.source.root / copied, copied))
        write_long_file(file, pieces, staging=file.parent)


def _choose(source: BackupFolder, number: int | None) -> NumberedSnapshot:
    chosen = source.snapshot(number) if source.head() else None
    if chosen is None:
        there = ", ".join(map(str, source.snapshots())) or "none"
        wanted = "no snapshot" if number is None else f"no snapshot {number}"
        raise RestoreRefused(
            f"There is {wanted} in {source.root}.",
            next_step=f"Name the folder that civickeep backup wrote into. Snapshots: {there}.",
        )
    return chosen


def _take_place(place: Path, staged: Path) -> bool:
    """Take an empty folder, or go on in one; give whether this goes on."""
    make_folders(place)
    for leftover in place.glob(f"{TEMPORARY_PREFIX}*"):
        remove_file(leftover)
    if staged.is_file():
        return True
    if any(place.glob(f"{STAGED}*")):
        raise RestoreRefused(
            f"Another snapshot was being restored into {place}.",
            next_step="Delete that folder, or restore the same snapshot into it again.",
        )
    if any(place.iterdir()):
        raise RestoreRefused(
            f"{place} is there already and is not an empty folder.",
            next_step="Name an empty folder; nothing is ever written over.",
        )
    return False


def _check_empty(settings: Settings, store: ObjectStore) -> None:
    """Refuse to restore over an archive that is still there, in a folder, bucket or database."""
    url = catalogue_url(settings)
    taken = "store" if next(iter(store.paths()), None) is not None else None
    if taken is None and _catalogue_is_there(settings, url):
        taken = "catalogue"
    if taken:
        raise RestoreRefused(
            f"The settings of the backup name a {taken} that is not empty.",
            next_step="Where only the catalogue is lost, run civickeep rebuild. Else name another "
            f"place with CIVICKEEP_ARCHIVE__{taken.upper()}, or empty that one.",
        )


def _catalogue_is_there(settings: Settings, url: str) -> bool:
    if "://" not in url:
        return Path(url).exists()
    engine = open_catalogue(settings)
    try:
        with engine.connect() as connection:
            return inspect(connection).has_table(archive.name, schema=schema_of(connection))
    finally:
        engine.dispose()


def _check_opens(settings: Settings, snapshot: Snapshot, clock: Clock) -> None:
    """Open what was restored, and see that it is what the snapshot says."""
    opened = Archive.open(settings, clock)
    try:
        with opened.reading() as connection:
            identity = rows.archive_id(connection)
    finally:
        opened.close()
    if identity != snapshot.archive:
        raise damaged("the catalogue", f"is of another archive, {identity}")


def _pieces(file: Path, path: str) -> Iterator[bytes]:
    try:
        with file.open("rb") as packed:
            while piece := packed.read(PIECE):
                yield piece
    except FileNotFoundError:
        raise damaged(path, "is missing") from None


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(GZIP)
    for piece in pieces:
        yield unpacker.decompress(piece)
    yield unpacker.flush()
