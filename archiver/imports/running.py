"""One import from its file to its receipt.

The file is read twice. The first time nothing is kept, so that a file that is
the wrong one, broken or hostile leaves no trace. Then it is taken in whole, an
act says so, its pieces are kept, and a second act tells what came of them. A
process killed in between leaves an import that is marked as unfinished; doing
it again goes on to the same archive. What was finished is not done again.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, func, select

from archiver import pending
from archiver.accounts import Account
from archiver.archive import Archive
from archiver.captures import Gap, MediaFinding
from archiver.catalogue import tables as t
from archiver.catalogue.import_tables import imported
from archiver.imports.errors import ImportUnreadable
from archiver.imports.events import ImportFinished, ImportStarted
from archiver.imports.files import Filer
from archiver.imports.gathering import Gathering
from archiver.imports.instaloader_folder import LOSSES
from archiver.imports.keeping import OWNER, Keeper, Tally, WantedFile
from archiver.imports.kinds import EXPLAINED, RUNS, ImportKind
from archiver.imports.library import Handed, Library
from archiver.imports.live.losses import LIVE_LOSSES
from archiver.imports.live.place import Fetched
from archiver.imports.piece import NotUnderstood, Piece
from archiver.imports.screenshot import Attestation
from archiver.imports.settings import ImportSettings
from archiver.imports.words import EDITION
from archiver.items import ItemRef, Platform
from archiver.ledger.closing import close_ledger
from archiver.lock import only_one
from archiver.progress import At, Count, Progress, unwatched, watched
from archiver.record import read_record
from archiver.safekeeping import safeguard
from archiver.wire import decode_event

BATCH = 200
"""Pieces kept in one go."""

MANY = 1000
"""Gaps told one by one; what a hostile file has beyond that is counted."""

READING, KEEPING, PICTURES = "Reading the files", "Keeping what is new", "Keeping its pictures"

T = TypeVar("T")
E = TypeVar("E", ImportStarted, ImportFinished)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks to have imported, and who she is; ``live`` where we fetched it for her."""

    kind: ImportKind
    paths: tuple[Path, ...]
    by: str
    zone: str | None = None
    attestation: Attestation | None = None
    live: Fetched | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The two acts of an import; ``again`` where it had been finished before."""

    started: ImportStarted
    finished: ImportFinished
    again: bool


def import_files(
    archive: Archive,
    account: Account,
    asked: Asked,
    tell: Callable[[str], None],
    at: At = unwatched,
) -> Outcome:
    """Import files into an account and give what came of it; ``at`` is told how far it is.

    Raises ``ImportUnreadable`` and ``ImportDangerous``, and then nothing was
    kept; ``ImportChanged``; ``CatalogueBusy`` where another import is running.
    """
    with only_one(archive, "import"):
        archive.store.sweep()
        pending.sweep(archive, OWNER)
        with Library.of(asked.paths, archive.settings.section(ImportSettings)) as library:
            outcome = _Run(archive, account, asked, library, tell, at).outcome()
        pending.sweep(archive, OWNER)
    if not outcome.again:
        close_ledger(archive, tell)
        safeguard(archive)
    return outcome


@dataclass(frozen=True, slots=True)
class _Run:
    archive: Archive
    account: Account
    asked: Asked
    library: Library
    tell: Callable[[str], None]
    at: At

    def outcome(self) -> Outcome:
        handed, entries = self._survey()
        run = self._name(handed)
        started, finished = self._acts(run)
        if started is not None and finished is not None:
            return Outcome(started, finished, again=True)
        self.tell("All of it can be read; keeping what is new ...")
        if started is None:
            started = self._start(run, handed)
        return Outcome(started, self._keep_all(started, entries), again=False)

    def _survey(self) -> tuple[list[Handed], int]:
        """Read everything and keep nothing; give what was handed in, and how many entries."""
        self.at(Progress(READING))
        gathering = self._gathering()
        entries, pieces, first = 0, 0, None
        for found in watched(gathering.found(), READING, Count(0, "entries"), self.at):
            entries += 1
            pieces += isinstance(found, Piece)
            if isinstance(found, NotUnderstood):
                first = first or found
        if not pieces:
            raise _nothing(self.asked.kind, self.library, first)
        return self.library.handed([*self.library.packs(), *gathering.read]), entries

    def _name(self, handed: list[Handed]) -> str:
        """Name the import after its files, so that the same ones are the same import."""
        named = (
            self.asked.kind.value,
            self.account.key,
            EDITION,
            self.asked.zone,
            repr(self.asked.attestation),
            sorted((each.path, each.sha256) for each in handed),
            sorted(self.library.loose),
            *((self.asked.live.run,) if self.asked.live else ()),
        )
        return RUNS + hashlib.sha256(msgspec.json.encode(named)).hexdigest()[:32]

    def _start(self, run: str, handed: list[Handed]) -> ImportStarted:
        """Take the files in whole, and say so."""
        self.at(Progress(KEEPING, "taking the files in"))
        filer = Filer(self.archive, self.library)
        files = tuple(filer.whole(each) for each in handed)
        started = ImportStarted(
            at=self.archive.clock(),
            by=self.asked.by,
            run=run,
            kind=self.asked.kind,
            account=self.account.key,
            edition=EDITION,
            files=files,
            live=self.asked.live.run if self.asked.live else None,
        )
        self.archive.record(started)
        return started

    def _keep_all(self, started: ImportStarted, entries: int) -> ImportFinished:
        """Keep the pieces among so many entries and every picture, and say what came of it."""
        live = self.asked.live
        tally, gathering = Tally(), self._gathering()
        keeper = Keeper(self.archive, self.account, started, tally)
        others: list[NotUnderstood] = []
        whole = Count(0, "entries", entries)
        for some in _batches(watched(gathering.found(), KEEPING, whole, self.at), BATCH):
            keeper.keep([each for each in some if isinstance(each, Piece)])
            others += [each for each in some if isinstance(each, NotUnderstood)]
        media = tuple(self._pictures(tally.wanted))
        with self.archive.reading() as connection:
            new_items, new_versions = _brought(connection, started.run)
        finished = ImportFinished(
            at=self.archive.clock(),
            by=self.asked.by,
            run=started.run,
            pieces=tally.pieces,
            known=tally.known,
            new_items=new_items,
            new_versions=new_versions,
            claimed=gathering.claimed,
            media=media,
            matches=tuple(tally.matches.values()),
            gaps=(*(live.gaps if live else ()), *_gaps(others, expected=False)),
            expected=(*(live.expected if live else ()), *_gaps(others, expected=True)),
            losses=_losses(self.asked),
        )
        self.archive.record(finished)
        return finished

    def _pictures(self, wanted: list[WantedFile]) -> Iterator[MediaFinding]:
        """Keep the pictures that are not kept yet; a later import may bring what was missing."""
        filer = Filer(self.archive, self.library)
        files = dict.fromkeys(wanted)
        whole = Count(0, "files", len(files))
        for some in _batches(watched(files, PICTURES, whole, self.at), BATCH):
            with self.archive.reading() as connection:
                kept = _kept_files(connection, some)
            for each in some:
                place = (each.ref, each.n, each.position)
                if place in kept and kept[place] is None:
                    continue
                found = filer.picture(each)
                if place not in kept or found.missing != kept[place]:
                    yield found

    def _acts(self, run: str) -> tuple[ImportStarted | None, ImportFinished | None]:
        """Read what was said of this import before."""
        with self.archive.reading() as connection:
            row = connection.execute(
                select(imported.c.leaf, imported.c.finished).where(imported.c.run == run)
            ).one_or_none()
            if row is None:
                return None, None
            leaves = select(t.leaf.c.n, t.leaf.c.object).where(
                t.leaf.c.n.in_([row.leaf, row.finished])
            )
            objects = {leaf.n: leaf.object for leaf in connection.execute(leaves)}
        started = self._read(objects[row.leaf], ImportStarted)
        if row.finished is None:
            return started, None
        return started, self._read(objects[row.finished], ImportFinished)

    def _read(self, path: str, kind: type[E]) -> E:
        event = decode_event(read_record(self.archive.store.get(path))[1])
        if not isinstance(event, kind):
            message = f"{path} is no {kind.__name__}"
            raise TypeError(message)
        return event

    def _gathering(self) -> Gathering:
        asked = self.asked
        return Gathering(
            asked.kind, self.library, asked.zone, asked.attestation, live=asked.live is not None
        )


def _nothing(kind: ImportKind, library: Library, first: NotUnderstood | None) -> ImportUnreadable:
    """Say why there is nothing to import, as well as can be told."""
    if any(each.path.endswith((".html", ".htm")) for each in library.entries):
        return ImportUnreadable(
            "This is a download in HTML, which is made for looking at and not for keeping.",
            next_step="Ask the platform for the download again and choose JSON as its format.",
        )
    why = f" {first.what}: {first.cause}." if first else ""
    return ImportUnreadable(
        f"There is nothing in it that {kind} reads.{why}",
        next_step=f"{kind} reads {EXPLAINED[kind]}",
    )


def _losses(asked: Asked) -> tuple[str, ...]:
    """Give what the maker of the files loses without a word. Pure."""
    if asked.kind is not ImportKind.INSTALOADER:
        return ()
    return LIVE_LOSSES if asked.live else LOSSES


def _gaps(others: list[NotUnderstood], *, expected: bool) -> tuple[Gap, ...]:
    """Tell gaps, so many of them one by one; the rest is counted. Pure."""
    chosen = [Gap(each.what, each.cause) for each in others if each.expected is expected]
    if len(chosen) <= MANY:
        return tuple(chosen)
    rest = Gap(f"{len(chosen) - MANY} more", "for causes like those told one by one")
    return (*chosen[:MANY], rest)


def _brought(connection: Connection, run: str) -> tuple[int, int]:
    """Count the items and versions that came by an import."""
    mine = select(func.count()).select_from(t.version).where(t.version.c.capture == run)
    versions = connection.execute(mine).scalar_one()
    return connection.execute(mine.where(t.version.c.n == 1)).scalar_one(), versions


def _kept_files(
    connection: Connection, wanted: Sequence[WantedFile]
) -> dict[tuple[ItemRef, int, int], str | None]:
    """Look up the files of some versions: None for one that is kept, else why it is not."""
    rows = connection.execute(
        select(t.item.c.platform, t.item.c.id, t.media.c.n, t.media.c.position, t.media.c.missing)
        .join(t.item, t.item.c.pk == t.media.c.item)
        .where(
            t.item.c.platform == wanted[0].ref.platform.value,
            t.item.c.id.in_([each.ref.id for each in wanted]),
        )
    )
    return {
        (ItemRef(Platform(row.platform), row.id), row.n, row.position): row.missing for row in rows
    }


def _batches(values: Iterator[T], size: int) -> Iterator[list[T]]:
    while some := list(islice(values, size)):
        yield some
