"""The ids on a list, walked once more to see whether two walks agree (invariant 5).

Items that move while a list is read are shown twice or not at all
(facebook.md, section 5).
"""

from collections.abc import Iterator, Mapping

from archiver.capture.views import id_of
from archiver.capture.visit import Visit
from archiver.graph.walk import LIMITS, walk
from archiver.slices import read_element


def ids_on(visit: Visit, path: str, parameters: Mapping[str, str], kind: str) -> list[str]:
    """Walk a list for its ids alone, each once, in the order in which they stand."""
    return list(dict.fromkeys(_ids(visit, path, parameters, kind)))


def _ids(visit: Visit, path: str, parameters: Mapping[str, str], kind: str) -> Iterator[str]:
    for walked in walk(visit.client, path, parameters, LIMITS[0]):
        visit.tally.asked[kind] += 1
        for element in walked.page.elements:
            ident = id_of(read_element(element.data, element.fault))
            if ident is not None:
                yield ident
