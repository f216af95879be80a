"""One city's archive: its store, its catalogue, and the one way to read and to add."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from sqlalchemy import Connection, Engine

from archiver.accounts import Account
from archiver.catalogue import counter
from archiver.catalogue.account_rows import read_accounts
from archiver.catalogue.engine import open_engine, reader
from archiver.catalogue.findable import Findable, changed_items
from archiver.catalogue.migrate import check_current
from archiver.catalogue.quarantined import QUARANTINED, holds_back
from archiver.catalogue.reading import select_items
from archiver.civil_time import Clock, system_clock
from archiver.errors import AccountUnknown, ItemUnknown, ObjectDamaged, ObjectMissing
from archiver.events import Event
from archiver.items import Item, ItemRef, Media, Platform, Version
from archiver.media.errors import FileQuarantined
from archiver.record import read_record
from archiver.selection import EVERYTHING, Selection
from archiver.settings import ArchiveSettings, Settings
from archiver.store import ObjectStore
from archiver.store.choice import open_store
from archiver.viewer import Viewer

Fence = Callable[[Connection], None]
"""Called in each writing transaction of work under a lease; raises where the lease was lost."""


class Archive:
    """One city's archive.

    Reading always takes a ``Viewer``. Everything added is an object in the
    store first and rows in the catalogue second; a process killed in between
    leaves an object that nothing names, and running again puts that right.
    """

    def __init__(
        self,
        settings: Settings,
        store: ObjectStore,
        engine: Engine,
        clock: Clock,
        fence: Fence | None = None,
    ) -> None:
        self.settings = settings
        self.store = store
        self.engine = engine
        self.clock = clock
        self.recorded = 0
        """Events kept through this object, which no checkpoint may cover yet."""
        self._reader = reader(engine)
        self._fence = fence

    @classmethod
    def open(cls, settings: Settings, clock: Clock = system_clock) -> Self:
        """Open the archive the settings name.

        Raises ``ArchiveMissing`` where nothing was made yet and
        ``ArchiveNewer`` where a newer program wrote the catalogue.
        """
        engine = open_catalogue(settings)
        try:
            check_current(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(settings, open_store(settings), engine, clock)

    def close(self) -> None:
        """Let go of the store and the catalogue."""
        self.store.close()
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read rows in one consistent view of the catalogue."""
        with self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write rows in one transaction, alone."""
        with self.engine.begin() as connection:
            if self._fence is not None:
                self._fence(connection)
            yield connection

    def fenced(self, fence: Fence) -> "Archive":
        """Give this archive for work under a lease: every transaction that writes checks it.

        What holds the lease then commits nothing once another process has
        taken over, whichever part of the program does the writing.
        """
        return type(self)(self.settings, self.store, self.engine, self.clock, fence)

    def items(self, viewer: Viewer, selection: Selection = EVERYTHING) -> Iterator[Item]:
        """Stream the chosen items this viewer may read, in order of creation.

        Where the selection names items, each 500 named are in order among themselves.
        """
        with self.reading() as connection:
            yield from select_items(connection, viewer, selection)

    def changed_since(self, viewer: Viewer, change: int) -> Iterator[Findable]:
        """Stream what items that changed after this number are found by, in that order."""
        with self.reading() as connection:
            yield from changed_items(connection, viewer, change)

    def change_number(self) -> int:
        """Give the newest change number; 0 in an empty archive."""
        with self.reading() as connection:
            return counter.newest(connection)

    def item(self, viewer: Viewer, reference: str) -> Item:
        """Find one item by ``ID`` or ``platform/ID``; raises ``ItemUnknown``."""
        found = next(self.items(viewer, Selection(refs=_refs(reference))), None)
        if found is None:
            raise ItemUnknown(
                f"There is no item {reference} in the archive that you may read.",
                next_step="civickeep search and civickeep items show the ids of items.",
            )
        return found

    def native(self, viewer: Viewer, item: Item, version: Version) -> bytes:
        """Give the exact bytes of a version as the platform sent them, checked against the digest.

        Raises ``ObjectMissing`` or ``ObjectDamaged``: such a record is never released.
        """
        self._check_may_read(viewer, item)
        data = self.store.get(version.object)
        if hashlib.sha256(data).hexdigest() != version.digest:
            raise _damaged(version.object)
        return read_record(data)[1]

    def media(self, viewer: Viewer, item: Item, media: Media) -> bytes:
        """Give a media file of an item, checked against its digest.

        Raises ``FileQuarantined`` for one that nobody is shown, to everybody.
        """
        self._check_may_read(viewer, item)
        if media.missing == QUARANTINED:
            raise _quarantined()
        if media.object is None:
            raise ObjectMissing(
                f"A file of item {item.ref} was not kept: {media.missing}.",
                next_step="Harvest the account again while the platform still has it.",
            )
        self._check_not_quarantined(media.sha256 or "")
        data = self.store.get(media.object)
        if hashlib.sha256(data).hexdigest() != media.sha256:
            raise _damaged(media.object)
        return data

    def _check_not_quarantined(self, sha256: str) -> None:
        """See that a file that was listed a while ago may still be shown."""
        with self.reading() as connection:
            if holds_back(connection, sha256):
                raise _quarantined()

    def _check_may_read(self, viewer: Viewer, item: Item) -> None:
        if not viewer.reads_everything:
            self.item(viewer, str(item.ref))

    def record(self, event: Event) -> int:
        """Keep an act of a person or policy: object first, then its leaf and rows in one go.

        Gives the change number under which followers hear of it.
        """
        # Reading does not need what makes rows, and starts faster without it.
        from archiver.commit import keep_event  # noqa: PLC0415 - see above

        number = keep_event(self, event)
        self.recorded += 1
        return number

    def accounts(self) -> tuple[Account, ...]:
        """List the accounts under archive, closed ones too."""
        with self.reading() as connection:
            return read_accounts(connection)

    def account(self, name: str) -> Account:
        """Find an account by key, platform id or name; raises ``AccountUnknown``."""
        accounts = self.accounts()
        matches = [each for each in accounts if name in {each.key, each.id, each.name}]
        if len(matches) == 1:
            return matches[0]
        known = ", ".join(each.key for each in accounts) or "none yet"
        what = "names more than one account" if matches else "is no account of this archive"
        raise AccountUnknown(
            f"{name!r} {what}. Accounts: {known}.",
            next_step="Use a key such as facebook/123, or add it with civickeep account add.",
        )


def catalogue_url(settings: Settings) -> str:
    """Give the catalogue's URL, or the path of its SQLite file."""
    named = settings.section(ArchiveSettings).catalogue
    return named if "://" in named else str(settings.resolve(named))


def open_catalogue(settings: Settings) -> Engine:
    """Open the catalogue the settings name, whatever is in it."""
    return open_engine(catalogue_url(settings), settings.section(ArchiveSettings).schema)


def _refs(reference: str) -> tuple[ItemRef, ...]:
    try:
        return (ItemRef.read(reference),)
    except ValueError:  # an id alone, which any platform may have given
        return tuple(ItemRef(platform, reference) for platform in Platform)


def _quarantined() -> FileQuarantined:
    return FileQuarantined(
        "This file is in quarantine and is shown to nobody.",
        next_step="civickeep quarantine list shows by whom and since when.",
    )


def _damaged(path: str) -> ObjectDamaged:
    return ObjectDamaged(
        f"The object {path} does not match its digest, so it cannot be released.",
        next_step="Run civickeep verify, and restore the object from a backup.",
    )
