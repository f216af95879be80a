"""Reading an Instagram account: its media, every thread, and single items."""

from dataclasses import dataclass, field

from archiver.capture.instagram import asking
from archiver.capture.instagram.view import (
    has_more_replies,
    place_of_comment,
    roots,
)
from archiver.capture.places import known_place
from archiver.capture.plan import Plan
from archiver.capture.seeing import Seen, see
from archiver.capture.sighting import Counts, Place, Sighting, Source
from archiver.capture.views import Locate
from archiver.capture.visit import SKIPS, STOPS, Visit
from archiver.errors import ObjectUnreadable, PermissionMissing
from archiver.graph.walk import Walked
from archiver.items import ItemKind, ItemRef, Platform
from archiver.scanner import NotJson
from archiver.slices import Slice, slice_item
from archiver.surfaces import Surface

_MEDIA = roots(ItemKind.POST, Surface.FEED)


@dataclass(slots=True)
class InstagramReader:
    """Walks one account and takes in what it shows (``reader.Reader``)."""

    visit: Visit
    _comments_refused: bool = False

    def read(self, plan: Plan) -> None:
        """Read the media and every thread, or only the threads that the plan names."""
        try:
            if plan.wants(Surface.FEED):
                self._read_media(plan)
        except STOPS:
            self.visit.flush()  # what was read before is kept
            raise
        self.visit.flush()

    def reread(self, place: Place) -> bool:
        """Read one item directly, a medium with its comments."""
        root = place.kind.is_root
        self.visit.tally.asked["item"] += 1
        fields = asking.fields_of(place.kind)
        answer = self.visit.client.get(place.ref.id, {"fields": fields})
        try:
            element = slice_item(answer.body)
        except NotJson:
            return False
        source = Source.of(answer)
        if root:
            seen = _see(element, source, roots(place.kind, place.surface), None)
        else:
            seen = _see(element, source, place_of_comment, _above(place))
        self.visit.add(seen.sightings)
        if root and seen.sightings:
            self._read_comments(seen.sightings[0])
        self.visit.flush()
        return any(sighting.ref == place.ref for sighting in seen.sightings)

    def can_read(self, place: Place) -> bool:
        """Read no more than the item's id."""
        self.visit.tally.asked["canary"] += 1
        try:
            self.visit.client.get(place.ref.id, {"fields": "id"})
        except SKIPS as error:
            self.visit.skip(f"{place.ref.id}, which was listed a moment ago", error)
            return False
        return True

    def _read_media(self, plan: Plan) -> None:
        visit = self.visit
        try:
            if plan.threads is None or plan.since is not None:
                since = {"since": str(int(plan.since.timestamp()))} if plan.since else {}
                asked = {"fields": asking.MEDIA_FIELDS} | since
                for walked in visit.walk(f"{visit.account.id}/media", asked, Surface.FEED):
                    visit.tally.read_anything = True
                    visit.surfaces.add(Surface.FEED)
                    self._read_media_page(walked)
        except SKIPS as error:
            visit.skip("the media", error)
        for thread in plan.threads or ():
            if thread not in visit.threads:
                self._read_thread(thread)

    def _read_thread(self, thread: str) -> None:
        visit = self.visit
        root = Place.root(ItemRef(Platform.INSTAGRAM, thread), ItemKind.POST, Surface.FEED)
        with visit.archive.reading() as connection:
            root = known_place(connection, root.ref) or root
        visit.surfaces.add(root.surface)
        visit.threads.add(thread)
        try:
            if not self.reread(root):
                visit.tally.miss(thread, "the platform's answer to a direct read is not the item")
        except ObjectUnreadable:
            pass  # this is an answer too; whether the thread is gone is judged with the others
        except SKIPS as error:
            visit.skip(thread, error)
            return
        visit.tally.read_anything = True

    def _read_media_page(self, walked: Walked) -> None:
        visit, source = self.visit, Source.of(walked.answer)
        media: list[Sighting] = []
        for element in walked.page.elements:
            seen = _see(element, source, _MEDIA, None)
            if not seen.sightings:
                visit.tally.miss("the media", "a medium came without an id")
                continue
            visit.add(seen.sightings)
            media.append(seen.sightings[0])
        visit.roots_listed += len(media)
        visit.tally.claimed += len(media)
        for medium in media:
            visit.threads.add(medium.place.thread_id)
            if medium.counts.comments != 0:
                self._read_comments(medium)

    def _read_comments(self, medium: Sighting) -> None:
        if self._comments_refused:
            return
        visit, root = self.visit, medium.place
        below = f"the comments of {root.ref.id}"
        asked = {"fields": asking.COMMENT_FIELDS}
        read = _Read()
        try:
            for walked in visit.walk(
                f"{root.ref.id}/comments", asked, "comments", page_size=asking.COMMENTS_A_CALL
            ):
                self._read_comment_page(walked, root, below, read)
        except PermissionMissing as error:
            self._comments_refused = True
            visit.skip("all comments", error)
            return
        except SKIPS as error:
            visit.skip(below, error)
            return
        self._compare(below, read, medium.counts)

    def _read_comment_page(self, walked: Walked, root: Place, below: str, read: "_Read") -> None:
        source = Source.of(walked.answer)
        read.pages += 1
        for element in walked.page.elements:
            seen = _see(element, source, place_of_comment, root)
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
        for walked in self.visit.walk(
            f"{comment.ref.id}/replies",
            {"fields": asking.REPLY_FIELDS},
            "replies",
            page_size=asking.COMMENTS_A_CALL,
        ):
            source = Source.of(walked.answer)
            for element in walked.page.elements:
                seen = _see(element, source, place_of_comment, comment)
                if not seen.sightings:
                    self.visit.tally.miss(below, "a reply came without an id")
                self.visit.add(seen.sightings)
                found |= {sighting.ref for sighting in seen.sightings}
        return found

    def _compare(self, below: str, read: "_Read", counts: Counts) -> None:
        """Compare what was listed with the platform's count.

        Where the platform gave just as many as it gives to one question, and
        no next page, there is more that it will not list; that much is unread.
        """
        tally, got = self.visit.tally, len(read.items)
        tally.claimed += counts.comments or got
        if counts.comments is None or counts.comments <= got:
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


def _above(place: Place) -> Place:
    """Place what a comment or reply stands below."""
    above = place.parent_id or place.thread_id
    ref = ItemRef(Platform.INSTAGRAM, above)
    return Place(ref, ItemKind.COMMENT, place.surface, None, place.thread_id)


def _see(element: Slice, source: Source, locate: Locate, below: Place | None) -> Seen:
    return see(element, source, locate, below=below, nested=place_of_comment)
