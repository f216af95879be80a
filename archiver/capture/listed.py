"""Lists walked again for their ids, until two walks agree (invariant 5).

Items that move while a list is read are shown twice or not at all
(facebook.md, section 5).
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import datetime

from archiver.capture.sighting import Place
from archiver.capture.views import id_of
from archiver.capture.visit import Visit
from archiver.capture.watch import reading
from archiver.errors import ObjectUnreadable
from archiver.graph.walk import LIMITS, walk
from archiver.slices import read_element

WALKS = 3
"""How often a list is walked until two walks agree."""


def agree(visit: Visit, words: str, walk_again: Callable[[], bool]) -> None:
    """Walk a list again until a walk shows nothing new; where each does, that is a gap.

    ``walk_again`` takes in what is new, and says whether anything was.
    """
    for _ in range(WALKS - 1):
        if not walk_again():
            return
    visit.tally.miss(words, "the list was another each time it was walked")


def created_since(at: datetime | None) -> dict[str, str]:
    """Ask of a list only what was created from some time on."""
    return {} if at is None else {"since": str(int(at.timestamp()))}


def new_ids(
    visit: Visit, path: str, parameters: Mapping[str, str], kind: str, known: Container[str]
) -> list[str]:
    """Walk a list for its ids alone; give the new ones once each, in the order they stand in."""
    listed = _ids(visit, path, {**parameters, "fields": "id"}, kind)
    return list(dict.fromkeys(each for each in listed if each not in known))


def read_new(visit: Visit, places: Iterable[Place], reread: Callable[[Place], bool]) -> set[str]:
    """Read what only a later walk showed; give the ids of all that is not gone again."""
    read = set()
    for place in places:
        try:
            if not reread(place):
                cause = "the platform's answer to a direct read is not it"
                visit.tally.miss(place.ref.id, cause)
        except ObjectUnreadable:
            continue
        read.add(place.ref.id)
    return read


def _ids(visit: Visit, path: str, parameters: Mapping[str, str], kind: str) -> Iterator[str]:
    for walked in walk(visit.client, path, parameters, LIMITS[0]):
        visit.tally.asked[kind] += 1
        visit.tell(reading(kind))
        for element in walked.page.elements:
            ident = id_of(read_element(element.data, element.fault))
            if ident is not None:
                yield ident
