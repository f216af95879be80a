"""The comments below a post or video: on all levels, to the end, compared with their count."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

from archiver.capture.direct import above, see_item
from archiver.capture.facebook import asking
from archiver.capture.facebook.elements import see_comment
from archiver.capture.listed import agree, new_ids, read_new
from archiver.capture.sighting import Place, Sighting, Source
from archiver.capture.visit import SKIPS, Visit
from archiver.errors import PermissionMissing
from archiver.graph.walk import Walked
from archiver.items import ItemKind


@dataclass(slots=True)
class _Thread:
    """What one thread was found to hold so far.

    ``answered`` lists how many answers the platform claims below a comment,
    ``answers`` counts those it gave; only where there are any.
    """

    root: Place
    claimed: int | None
    got: set[str] = field(default_factory=set)
    answered: list[tuple[str, int]] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def words(self) -> str:
        """The thread, as a gap names it."""
        return f"the comments of {self.root.ref.id}"

    def take(self, sighting: Sighting) -> None:
        """Count a comment."""
        place = sighting.place
        if place.ref.id in self.got:
            return
        self.got.add(place.ref.id)
        if sighting.counts.comments:
            self.answered.append((place.ref.id, sighting.counts.comments))
        if place.kind is ItemKind.REPLY and place.parent_id is not None:
            self.answers[place.parent_id] += 1


@dataclass(slots=True)
class CommentReader:
    """Reads the comments of one Page; once the token may not, nobody asks again."""

    visit: Visit
    refused: bool = False

    def read(self, root: Place, count: int | None, parameters: Mapping[str, str]) -> None:
        """Read every comment below a root; ``count`` is what the platform says there are."""
        if self.refused or count == 0:
            return
        thread = _Thread(root, count)
        try:
            self._read_list(thread, root, parameters)
            self._read_deeper(thread, parameters)
        except PermissionMissing as error:
            self.refused = True
            self.visit.skip("all comments", error)
            return
        except SKIPS as error:
            self.visit.skip(thread.words, error)
            return
        self._compare(thread)

    def reread(self, place: Place) -> bool:
        """Read one comment directly; raises what the client raises."""
        return _shows(self._ask(place), place)

    def _ask(self, place: Place) -> tuple[Sighting, ...]:
        self.visit.tally.asked["item"] += 1
        answer = self.visit.client.get(place.ref.id, {"fields": asking.COMMENT_FIELDS})
        seen = see_item(answer, partial(see_comment, above=above(place)))
        self.visit.add(seen.sightings)
        return seen.sightings

    def _read_list(self, thread: _Thread, above: Place, parameters: Mapping[str, str]) -> None:
        """Read one list to its end; one of several pages until two walks agree (invariant 5).

        That as many came as the platform counts proves nothing: where one goes
        while the list is read, another moves over the border of a page unseen.
        """
        if self._walk(thread, above, parameters) > 1:
            again = partial(self._walk_again, thread, above, parameters)
            agree(self.visit, thread.words, again)

    def _walk(self, thread: _Thread, above: Place, parameters: Mapping[str, str]) -> int:
        """Walk one list; give how many pages it has."""
        asked, pages = {"fields": asking.COMMENT_FIELDS, **parameters}, 0
        for walked in self.visit.walk(f"{above.ref.id}/comments", asked, "comments"):
            pages += 1
            if above == thread.root:
                told = walked.page.total_count
                thread.claimed = thread.claimed if told is None else told
            self._take_page(walked, thread, above)
        return pages

    def _take_page(self, walked: Walked, thread: _Thread, above: Place) -> None:
        source = Source.of(walked.answer)
        for element in walked.page.elements:
            seen = see_comment(element, source, above)
            if not seen.sightings:
                self.visit.tally.miss(thread.words, "a comment came without an id")
            self.visit.add(seen.sightings)
            for sighting in seen.sightings:
                thread.take(sighting)

    def _walk_again(self, thread: _Thread, above: Place, parameters: Mapping[str, str]) -> bool:
        """Walk a long list again for its ids; say whether anything new stands on it."""
        path = f"{above.ref.id}/comments"
        new = new_ids(self.visit, path, parameters, "comment ids", thread.got)
        parent = None if above == thread.root else above.ref.id
        places = [thread.root.answer(each, parent) for each in new]
        thread.got |= read_new(self.visit, places, partial(self._read_late, thread))
        return bool(new)

    def _read_late(self, thread: _Thread, place: Place) -> bool:
        """Read a comment that only a later walk showed; more may stand below it, as below all."""
        sightings = self._ask(place)
        for sighting in sightings:
            thread.take(sighting)
        return _shows(sightings, place)

    def _read_deeper(self, thread: _Thread, parameters: Mapping[str, str]) -> None:
        """Look below each comment whose answers did not all come, down to the last.

        One list is said to hold all levels, though only as far as permissions
        allow (facebook.md, section 4), and what it counts may be as short as it
        is. The loop meets the comments that it adds itself.
        """
        for ident, claimed in thread.answered:
            if thread.answers[ident] < claimed:
                self._read_list(thread, thread.root.answer(ident), parameters)

    def _compare(self, thread: _Thread) -> None:
        got, claimed = len(thread.got), thread.claimed
        self.visit.tally.claimed += got if claimed is None else claimed
        if claimed is not None and claimed > got:
            cause = f"the platform counts {claimed} and lists {got}"
            self.visit.tally.differ(thread.words, cause)


def _shows(sightings: tuple[Sighting, ...], place: Place) -> bool:
    return any(each.ref == place.ref for each in sightings)
