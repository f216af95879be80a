"""Reading a Facebook Page: its surfaces, every thread, and single items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from archiver.capture.direct import can_read, read_thread, see_item
from archiver.capture.facebook import asking
from archiver.capture.facebook.asking import Listing
from archiver.capture.facebook.comments import CommentReader
from archiver.capture.facebook.elements import see_root
from archiver.capture.facebook.lists import ListReader, Wish
from archiver.capture.facebook.view import roots
from archiver.capture.optional import Optional
from archiver.capture.places import root_of
from archiver.capture.plan import Plan
from archiver.capture.sighting import Place
from archiver.capture.visit import SKIPS, STOPS, Visit
from archiver.catalogue.reach import known_threads
from archiver.graph.batch import MOST, Question
from archiver.items import ItemKind, ItemRef, Platform
from archiver.surfaces import Surface


@dataclass(slots=True)
class FacebookReader:
    """Walks one Page and takes in what it shows (``reader.Reader``)."""

    visit: Visit
    _comments: CommentReader = field(init=False)
    _lists: ListReader = field(init=False)

    def __post_init__(self) -> None:
        self._comments = CommentReader(self.visit)
        self._lists = ListReader(self.visit, self._comments)

    def read(self, plan: Plan) -> None:
        """Read what the plan asks for: the feed, its threads, and then the other surfaces."""
        try:
            if plan.wants(Surface.FEED):
                self._read_feed(plan)
            self._read_threads(plan.threads or ())
            for listing in asking.OPTIONAL:
                if plan.wants(listing.surface):
                    reading = partial(self._read_list, listing, plan)
                    Optional.of(self.visit, listing.surface).read(reading)
            if plan.wants(Surface.PROFILE):
                Optional.of(self.visit, Surface.PROFILE).read(self._read_profile)
        except STOPS:
            self.visit.flush()  # what was read before is kept
            raise
        self.visit.flush()

    def reread(self, place: Place) -> bool:
        """Read one item directly, a root with its comments."""
        if place.kind in asking.BY_ID_ALONE:
            return self._is_there(place)
        found = self._lists.reread(place) if place.kind.is_root else self._comments.reread(place)
        self.visit.flush()
        return found

    def expect(self, places: Sequence[Place]) -> None:
        """Ask for items in one round trip that are going to be reread one by one."""
        asked = [(place.ref.id, {"fields": asking.node_fields(place.kind)[0]}) for place in places]
        self.visit.client.ahead([Question.of(path, fields) for path, fields in asked])

    def can_read(self, place: Place) -> bool:
        """Read no more than the item's id."""
        return can_read(self.visit, place)

    def _read_feed(self, plan: Plan) -> None:
        if not plan.is_whole and plan.since is None:
            return
        try:
            self._lists.read(asking.FEED, Wish(plan.since))
        except SKIPS as error:
            self.visit.skip("the feed", error)
        else:
            self.visit.surfaces.add(Surface.FEED)

    def _read_threads(self, threads: Iterable[str]) -> None:
        """Read threads one by one that no list has shown; their roots some at a time."""
        wanted = [thread for thread in threads if thread not in self.visit.threads]
        for start in range(0, len(wanted), MOST):
            with self.visit.archive.reading() as connection:
                refs = [ItemRef(Platform.FACEBOOK, each) for each in wanted[start : start + MOST]]
                roots = [root_of(connection, ref) for ref in refs]
            self.expect([root for root in roots if root.kind not in asking.BY_ID_ALONE])
            for root in roots:
                read_thread(self.visit, root, self.reread)

    def _read_list(self, listing: Listing, plan: Plan, optional: Optional) -> None:
        """Read another list than the feed; of a plan of threads only those, and what is new."""
        if plan.is_whole:
            self._lists.read(listing, Wish(tries=optional.tries))
            return
        with self.visit.archive.reading() as connection:
            known = known_threads(connection, self.visit.account.key, listing.surface)
        if listing.comments is None:
            self._lists.read(listing, Wish(tries=optional.tries))
            self.visit.threads.update(known)
        else:
            wish = Wish(plan.since, frozenset(known), optional.tries)
            self._lists.read(listing, wish)

    def _read_profile(self, optional: Optional) -> None:
        """Read how the Page describes itself."""
        visit = self.visit
        visit.tally.asked[Surface.PROFILE] += 1
        asked = {"fields": asking.PROFILE_FIELDS}
        answer = visit.client.get(visit.account.id, asked, optional.tries)
        locate = roots(ItemKind.PROFILE, Surface.PROFILE)
        seen = see_item(answer, partial(see_root, locate=locate))
        if not seen.sightings:
            visit.tally.miss("the profile", "the platform's answer is not the profile")
        visit.add(seen.sightings)
        visit.threads.update(each.place.thread_id for each in seen.sightings)

    def _is_there(self, place: Place) -> bool:
        """Ask for the id alone: the platform shows the rest in lists only."""
        self.visit.tally.asked["item"] += 1
        self.visit.client.get(place.ref.id, {"fields": "id"})
        self.visit.intake.still_there(place.ref)
        return True
