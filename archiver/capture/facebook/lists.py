"""The lists of a Page: every page of each, what begins a thread there, and then the threads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from archiver.capture.direct import see_item
from archiver.capture.facebook import asking
from archiver.capture.facebook.asking import Listing
from archiver.capture.facebook.comments import CommentReader
from archiver.capture.facebook.elements import see_root
from archiver.capture.facebook.view import albums_cut_short, comment_count, roots
from archiver.capture.listed import agree, created_since, new_ids, read_new
from archiver.capture.seeing import Seen
from archiver.capture.sighting import Place, Source
from archiver.capture.visit import Visit
from archiver.errors import RequestRefused
from archiver.graph.client import TRIES, Answer
from archiver.graph.walk import Walked
from archiver.items import ItemRef, Platform


@dataclass(frozen=True, slots=True)
class Wish:
    """How a list is to be read.

    ``since`` is from when on; ``without`` the threads that are not to be read
    now; ``tries`` the patience with each call.
    """

    since: datetime | None = None
    without: frozenset[str] = frozenset()
    tries: int = TRIES


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads lists of one Page."""

    visit: Visit
    comments: CommentReader

    def read(self, listing: Listing, wish: Wish) -> None:
        """Read a list and the threads that begin on it; raises ``visit.SKIPS``."""
        found, pages = set[str](), 0
        for walked in self._pages(listing, wish):
            pages += 1
            found |= self._take_page(walked, listing, wish)
        if pages > 1:
            again = partial(self._walk_again, listing, wish, found)
            agree(self.visit, listing.words, again)

    def reread(self, place: Place) -> bool:
        """Read what begins a thread directly, with the thread; raises ``visit.SKIPS``."""
        self.visit.tally.asked["item"] += 1
        answer = self._ask_node(place)
        locate = roots(place.kind, place.surface, self.visit.account.id)
        seen = see_item(answer, partial(see_root, locate=locate))
        if not seen.sightings:
            return False
        self._take(seen)
        self._read_thread(seen.sightings[0].place, comment_count(seen.payload))
        return seen.sightings[0].ref == place.ref

    def _ask_node(self, place: Place) -> Answer:
        """Ask for a root, with fewer fields where the platform does not know some of them."""
        alternatives = asking.node_fields(place.kind)
        for fields in alternatives[:-1]:
            try:
                return self.visit.client.get(place.ref.id, {"fields": fields})
            except RequestRefused:
                continue
        return self.visit.client.get(place.ref.id, {"fields": alternatives[-1]})

    def _pages(self, listing: Listing, wish: Wish) -> Iterator[Walked]:
        """Walk the list, with fewer fields where the platform does not know some of them."""
        path = f"{self.visit.account.id}/{listing.path}"
        refused: RequestRefused | None = None
        begun = False
        for fields in listing.fields:
            try:
                for walked in self._walk(path, listing, wish, fields):
                    if refused is not None:
                        self.visit.tally.differ(f"the counts of {listing.words}", refused.what)
                        refused = None
                    begun = True
                    yield walked
            except RequestRefused as error:
                if begun or fields == listing.fields[-1]:
                    raise
                refused = error
            else:
                return

    def _walk(self, path: str, listing: Listing, wish: Wish, fields: str) -> Iterator[Walked]:
        asked = {"fields": fields, **_asked(listing, wish)}
        return self.visit.walk(path, asked, listing.surface.value, tries=wish.tries)

    def _take_page(self, walked: Walked, listing: Listing, wish: Wish) -> set[str]:
        visit, source = self.visit, Source.of(walked.answer)
        visit.tally.read_anything = True
        locate = roots(listing.kind, listing.surface, visit.account.id)
        counts: dict[Place, int | None] = {}
        for element in walked.page.elements:
            seen = see_root(element, source, locate)
            if not seen.sightings:
                visit.tally.miss(listing.words, f"a {listing.kind} came without an id")
                continue
            self._take(seen)
            counts[seen.sightings[0].place] = comment_count(seen.payload)
        visit.roots_listed[listing.surface] += len(counts)
        visit.tally.claimed += len(counts)
        for root, count in counts.items():
            if root.thread_id not in wish.without:
                self._read_thread(root, count)
        return {root.ref.id for root in counts}

    def _take(self, seen: Seen) -> None:
        """Take a root in, and say where an album of it is longer than what is shown."""
        self.visit.add(seen.sightings)
        if albums_cut_short(seen.payload):
            cause = "the platform shows only its first parts"
            self.visit.tally.differ(f"an album of {seen.sightings[0].ref.id}", cause)

    def _read_thread(self, root: Place, count: int | None) -> None:
        """Read a thread, once a visit."""
        if root.thread_id in self.visit.threads:
            return
        self.visit.threads.add(root.thread_id)
        parameters = asking.LISTINGS[root.surface].comments
        if parameters is not None:
            self.comments.read(root, count, parameters)

    def _walk_again(self, listing: Listing, wish: Wish, found: set[str]) -> bool:
        """Walk a list of several pages again; for ids alone, where they can be read by these."""
        if listing.has_ids:
            path, asked = f"{self.visit.account.id}/{listing.path}", _asked(listing, wish)
            new = new_ids(self.visit, path, asked, f"{listing.surface} ids", found)
            refs = [ItemRef(Platform.FACEBOOK, each) for each in new]
            places = [Place.root(each, listing.kind, listing.surface) for each in refs]
            read_new(self.visit, places, self.reread)
        else:
            pages = self._pages(listing, wish)
            new = [each for page in pages for each in self._take_page(page, listing, wish) - found]
        found.update(new)
        return bool(new)


def _asked(listing: Listing, wish: Wish) -> dict[str, str]:
    return {**listing.parameters, **created_since(wish.since if listing.since else None)}
