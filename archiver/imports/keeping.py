"""Keeping the pieces of one import: what is new becomes an object and a row, once.

Objects first, then one transaction (invariant 2). A version that came by file
is never put among the versions of an item that an API showed: where it has
something new to say of one, it is an item of its own that names the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.new_versions import NewVersions
from archiver.capture.sighting import Sighting
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.imports.events import Basis, ImportStarted, Match
from archiver.imports.kinds import RUNS
from archiver.imports.matching import matches
from archiver.imports.piece import OWN_IDS, Piece, own_id
from archiver.imports.stored import imported_record, sight
from archiver.imports.words import EDITION
from archiver.items import ItemRef, Platform
from archiver.record import StoredRecord

OWNER = "import"
"""Who puts the objects of imports; there is one import at a time."""


@dataclass(frozen=True, slots=True)
class WantedFile:
    """A picture or film that a version of an import names, by its path beside it."""

    ref: ItemRef
    n: int
    position: int
    path: str


@dataclass(slots=True)
class Tally:
    """What came of the pieces kept so far."""

    pieces: int = 0
    known: int = 0
    matches: dict[tuple[ItemRef, ItemRef], Match] = field(default_factory=dict)
    wanted: list[WantedFile] = field(default_factory=list)


@dataclass(slots=True)
class _Known:
    """What the catalogue knows of an item: row key, and its versions' marks in order."""

    pk: int | None = None
    versions: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def is_captured(self) -> bool:
        """Whether any of its versions came from an API."""
        return any(not run.startswith(RUNS) for _, run, _ in self.versions)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Keeps the pieces of one import that was started."""

    archive: Archive
    account: Account
    started: ImportStarted
    tally: Tally

    def keep(self, pieces: Sequence[Piece]) -> None:
        """Keep what is new of some pieces, in their order."""
        refs = [self._ref(each.id) for each in pieces]
        aside = [self._ref(_aside(each)) for each in pieces]
        with self.archive.reading() as connection:
            known = _known_items(connection, {*refs, *aside})
            seen = [
                sight(each, ref, self.started.kind, self._at(place))
                for place, (each, ref) in enumerate(zip(pieces, refs, strict=True))
            ]
            earlier = self._earlier(connection, seen)
        new = NewVersions(self.account, self.started.run, EDITION)
        mine: list[Sighting] = []
        for piece, sighting in zip(pieces, seen, strict=True):
            self._decide(piece, sighting, known, earlier, (new, mine))
        if any(new):
            new.put(self.archive, OWNER)
            with self.archive.writing() as connection:
                new.commit(connection, {ref: item.pk for ref, item in known.items()})
        with self.archive.reading() as connection:
            for match in matches(connection, mine, self.account.key, self.started.run):
                self.tally.matches.setdefault((match.ref, match.other), match)

    def _decide(
        self,
        piece: Piece,
        sighting: Sighting,
        known: dict[ItemRef, _Known],
        earlier: dict[str, tuple[ItemRef, int]],
        found: tuple[NewVersions, list[Sighting]],
    ) -> None:
        """Decide what one piece adds, and note it."""
        new, mine = found
        self.tally.pieces += 1
        item = known.setdefault(sighting.ref, _Known())
        if item.is_captured:
            if any(text == sighting.text for _, _, text in item.versions):
                self.tally.known += 1
                return
            other, aside = sighting.ref, self._ref(_aside(piece))
            sighting = sight(piece, aside, self.started.kind, sighting.source.received)
            match = Match(aside, other, Basis.PLATFORM_ID)
            self.tally.matches.setdefault((aside, other), match)
            item = known.setdefault(aside, _Known())
        n = next(
            (
                at
                for at, (mark, _, _) in enumerate(item.versions, 1)
                if mark == sighting.fingerprint
            ),
            None,
        )
        if n is None and not item.versions and sighting.fingerprint in earlier:
            ref, n = earlier[sighting.fingerprint]
            self.tally.known += 1
            self._want(piece, ref, n)
            return
        if n is None:
            n = len(item.versions) + 1
            new.add(sighting, n, self._record(piece, sighting))
            item.versions.append((sighting.fingerprint, self.started.run, sighting.text))
        elif item.versions[n - 1][1] != self.started.run:
            self.tally.known += 1
        if item.versions[0][1] == self.started.run:
            mine.append(sighting)
        self._want(piece, sighting.ref, n)

    def _at(self, place: int) -> datetime:
        """Give each piece an instant of its own, the same every time.

        Records that no checkpoint covers are put in order by their instants.
        """
        return self.started.at + timedelta(microseconds=self.tally.pieces + place)

    def _record(self, piece: Piece, sighting: Sighting) -> StoredRecord:
        account, started = self.account.key, self.started
        return imported_record(sighting, piece, started.kind, account=account, run=started.run)

    def _want(self, piece: Piece, ref: ItemRef, n: int) -> None:
        wanted = (WantedFile(ref, n, position, path) for position, path in enumerate(piece.files))
        self.tally.wanted.extend(wanted)

    def _earlier(
        self, connection: Connection, seen: Iterable[Sighting]
    ) -> dict[str, tuple[ItemRef, int]]:
        """Find pieces without an id of their platform that an earlier import brought already."""
        marks = [each.fingerprint for each in seen if each.ref.id.startswith(OWN_IDS)]
        found: dict[str, tuple[ItemRef, int]] = {}
        for some in chunks(marks):
            rows = connection.execute(
                select(t.version.c.fingerprint, t.version.c.n, t.item.c.id)
                .join(t.item, t.item.c.pk == t.version.c.item)
                .where(
                    t.version.c.fingerprint.in_(some),
                    t.item.c.account == self.account.key,
                    t.item.c.id.startswith(OWN_IDS, autoescape=True),
                    t.version.c.capture != self.started.run,
                    t.version.c.capture.startswith(RUNS, autoescape=True),
                )
                .order_by(t.item.c.pk.desc())
            )
            found.update((row.fingerprint, (self._ref(row.id), row.n)) for row in rows)
        return found

    def _ref(self, item_id: str) -> ItemRef:
        return ItemRef(self.account.platform, item_id)


def _aside(piece: Piece) -> str:
    """Name a piece that says something new of an item which an API showed."""
    origin = piece.origin
    return own_id(origin.source, origin.path, origin.span.start)


def _known_items(connection: Connection, refs: Iterable[ItemRef]) -> dict[ItemRef, _Known]:
    """Look up items and their versions, a few hundred at a time."""
    known: dict[ItemRef, _Known] = {}
    for row in _version_rows(connection, refs):
        ref = ItemRef(Platform(row.platform), row.id)
        item = known.setdefault(ref, _Known(row.pk))
        item.versions.append((row.fingerprint, row.capture, row.text))
    return known


def _version_rows(connection: Connection, refs: Iterable[ItemRef]) -> Iterator[Row[Any]]:
    for some in chunks(sorted(refs, key=str)):
        rows: Iterable[Row[Any]] = connection.execute(
            select(
                t.item.c.pk,
                t.item.c.platform,
                t.item.c.id,
                t.version.c.fingerprint,
                t.version.c.capture,
                t.version.c.text,
            )
            .join(t.version, t.version.c.item == t.item.c.pk)
            .where(
                t.item.c.platform == some[0].platform.value,
                t.item.c.id.in_([ref.id for ref in some]),
            )
            .order_by(t.item.c.pk, t.version.c.n)
        )
        yield from rows
