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

    ``answered`` counts the answers that the platform claims below a comment,
    ``answers`` those it gave; only where there are any.
    """

    root: Place
    claimed: int | None
    pages: int = 0
    got: set[str] = field(default_factory=set)
    answered: dict[str, int] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def words(self) -> str:
        """The thread, as a gap names it."""
        return f"the comments of {self.root.ref.id}"

    @property
    def is_whole(self) -> bool:
        """Whether all came that the platform counts."""
        return self.claimed is not None and len(self.got) >= self.claimed

    def take(self, sighting: Sighting) -> None:
        """Count a comment."""
        place = sighting.place
        if place.ref.id in self.got:
            return
        self.got.add(place.ref.id)
        if sighting.counts.comments:
            self.answered[place.ref.id] = sighting.counts.comments
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
            self._walk(thread, root, parameters)
            if thread.pages > 1:
                again = partial(self._walk_again, thread, parameters)
                agree(self.visit, thread.words, again)
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
        self.visit.tally.asked["item"] += 1
        answer = self.visit.client.get(place.ref.id, {"fields": asking.COMMENT_FIELDS})
        seen = see_item(answer, partial(see_comment, above=above(place)))
        self.visit.add(seen.sightings)
        return any(each.ref == place.ref for each in seen.sightings)

    def _walk(self, thread: _Thread, above: Place, parameters: Mapping[str, str]) -> None:
        asked = {"fields": asking.COMMENT_FIELDS, **parameters}
        for walked in self.visit.walk(f"{above.ref.id}/comments", asked, "comments"):
            if above == thread.root:
                thread.pages += 1
                told = walked.page.total_count
                thread.claimed = thread.claimed if told is None else told
            self._take_page(walked, thread, above)

    def _take_page(self, walked: Walked, thread: _Thread, above: Place) -> None:
        source = Source.of(walked.answer)
        for element in walked.page.elements:
            seen = see_comment(element, source, above)
            if not seen.sightings:
                self.visit.tally.miss(thread.words, "a comment came without an id")
            self.visit.add(seen.sightings)
            for sighting in seen.sightings:
                thread.take(sighting)

    def _walk_again(self, thread: _Thread, parameters: Mapping[str, str]) -> bool:
        """Walk a long list again, unless as many came as the platform counts."""
        if thread.is_whole:
            return False
        path = f"{thread.root.ref.id}/comments"
        new = new_ids(self.visit, path, parameters, "comment ids", thread.got)
        thread.got |= read_new(self.visit, map(thread.root.answer, new), self.reread)
        return bool(new)

    def _read_deeper(self, thread: _Thread, parameters: Mapping[str, str]) -> None:
        """Look below comments whose answers did not all come in the one long list."""
        if thread.is_whole:
            return
        for ident, claimed in list(thread.answered.items()):
            if thread.answers[ident] < claimed:
                self._walk(thread, thread.root.answer(ident), parameters)

    def _compare(self, thread: _Thread) -> None:
        got, claimed = len(thread.got), thread.claimed
        self.visit.tally.claimed += got if claimed is None else claimed
        if claimed is not None and claimed > got:
            cause = f"the platform counts {claimed} and lists {got}"
            self.visit.tally.differ(thread.words, cause)
