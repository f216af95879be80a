"""Versions that are kept together: objects first, then their rows (invariant 2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from archiver import pending
from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.sighting import Sighting
from archiver.capture.version_rows import NewVersion, project_versions
from archiver.catalogue import counter
from archiver.items import ItemRef
from archiver.paths import version_path
from archiver.record import StoredRecord
from archiver.store import NewObject


@dataclass(frozen=True, slots=True)
class _Written:
    sighting: Sighting
    n: int
    record: StoredRecord
    path: str


@dataclass(frozen=True, slots=True)
class NewVersions:
    """The new versions of a batch of sightings; ``edition`` is that of their fingerprints."""

    account: Account
    capture: str
    edition: int
    _written: list[_Written] = field(default_factory=list)

    def __iter__(self) -> Iterator[Sighting]:
        """Give what they show."""
        return (each.sighting for each in self._written)

    def add(self, sighting: Sighting, n: int, record: StoredRecord) -> str:
        """Add the version of this number of its item; give the path of its object."""
        month = sighting.created_at or sighting.source.received
        ref, account = sighting.ref, self.account.id
        path = version_path(ref.platform, account, ref.id, month, record.digest)
        self._written.append(_Written(sighting, n, record, path))
        return path

    def put(self, archive: Archive, owner: str) -> None:
        """Put their objects, which this owner answers for until they are acknowledged."""
        objects = [NewObject(each.path, each.record.data) for each in self._written]
        if objects:
            pending.keep(archive, owner, objects)

    def commit(
        self, connection: Connection, keys: Mapping[ItemRef, int | None]
    ) -> dict[ItemRef, int]:
        """Acknowledge their objects and make their rows (``version_rows.project_versions``)."""
        if not self._written:
            return {}
        pending.settle(connection, [each.path for each in self._written])
        first = counter.take(connection, len(self._written))
        versions = [
            NewVersion(
                sighting=each.sighting,
                n=each.n,
                number=first + place,
                digest=each.record.digest,
                object=each.path,
                account=self.account.key,
                capture=self.capture,
                edition=self.edition,
            )
            for place, each in enumerate(self._written)
        ]
        return project_versions(connection, versions, keys)
