"""One visit to one Facebook Page: walk everything, take it in, look for what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture import facebook
from archiver.capture.intake import Intake, Taken
from archiver.capture.media import Kept, MediaFetcher
from archiver.capture.sighting import Sighting, Source
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
from archiver.scanner import NotJson
from archiver.slices import slice_item

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
    """Walks one Page and takes in what it shows. Made anew for every capture."""

    archive: Archive
    account: Account
    client: GraphClient
    files: MediaFetcher
    intake: Intake
    tally: Tally
    page_size: int
    posts_listed: int = 0
    _pending: list[Sighting] = field(default_factory=list)
    _comments_refused: bool = False
    _tried: set[tuple[ItemRef, int, int]] = field(default_factory=set)

    def read_all(self) -> None:
        """Read the feed and every thread; what cannot be read becomes a gap."""
        try:
            for walked in self._walk(f"{self.account.id}/feed", facebook.FEED, "feed"):
                self.tally.read_anything = True
                self._read_feed_page(walked)
        except SKIPS as error:
            self.skip("the feed", error)
        except STOPS:
            self._flush()  # what was read before is kept
            raise
        self._flush()

    def reread(self, item_id: str, *, post_id: str | None) -> bool:
        """Read one item directly; True where it is there and was taken in.

        Raises ``ObjectUnreadable`` where the platform says that it is not, and
        the other ``SKIPS`` where it could not be asked.
        """
        fields = facebook.COMMENT_FIELDS if post_id else facebook.POST_FIELDS
        self.tally.asked["item"] += 1
        answer = self.client.get(item_id, {"fields": fields})
        try:
            element = slice_item(answer.body)
        except NotJson:
            return False
        source = Source.of(answer)
        seen = (
            facebook.see_comment(element, source, post_id)
            if post_id
            else facebook.see_post(element, source)
        )
        self._add(seen.sightings)
        if post_id is None and seen.sightings:
            self._read_comments(item_id, None)
        self._flush()
        return any(sighting.ref.id == item_id for sighting in seen.sightings)

    def can_read(self, item_id: str) -> bool:
        """Whether a direct read of an item succeeds now; a canary for reads that fail."""
        self.tally.asked["canary"] += 1
        try:
            self.client.get(item_id, {"fields": "id"})
        except SKIPS as error:
            self.skip(f"{item_id}, which was listed a moment ago", error)
            return False
        return True

    def _read_feed_page(self, walked: Walked) -> None:
        source = Source.of(walked.answer)
        counts: dict[str, int | None] = {}
        for element in walked.page.elements:
            seen = facebook.see_post(element, source)
            if seen.unreadable:
                self.tally.miss("the feed", seen.unreadable)
                continue
            self._add(seen.sightings)
            counts[seen.sightings[0].ref.id] = seen.comment_count
        self.posts_listed += len(counts)
        self.tally.claimed += len(counts)
        for post_id, count in counts.items():
            if count != 0:
                self._read_comments(post_id, count)

    def _read_comments(self, post_id: str, count: int | None) -> None:
        if self._comments_refused:
            return
        got, claimed = 0, count
        try:
            for walked in self._walk(f"{post_id}/comments", facebook.COMMENTS, "comments"):
                claimed = walked.page.total_count if claimed is None else claimed
                got += self._read_comment_page(walked, post_id)
        except PermissionMissing as error:
            self._comments_refused = True
            self.skip("all comments", error)
            return
        except SKIPS as error:
            self.skip(f"the comments of {post_id}", error)
            return
        self.tally.claimed += claimed or got
        if claimed is not None and claimed > got:
            self.tally.differ(
                f"the comments of {post_id}", f"the platform counts {claimed} and lists {got}"
            )

    def _read_comment_page(self, walked: Walked, post_id: str) -> int:
        source = Source.of(walked.answer)
        got = 0
        for element in walked.page.elements:
            seen = facebook.see_comment(element, source, post_id)
            if seen.unreadable:
                self.tally.miss(f"the comments of {post_id}", seen.unreadable)
            self._add(seen.sightings)
            got += len(seen.sightings)
        return got

    def _walk(self, path: str, parameters: dict[str, str], kind: str) -> Iterator[Walked]:
        for walked in walk(self.client, path, parameters, self.page_size):
            self.tally.asked[kind] += 1
            yield walked

    def skip(self, what: str, error: CivickeepError) -> None:
        """List something that could not be read, and go on."""
        self.tally.miss(what, error.what)
        self.tally.error = self.tally.error or f"{error.what} {error.next_step}"

    def _add(self, sightings: tuple[Sighting, ...]) -> None:
        self._pending.extend(sightings)
        if len(self._pending) >= BATCH:
            self._flush()

    def _flush(self) -> None:
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
