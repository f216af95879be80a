"""Taking sightings in: what is new becomes an object and a row, what is known is only seen again.

Objects first, then one transaction (invariant 2). Nothing is written for an
item that has not changed, except that this capture saw it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, delete, exists, func, select

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.envelope import version_record
from archiver.capture.new_versions import NewVersions
from archiver.capture.sighting import Picture, Sighting
from archiver.capture.stored import stored_payload
from archiver.catalogue import tables as t
from archiver.catalogue.bulk import insert_rows
from archiver.catalogue.chunks import chunks
from archiver.fingerprint import EDITION, fingerprint
from archiver.items import ACCOUNT_FACTS, ItemRef, Platform

NEVER_TRIED = ""
"""Stands for the reason why a file is missing that nobody has fetched yet."""


@dataclass(frozen=True, slots=True)
class KnownVersion:
    """What the catalogue knows of one version, as far as it decides whether another is new."""

    n: int
    fingerprint: str
    edition: int
    api_version: str
    object: str


@dataclass(slots=True)
class KnownItem:
    """An item's row key, once it has one, the version it shows, and its versions in order.

    ``dated`` says whether the platform has told when it was created, and
    ``signed`` whether it has told by whom.
    """

    pk: int | None = None
    current: int | None = None
    dated: bool = False
    signed: bool = False
    versions: list[KnownVersion] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is to be done with a batch of sightings."""

    known: dict[ItemRef, KnownItem]
    new: NewVersions
    thin: list[ItemRef]
    seen: dict[ItemRef, tuple[Sighting, int]]


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A picture of a version that is not kept yet, and why not, where it was tried before."""

    sighting: Sighting
    n: int
    picture: Picture
    missing: str | None

    @property
    def ref(self) -> ItemRef:
        """The item it belongs to."""
        return self.sighting.ref


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a batch: how many versions are new, and which files are still to be fetched.

    Facts about the account itself are no news in this sense, as they are none
    of its items. ``thin`` came without the time at which they were created, which they had:
    the answer left fields out, and says nothing about an edit. ``seen`` counts
    the items that this capture sees for the first time.
    """

    new_versions: int
    wanted: tuple[WantedFile, ...]
    thin: tuple[ItemRef, ...] = ()
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Intake:
    """Takes in the sightings of one capture of one account."""

    archive: Archive
    account: Account
    capture: str

    def take(self, sightings: Sequence[Sighting]) -> "Taken":
        """Keep what is new and note what was seen."""
        if not sightings:
            return Taken(0, ())
        with self.archive.reading() as connection:
            known = _known_items(connection, {sighting.ref for sighting in sightings})
        batch = self._decide(sightings, known)
        batch.new.put(self.archive, self.account.key)
        with self.archive.writing() as connection:
            seen = self._commit(connection, batch)
        with self.archive.reading() as connection:
            wanted = tuple(_wanted_files(connection, batch))
        said = sum(new.place.kind not in ACCOUNT_FACTS for new in batch.new)
        return Taken(said, wanted, tuple(batch.thin), seen)

    def still_there(self, ref: ItemRef) -> None:
        """Note that a known item can be read, where the platform shows no more than that."""
        chosen = and_(t.item.c.platform == ref.platform.value, t.item.c.id == ref.id)
        hidden = exists().where(t.hidden.c.item == t.item.c.pk, t.hidden.c.until.is_(None))
        with self.archive.writing() as connection:
            for row in connection.execute(
                select(t.item.c.pk, t.item.c.current, hidden.label("hidden")).where(chosen)
            ).all():
                seen = {"capture": self.capture, "item": row.pk}
                connection.execute(delete(t.sighting).filter_by(**seen))
                shown = {"n": row.current, "hidden": row.hidden}
                insert_rows(connection, t.sighting, [{**seen, **shown}])

    def _decide(self, sightings: Iterable[Sighting], known: dict[ItemRef, KnownItem]) -> _Batch:
        batch = _Batch(known, NewVersions(self.account, self.capture, EDITION), [], {})
        for sighting in sightings:
            item = known.setdefault(sighting.ref, KnownItem())
            n = self._same(item, sighting)
            if n is None and item.dated and sighting.created_at is None:
                batch.thin.append(sighting.ref)
                n = item.current
            author = sighting.author
            signed = author is not None and (author.id or author.name) is not None
            # Bytes that tell for the first time who said it are kept, though nothing was edited.
            if n is None or (signed and not item.signed):
                n = len(item.versions) + 1
                record = version_record(sighting, account=self.account.key, capture=self.capture)
                path, api_version = batch.new.add(sighting, n, record), sighting.source.api_version
                item.versions.append(
                    KnownVersion(n, sighting.fingerprint, EDITION, api_version, path)
                )
                item.signed = item.signed or signed
            batch.seen[sighting.ref] = (sighting, n)
        return batch

    def _same(self, item: KnownItem, sighting: Sighting) -> int | None:
        """Give the number of the version that this sighting shows again, or None."""
        for version in reversed(item.versions):
            if version.fingerprint == sighting.fingerprint:
                return version.n
        if not item.versions:
            return None
        latest = item.versions[-1]
        if (latest.edition, latest.api_version) == (EDITION, sighting.source.api_version):
            return None
        # The field list or the platform's API changed since: the stored bytes
        # are fingerprinted anew before an edit is declared.
        stored = stored_payload(self.archive.store.get(latest.object))
        anew = fingerprint(sighting.ref.platform, sighting.place.kind, stored)
        return latest.n if anew == sighting.fingerprint else None

    def _commit(self, connection: Connection, batch: _Batch) -> int:
        keys = {ref: item.pk for ref, item in batch.known.items()}
        for ref, pk in batch.new.commit(connection, keys).items():
            batch.known[ref].pk = pk
        return self._note(connection, batch)

    def _note(self, connection: Connection, batch: _Batch) -> int:
        """Note what this capture saw; an item seen twice counts as it was seen last.

        Gives how many it had not seen before, apart from facts about the account.
        """
        rows = [
            {
                "capture": self.capture,
                "item": _key(batch.known, ref),
                "n": n,
                "hidden": sighting.hidden,
                "reactions": sighting.counts.reactions,
                "comments": sighting.counts.comments,
                "shares": sighting.counts.shares,
            }
            for ref, (sighting, n) in batch.seen.items()
        ]
        seen = sum(sighting.place.kind not in ACCOUNT_FACTS for sighting, _ in batch.seen.values())
        for some in chunks([row["item"] for row in rows]):
            seen -= connection.execute(
                delete(t.sighting).where(
                    t.sighting.c.capture == self.capture, t.sighting.c.item.in_(some)
                )
            ).rowcount
        insert_rows(connection, t.sighting, rows)
        return max(seen, 0)


