"""Reading an Instagram account: its surfaces, every thread, and single items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from archiver.capture.direct import above, can_read, read_thread, see_item
from archiver.capture.instagram import asking
from archiver.capture.instagram.asking import Listing
from archiver.capture.instagram.comments import CommentReader
from archiver.capture.instagram.elements import see_comment, see_root
from archiver.capture.listed import agree, created_since, new_ids, read_new
from archiver.capture.optional import Optional
from archiver.capture.places import root_of
from archiver.capture.plan import Plan
from archiver.capture.sighting import Place, Sighting, Source
from archiver.capture.visit import SKIPS, STOPS, Visit
from archiver.catalogue.reach import known_threads
from archiver.graph.batch import Question
from archiver.graph.client import TRIES
from archiver.graph.walk import Walked
from archiver.items import ItemKind, ItemRef, Platform
from archiver.surfaces import Surface


@dataclass(slots=True)
class InstagramReader:
    """Walks one account and takes in what it shows (``reader.Reader``)."""

    visit: Visit
    _comments: CommentReader = field(init=False)

    def __post_init__(self) -> None:
        self._comments = CommentReader(self.visit)

    def read(self, plan: Plan) -> None:
        """Read what the plan asks for: the media, its threads, and then the other surfaces."""
        try:
            if plan.wants(Surface.FEED):
                self._read_media(plan)
            self._read_threads(plan.threads or ())
            for listing in asking.OPTIONAL:
                if plan.wants(listing.surface):
                    reading = partial(self._read_optional, listing)
                    Optional.of(self.visit, listing.surface).read(reading)
            if plan.wants(Surface.PROFILE):
                Optional.of(self.visit, Surface.PROFILE).read(self._read_profile)
        except STOPS:
            self.visit.flush()  # what was read before is kept
            raise
        self.visit.flush()

    def reread(self, place: Place) -> bool:
        """Read one item directly, a medium with its comments."""
        found = self._ask(place, TRIES)
        if found and place.kind.is_root:
            self._read_below(found[0])
        self.visit.flush()
        return any(sighting.ref == place.ref for sighting in found)

    def expect(self, places: Sequence[Place]) -> None:
        """Ask for items in one round trip that are going to be reread one by one."""
        self.visit.client.ahead(
            [Question.of(p.ref.id, {"fields": asking.fields_of(p.kind)}) for p in places]
        )

    def can_read(self, place: Place) -> bool:
        """Read no more than the item's id."""
        return can_read(self.visit, place)

    def _ask(self, place: Place, tries: int) -> tuple[Sighting, ...]:
        """Ask for one item by its id and take it in, with what is nested in it."""
        self.visit.tally.asked["item"] += 1
        answer = self.visit.client.get(
            place.ref.id, {"fields": asking.fields_of(place.kind)}, tries
        )
        if place.kind.is_root:
            see = partial(see_root, kind=place.kind, surface=place.surface)
        else:
            see = partial(see_comment, above=above(place))
        seen = see_item(answer, see)
        self.visit.add(seen.sightings)
        return seen.sightings

    def _read_media(self, plan: Plan) -> None:
        if not plan.is_whole and plan.since is None:
            return
        try:
            self._read_list(asking.MEDIA, created_since(plan.since), TRIES)
        except SKIPS as error:
            self.visit.skip("the media", error)
        else:
            self.visit.surfaces.add(Surface.FEED)

    def _read_threads(self, threads: Iterable[str]) -> None:
        """Read threads one by one that no list has shown."""
        for thread in threads:
            if thread not in self.visit.threads:
                with self.visit.archive.reading() as connection:
                    root = root_of(connection, ItemRef(Platform.INSTAGRAM, thread))
                read_thread(self.visit, root, self.reread)

    def _read_optional(self, listing: Listing, optional: Optional) -> None:
        """Read another list than the media; what was listed there before is then in reach."""
        self._read_list(listing, {}, optional.tries)
        with self.visit.archive.reading() as connection:
            known = known_threads(connection, self.visit.account.key, listing.surface)
        self.visit.threads.update(known)

    def _read_list(self, listing: Listing, since: dict[str, str], tries: int) -> None:
        """Read a list and the threads below it; of several pages, until two walks agree."""
        path = f"{self.visit.account.id}/{listing.path}"
        found, pages = set[str](), 0
        asked = {"fields": listing.fields, **since}
        for walked in self.visit.walk(path, asked, listing.surface.value, tries=tries):
            pages += 1
            found |= self._take_page(walked, listing)

        def walk_again() -> bool:
            new = new_ids(self.visit, path, since, f"{listing.surface} ids", found)
            refs = [ItemRef(Platform.INSTAGRAM, each) for each in new]
            places = [Place.root(each, listing.kind, listing.surface) for each in refs]
            read_new(self.visit, places, self.reread)
            found.update(new)
            return bool(new)

        if pages > 1:
            agree(self.visit, listing.words, walk_again)

    def _take_page(self, walked: Walked, listing: Listing) -> set[str]:
        visit, source = self.visit, Source.of(walked.answer)
        visit.tally.read_anything = True
        media: list[Sighting] = []
        for element in walked.page.elements:
            seen = see_root(element, source, listing.kind, listing.surface)
            if not seen.sightings:
                visit.tally.miss(listing.words, "a medium came without an id")
                continue
            visit.add(seen.sightings)
            media.append(seen.sightings[0])
        visit.roots_listed[listing.surface] += len(media)
        visit.tally.claimed += len(media)
        for medium in media:
            self._read_below(medium)
        return {medium.ref.id for medium in media}

    def _read_below(self, medium: Sighting) -> None:
        """Read a medium's comments, once a visit."""
        if medium.place.thread_id in self.visit.threads:
            return
        self.visit.threads.add(medium.place.thread_id)
        if asking.LISTINGS[medium.place.surface].answered:
            self._comments.read(medium)

    def _read_profile(self, optional: Optional) -> None:
        """Read how the account describes itself."""
        visit = self.visit
        ref = ItemRef(Platform.INSTAGRAM, visit.account.id)
        place = Place.root(ref, ItemKind.PROFILE, Surface.PROFILE)
        if not self._ask(place, optional.tries):
            visit.tally.miss("the profile", "the platform's answer is not the profile")
        visit.threads.add(ref.id)
