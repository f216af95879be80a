"""One visit to one account: what was seen is taken in, what was not is listed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.fresh import fresh_link
from archiver.capture.intake import Intake, Taken, WantedFile
from archiver.capture.sighting import Sighting
from archiver.capture.tally import FoundFile, Tally
from archiver.capture.watch import Standing, Step, Watch, reading
from archiver.captures import MediaFinding
from archiver.errors import (
    AccountBlocked,
    CivickeepError,
    MediumTooOld,
    ObjectUnreadable,
    PermissionMissing,
    PlatformThrottled,
    PlatformUnavailable,
    RequestRefused,
    TokenRefused,
    TooMuchData,
)
from archiver.graph.client import TRIES, GraphClient
from archiver.graph.walk import Walked, walk
from archiver.items import ItemRef
from archiver.media.fetcher import Kept, MediaFetcher, NotKept
from archiver.media.tries import File, Outcome, note
from archiver.surfaces import Surface

BATCH = 500
"""Sightings taken in at a time: one sync of the disk and one transaction for all of them."""

STOPS = (TokenRefused, PlatformThrottled, AccountBlocked)
"""Errors after which no further call to this account makes sense."""

SKIPS = (
    PlatformUnavailable,
    ObjectUnreadable,
    MediumTooOld,
    PermissionMissing,
    RequestRefused,
    TooMuchData,
)
"""Errors that cost one edge or item; the others are still read."""


@dataclass(slots=True)
class Visit:
    """What a reader works with: the line to the platform, and where sightings and gaps go.

    Made anew for every capture. ``surfaces`` and ``threads`` tell what was
    read, ``roots_listed`` how many threads the platform listed on each surface.
    """

    archive: Archive
    account: Account
    client: GraphClient
    files: MediaFetcher
    intake: Intake
    tally: Tally
    page_size: int
    watch: Watch
    surfaces: set[Surface] = field(default_factory=set)
    threads: set[str] = field(default_factory=set)
    roots_listed: Counter[Surface] = field(default_factory=Counter)
    _pending: list[Sighting] = field(default_factory=list)
    _tried: set[tuple[ItemRef, int, int]] = field(default_factory=set)

    def walk(
        self,
        path: str,
        parameters: Mapping[str, str],
        kind: str,
        *,
        page_size: int | None = None,
        tries: int = TRIES,
    ) -> Iterator[Walked]:
        """Walk an edge to its end, and count the calls under this name."""
        size = min(self.page_size, page_size or self.page_size)
        got = 0
        self.tell(reading(kind))
        for walked in walk(self.client, path, parameters, size, tries):
            self.tally.asked[kind] += 1
            got += len(walked.page.elements)
            self.tell(reading(kind, got, walked.page.total_count))
            yield walked

    def tell(self, step: Step | None = None) -> None:
        """Tell whoever watches what is done now, and what has come of the visit so far."""
        if self.watch.live:
            items = self.tally.seen + len(self._pending)
            threads = self.watch.expected.reached(self.threads)
            standing = Standing(items, self.tally.new_versions, self.client.calls, threads)
            self.watch.at(step, standing)

    def skip(self, what: str, error: CivickeepError, surface: Surface | None = None) -> None:
        """List something that could not be read, and go on."""
        self.tally.miss(what, error.what, surface)
        self.tally.error = self.tally.error or f"{error.what} {error.next_step}"

    def add(self, sightings: tuple[Sighting, ...]) -> None:
        """Take sightings in, as soon as enough have come together."""
        self._pending.extend(sightings)
        for sighting in sightings:
            self.tally.meet(sighting.unknown)
        if len(self._pending) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Take in what has come together, then fetch its files while their links still work."""
        taken = self.intake.take(self._pending)
        self._pending.clear()
        self.tally.seen += taken.seen
        self.tally.new_versions += taken.new_versions
        for ref in taken.thin:
            self.tally.miss(ref.id, "the platform left out fields that it has")
        self.tell()
        self._fetch(taken)

    def _fetch(self, taken: Taken) -> None:
        outcomes: list[Outcome] = []
        for number, wanted in enumerate(taken.wanted, start=1):
            key = (wanted.ref, wanted.n, wanted.picture.position)
            if key in self._tried:
                continue  # the item was shown twice
            self._tried.add(key)
            self.watch.aside(f"file {number:,} of {len(taken.wanted):,}")
            outcome = self.files.fetch(wanted.picture.url, partial(self._fresh_link, wanted))
            finding = _finding(wanted, outcome)
            if isinstance(outcome, NotKept) or wanted.missing is not None:
                outcomes.append(_outcome(wanted, outcome))
            if finding.missing is not None and finding.missing == wanted.missing:
                continue  # still not to be had, for the same reason: nothing new to tell
            self.tally.files.append(FoundFile(finding, wanted.picture.alt))
        if outcomes:
            with self.archive.writing() as connection:
                note(connection, outcomes, self.archive.clock())

    def _fresh_link(self, wanted: WantedFile) -> str | None:
        """Read the item again for the link as it is now; None where it cannot be had."""
        self.tally.asked["link"] += 1
        try:
            return fresh_link(self.client, wanted.sighting, wanted.picture.position)
        except SKIPS:
            return None  # the file is missing for the reason there was before


def _outcome(wanted: WantedFile, outcome: Kept | NotKept) -> Outcome:
    file = File(wanted.ref, wanted.n, wanted.picture.position)
    if isinstance(outcome, Kept):
        return Outcome(file, kept=True)
    return Outcome(file, kept=False, lasting=outcome.lasting)


def _finding(wanted: WantedFile, outcome: Kept | NotKept) -> MediaFinding:
    ref, n, position = wanted.ref, wanted.n, wanted.picture.position
    if isinstance(outcome, NotKept):
        return MediaFinding(ref=ref, n=n, position=position, missing=outcome.reason)
    return MediaFinding(
        ref=ref,
        n=n,
        position=position,
        sha256=outcome.sha256,
        type=outcome.type,
        bytes=outcome.bytes,
        declared=outcome.declared,
    )
