"""Comments of an Instagram medium: the weak point of this API (instagram.md, section 3).

No more than fifty come to one question. Some answers have a way on, others
have not; what the platform counts above what it lists is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from archiver.capture.instagram import asking
from archiver.capture.instagram.elements import see_comment
from archiver.capture.instagram.view import has_more_replies
from archiver.capture.listed import agree
from archiver.capture.places import hidden_in
from archiver.capture.sighting import Place, Sighting, Source
from archiver.capture.visit import SKIPS, Visit
from archiver.errors import MediumTooOld, PermissionMissing
from archiver.graph.walk import Walked
from archiver.items import ItemRef


@dataclass(slots=True)
class CommentReader:
    """Reads the comments of one account's media."""

    visit: Visit
    _refused: bool = False

    def read(self, medium: Sighting) -> None:
        """Read the comments and replies below a medium; what cannot be read becomes a gap."""
        # Asked even where the platform counts none: whether its count holds what is hidden, and
        # whether what is hidden is listed, is not settled (instagram.md, section 3).
        if self._refused:
            return
        below, read = f"the comments of {medium.ref.id}", _Read()
        try:
            self._read_until_agreed(medium, below, read)
        except PermissionMissing as error:
            self._refused = True
            self.visit.skip("all comments", error)
            return
        except MediumTooOld as error:
            self.visit.tally.differ(below, error.what)
            return
        except SKIPS as error:
            self.visit.skip(below, error)
            return
        self._compare(medium, below, read)

    def _read_until_agreed(self, medium: Sighting, below: str, read: "_Read") -> None:
        """Walk the comments; where a list has several pages, until a walk shows nothing new."""

        def walk() -> bool:
            before = len(read.items)
            for walked in self._walk(medium.ref.id, "comments", asking.COMMENT_FIELDS, read):
                self._read_page(walked, medium.place, below, read)
            return len(read.items) > before

        if walk() and read.turned:
            agree(self.visit, below, walk)

    def _read_page(self, walked: Walked, root: Place, below: str, read: "_Read") -> None:
        source = Source.of(walked.answer)
        for element in walked.page.elements:
            seen = see_comment(element, source, root)
            if not seen.sightings:
                self.visit.tally.miss(below, "a comment came without an id")
                continue
            self.visit.add(seen.sightings)
            read.items |= {sighting.ref for sighting in seen.sightings}
            # The comment itself is the first of them.
            full = len(seen.sightings) > asking.COMMENTS_A_CALL
            if full or has_more_replies(seen.payload):
                self._read_replies(seen.sightings[0].place, below, read)

    def _read_replies(self, comment: Place, below: str, read: "_Read") -> None:
        """Read all replies to a comment, of which the first page came with it."""
        for walked in self._walk(comment.ref.id, "replies", asking.REPLY_FIELDS, read):
            source = Source.of(walked.answer)
            for element in walked.page.elements:
                seen = see_comment(element, source, comment)
                if not seen.sightings:
                    self.visit.tally.miss(below, "a reply came without an id")
                self.visit.add(seen.sightings)
                read.items |= {sighting.ref for sighting in seen.sightings}

    def _walk(self, owner: str, edge: str, fields: str, read: "_Read") -> Iterator[Walked]:
        size, first = asking.COMMENTS_A_CALL, True
        for walked in self.visit.walk(f"{owner}/{edge}", {"fields": fields}, edge, page_size=size):
            ends = walked.page.paging.next is None
            read.turned = read.turned or not ends
            read.capped = read.capped or (first and ends and len(walked.page.elements) >= size)
            first = False
            yield walked

    def _hidden_besides(self, medium: Sighting, read: "_Read") -> int:
        """Count comments known to be hidden, which some accounts count and do not list."""
        with self.visit.archive.reading() as connection:
            known = hidden_in(connection, medium.place)
        return len(known - read.items)

    def _compare(self, medium: Sighting, below: str, read: "_Read") -> None:
        """Compare what was listed with the platform's count.

        Where the platform ended a list with just as many as it gives to one
        question, there may be more that it will not list; unless its count says
        that this is all, it is unread.
        """
        counts = medium.counts
        tally, got = self.visit.tally, len(read.items)
        tally.claimed += counts.comments or got
        told = "does not count them" if counts.comments is None else f"counts {counts.comments}"
        cause = f"the platform {told} and lists {got}"
        if read.capped and (counts.comments is None or counts.comments > got):
            tally.miss(below, f"{cause}, no more than {asking.COMMENTS_A_CALL} at once")
        elif (counts.comments or 0) > got + self._hidden_besides(medium, read):
            tally.differ(below, cause)


@dataclass(slots=True)
class _Read:
    """What was read below one medium so far.

    ``turned`` says that some list had a next page, ``capped`` that some list
    ended on its first page with as many as come to one question.
    """

    items: set[ItemRef] = field(default_factory=set)
    turned: bool = False
    capped: bool = False
