"""One visit to one account: what was seen is taken in, what was not is listed."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.intake import Intake, Taken
from archiver.capture.media import Kept, MediaFetcher
from archiver.capture.sighting import Sighting
from archiver.capture.tally import FoundFile, Tally
from archiver.captures import MediaFinding
from archiver.errors import (
    AccountBlocked,
    CivickeepError,
    ObjectUnreadable,
    PermissionMissing,
    PlatformThrottled,
    PlatformUnavailable,
    RequestRefused,
    TokenRefused,
    TooMuchData,
)
from archiver.graph.client import GraphClient
from archiver.graph.walk import Walked, walk
from archiver.items import ItemRef
from archiver.surfaces import Surface

BATCH = 500
"""Sightings taken in at a time: one sync of the disk and one transaction for all of them."""

STOPS = (TokenRefused, PlatformThrottled, AccountBlocked)
"""Errors after which no further call to this account makes sense."""

SKIPS = (
    PlatformUnavailable,
    ObjectUnreadable,
    PermissionMissing,
    RequestRefused,
    TooMuchData,
)
"""Errors that cost one edge or item; the others are still read."""


@dataclass(slots=True)
class Visit:
    """What a reader works with: the line to the platform, and where sightings and gaps go.

    Made anew for every capture. ``surfaces`` and ``threads`` tell what was
    read, ``roots_listed`` how many threads the platform listed.
    """

    archive: Archive
    account: Account
    client: GraphClient
    files: MediaFetcher
    intake: Intake
    tally: Tally
    page_size: int
    surfaces: set[Surface] = field(default_factory=set)
    threads: set[str] = field(default_factory=set)
    roots_listed: int = 0
    _pending: list[Sighting] = field(default_factory=list)
    _tried: set[tuple[ItemRef, int, int]] = field(default_factory=set)

    def walk(self, path: str, parameters: dict[str, str], kind: str) -> Iterator[Walked]:
        """Walk an edge to its end, and count the calls under this name."""
        for walked in walk(self.client, path, parameters, self.page_size):
            self.tally.asked[kind] += 1
            yield walked

    def skip(self, what: str, error: CivickeepError) -> None:
        """List something that could not be read, and go on."""
        self.tally.miss(what, error.what)
        self.tally.error = self.tally.error or f"{error.what} {error.next_step}"

    def add(self, sightings: tuple[Sighting, ...]) -> None:
        """Take sightings in, as soon as enough have come together."""
        self._pending.extend(sightings)
        if len(self._pending) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Take in what has come together, then fetch its files while their links still work."""
        taken = self.intake.take(self._pending)
        self._pending.clear()
        self.tally.new_versions += taken.new_versions
        self._fetch(taken)

    def _fetch(self, taken: Taken) -> None:
        for wanted in taken.wanted:
            key = (wanted.ref, wanted.n, wanted.picture.position)
            if key in self._tried:
                continue  # the item was shown twice
            self._tried.add(key)
            outcome = self.files.fetch(wanted.picture.url)
            kept = outcome if isinstance(outcome, Kept) else None
            finding = MediaFinding(
                ref=wanted.ref,
                n=wanted.n,
                position=wanted.picture.position,
                sha256=kept.sha256 if kept else None,
                type=kept.type if kept else None,
                bytes=kept.bytes if kept else None,
                missing=None if isinstance(outcome, Kept) else outcome.reason,
            )
            if finding.missing is not None and finding.missing == wanted.missing:
                continue  # still not to be had, for the same reason: nothing new to tell
            self.tally.files.append(FoundFile(finding, wanted.picture.alt))