def _wanted_files(connection: Connection, batch: _Batch) -> Iterator[WantedFile]:
    """List the pictures of what was seen that are not kept, without asking for the rest."""
    pictured = {
        _key(batch.known, ref): (sighting, n)
        for ref, (sighting, n) in batch.seen.items()
        if sighting.pictures
    }
    known: dict[tuple[int, int, int], str | None] = {}
    for keys in chunks(list(pictured)):
        rows = connection.execute(select(t.media).where(t.media.c.item.in_(keys)))
        known.update(
            ((row.item, row.n, row.position), None if row.given_up else row.missing) for row in rows
        )
    for key, (sighting, n) in pictured.items():
        for picture in sighting.pictures:
            missing = known.get((key, n, picture.position), NEVER_TRIED)
            if missing is not None:
                yield WantedFile(sighting, n, picture, missing or None)


def _key(known: dict[ItemRef, KnownItem], ref: ItemRef) -> int:
    pk = known[ref].pk
    if pk is None:
        message = f"{ref} has no row yet"
        raise LookupError(message)
    return pk


def _known_items(connection: Connection, refs: Iterable[ItemRef]) -> dict[ItemRef, KnownItem]:
    """Look up what the catalogue knows of these items, with one query a few hundred."""
    by_pk: dict[int, KnownItem] = {}
    known: dict[ItemRef, KnownItem] = {}
    by_platform: dict[Platform, list[str]] = defaultdict(list)
    for ref in refs:
        by_platform[ref.platform].append(ref.id)
    for platform, ids in by_platform.items():
        for some in chunks(ids):
            rows = connection.execute(
                select(
                    *(t.item.c.pk, t.item.c.id, t.item.c.current, t.item.c.created_at),
                    func.coalesce(t.item.c.author_id, t.item.c.author_name).label("author"),
                ).where(t.item.c.platform == platform.value, t.item.c.id.in_(some))
            )
            for row in rows:
                known[ItemRef(platform, row.id)] = by_pk[row.pk] = KnownItem(
                    row.pk, row.current, row.created_at is not None, row.author is not None
                )
    for keys in chunks(list(by_pk)):
        rows = connection.execute(
            select(t.version).where(t.version.c.item.in_(keys)).order_by(t.version.c.n)
        )
        for row in rows:
            by_pk[row.item].versions.append(
                KnownVersion(
                    row.n, row.fingerprint, row.fingerprint_edition, row.api_version, row.object
                )
            )
    return known
