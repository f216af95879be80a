"""Comments of an Instagram medium: the weak point of this API (instagram.md, section 3).

No more than fifty come to one question. Some answers have a way on, others
have not; what the platform counts above what it lists is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from archiver.capture.instagram import asking
from archiver.capture.instagram.elements import see_comment
from archiver.capture.instagram.view import has_more_replies
from archiver.capture.places import hidden_in
from archiver.capture.sighting import Place, Sighting, Source
from archiver.capture.visit import SKIPS, Visit
from archiver.errors import PermissionMissing
from archiver.graph.walk import Walked
from archiver.items import ItemRef


@dataclass(slots=True)
class CommentReader:
    """Reads the comments of one account's media."""

    visit: Visit
    _refused: bool = False

    def read(self, medium: Sighting) -> None:
        """Read the comments and replies below a medium; what cannot be read becomes a gap."""
        if self._refused or medium.counts.comments == 0:
            return
        below, read = f"the comments of {medium.ref.id}", _Read()
        try:
            for walked in self._walk(medium.ref.id, "comments", asking.COMMENT_FIELDS):
                self._read_page(walked, medium.place, below, read)
        except PermissionMissing as error:
            self._refused = True
            self.visit.skip("all comments", error)
            return
        except SKIPS as error:
            self.visit.skip(below, error)
            return
        self._compare(medium, below, read)

    def _read_page(self, walked: Walked, root: Place, below: str, read: "_Read") -> None:
        source = Source.of(walked.answer)
        read.pages += 1
        for element in walked.page.elements:
            seen = see_comment(element, source, root)
            if not seen.sightings:
                self.visit.tally.miss(below, "a comment came without an id")
                continue
            self.visit.add(seen.sightings)
            read.top_level += 1
            read.items |= {sighting.ref for sighting in seen.sightings}
            if has_more_replies(seen.payload):
                read.items |= self._read_replies(seen.sightings[0].place, below)

    def _read_replies(self, comment: Place, below: str) -> set[ItemRef]:
        """Read all replies to a comment, of which the first page came with it."""
        found: set[ItemRef] = set()
        for walked in self._walk(comment.ref.id, "replies", asking.REPLY_FIELDS):
            source = Source.of(walked.answer)
            for element in walked.page.elements:
                seen = see_comment(element, source, comment)
                if not seen.sightings:
                    self.visit.tally.miss(below, "a reply came without an id")
                self.visit.add(seen.sightings)
                found |= {sighting.ref for sighting in seen.sightings}
        return found

    def _walk(self, owner: str, edge: str, fields: str) -> Iterator[Walked]:
        size = asking.COMMENTS_A_CALL
        return self.visit.walk(f"{owner}/{edge}", {"fields": fields}, edge, page_size=size)

    def _hidden_besides(self, medium: Sighting, read: "_Read") -> int:
        """Count comments known to be hidden, which some accounts count and do not list."""
        with self.visit.archive.reading() as connection:
            known = hidden_in(connection, medium.place)
        return len(known - read.items)

    def _compare(self, medium: Sighting, below: str, read: "_Read") -> None:
        """Compare what was listed with the platform's count.

        Where the platform gave just as many as it gives to one question, and
        no next page, there is more that it will not list; that much is unread.
        """
        counts = medium.counts
        tally, got = self.visit.tally, len(read.items)
        tally.claimed += counts.comments or got
        if counts.comments is None or counts.comments <= got + self._hidden_besides(medium, read):
            return
        cause = f"the platform counts {counts.comments} and lists {got}"
        if read.pages == 1 and read.top_level >= asking.COMMENTS_A_CALL:
            tally.miss(below, f"{cause}, no more than {asking.COMMENTS_A_CALL} at once")
        else:
            tally.differ(below, cause)


@dataclass(slots=True)
class _Read:
    """What was read below one medium so far."""

    pages: int = 0
    top_level: int = 0
    items: set[ItemRef] = field(default_factory=set)
