"""Reading a Facebook Page: its feed, every thread, and single items."""

from dataclasses import dataclass

from archiver.capture.facebook import asking
from archiver.capture.facebook.elements import post_place, see_comment, see_post, see_root
from archiver.capture.facebook.view import comment_count, roots
from archiver.capture.places import known_place
from archiver.capture.plan import Plan
from archiver.capture.sighting import Place, Source
from archiver.capture.visit import SKIPS, STOPS, Visit
from archiver.errors import ObjectUnreadable, PermissionMissing
from archiver.graph.walk import Walked
from archiver.items import ItemKind, ItemRef, Platform
from archiver.scanner import NotJson
from archiver.slices import slice_item
from archiver.surfaces import Surface


@dataclass(slots=True)
class FacebookReader:
    """Walks one Page and takes in what it shows (``reader.Reader``)."""

    visit: Visit
    _comments_refused: bool = False

    def read(self, plan: Plan) -> None:
        """Read the feed and every thread, or only the threads that the plan names."""
        try:
            if plan.wants(Surface.FEED):
                self._read_feed(plan)
        except STOPS:
            self.visit.flush()  # what was read before is kept
            raise
        self.visit.flush()

    def reread(self, place: Place) -> bool:
        """Read one item directly, a root with its comments."""
        root = place.kind.is_root
        self.visit.tally.asked["item"] += 1
        fields = asking.POST_FIELDS if root else asking.COMMENT_FIELDS
        answer = self.visit.client.get(place.ref.id, {"fields": fields})
        try:
            element = slice_item(answer.body)
        except NotJson:
            return False
        source = Source.of(answer)
        seen = (
            see_root(element, source, roots(place.kind, place.surface))
            if root
            else see_comment(element, source, _root_of(place))
        )
        self.visit.add(seen.sightings)
        if root and seen.sightings:
            self._read_comments(seen.sightings[0].place, None)
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

    def _read_feed(self, plan: Plan) -> None:
        visit = self.visit
        try:
            if plan.threads is None or plan.since is not None:
                since = {"since": str(int(plan.since.timestamp()))} if plan.since else {}
                for walked in visit.walk(
                    f"{visit.account.id}/feed", asking.FEED | since, Surface.FEED
                ):
                    visit.tally.read_anything = True
                    visit.surfaces.add(Surface.FEED)
                    self._read_feed_page(walked)
        except SKIPS as error:
            visit.skip("the feed", error)
        for thread in plan.threads or ():
            if thread not in visit.threads:
                self._read_thread(thread)

    def _read_thread(self, thread: str) -> None:
        """Read one thread directly; where its root is not there, that is looked into later."""
        visit = self.visit
        root = post_place(thread)
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

    def _read_feed_page(self, walked: Walked) -> None:
        visit, source = self.visit, Source.of(walked.answer)
        counts: list[tuple[Place, int | None]] = []
        for element in walked.page.elements:
            seen = see_post(element, source)
            if not seen.sightings:
                visit.tally.miss("the feed", "a post came without an id")
                continue
            visit.add(seen.sightings)
            counts.append((seen.sightings[0].place, comment_count(seen.payload)))
        visit.roots_listed += len(counts)
        visit.tally.claimed += len(counts)
        for root, count in counts:
            visit.threads.add(root.thread_id)
            if count != 0:
                self._read_comments(root, count)

    def _read_comments(self, root: Place, count: int | None) -> None:
        if self._comments_refused:
            return
        visit, below = self.visit, f"the comments of {root.ref.id}"
        got, claimed = 0, count
        try:
            for walked in visit.walk(f"{root.ref.id}/comments", asking.COMMENTS, "comments"):
                claimed = walked.page.total_count if claimed is None else claimed
                got += self._read_comment_page(walked, root, below)
        except PermissionMissing as error:
            self._comments_refused = True
            visit.skip("all comments", error)
            return
        except SKIPS as error:
            visit.skip(below, error)
            return
        visit.tally.claimed += claimed or got
        if claimed is not None and claimed > got:
            visit.tally.differ(below, f"the platform counts {claimed} and lists {got}")

    def _read_comment_page(self, walked: Walked, root: Place, below: str) -> int:
        source, got = Source.of(walked.answer), 0
        for element in walked.page.elements:
            seen = see_comment(element, source, root)
            if not seen.sightings:
                self.visit.tally.miss(below, "a comment came without an id")
            self.visit.add(seen.sightings)
            got += len(seen.sightings)
        return got


def _root_of(place: Place) -> Place:
    """Place the root of an item's thread, as far as its comments need it."""
    return Place.root(ItemRef(Platform.FACEBOOK, place.thread_id), ItemKind.POST, place.surface)
