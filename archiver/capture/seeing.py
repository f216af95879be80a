"""How an element of an answer becomes sightings: its own, and those of the items nested in it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from archiver.capture.facebook.view import view as facebook_view
from archiver.capture.instagram.view import view as instagram_view
from archiver.capture.sighting import Place, Sighting, Source
from archiver.capture.views import Locate, View, id_of
from archiver.items import ItemKind, Platform
from archiver.scanner import Span
from archiver.slices import Carved, Cut, Slice, SliceFault, carve, fault_of, read_element

VIEWS: Mapping[Platform, Callable[[ItemKind, Mapping[str, Any]], View]] = {
    Platform.FACEBOOK: facebook_view,
    Platform.INSTAGRAM: instagram_view,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What an element turned out to be: sightings, its own first, or none without an identity."""

    sightings: tuple[Sighting, ...]
    payload: Mapping[str, Any]


def see(
    element: Slice, source: Source, locate: Locate, *, below: Place | None = None, nested: Locate
) -> Seen:
    """Read an item and the items nested in it; ``nested`` places those."""
    payload = read_element(element.data, element.fault)
    place = locate(payload, below)
    if place is None:
        return Seen((), payload)
    carved = carve(element.data, payload, element.fault)
    within = (
        see(_inner(element, cut), source, nested, below=place, nested=nested).sightings
        for cut in carved.cuts
    )
    own = make_sighting(element, payload, carved, place, source)
    return Seen((own, *(each for inner in within for each in inner)), payload)


def _inner(element: Slice, cut: Cut) -> Slice:
    """Give a nested item its place in the whole answer."""
    offset = element.span.start
    span = Span(offset + cut.span.start, offset + cut.span.end)
    # An item is only marked for what is wrong with itself.
    return Slice(cut.data, span, fault_of(cut.data) if element.fault else None)


def make_sighting(
    element: Slice,
    payload: Mapping[str, Any],
    carved: Carved,
    place: Place,
    source: Source,
) -> Sighting:
    """Put an item's place, the view of its fields and its exact bytes together."""
    view = VIEWS[place.ref.platform](place.kind, payload)
    return Sighting(
        place=place,
        author=view.author,
        created_at=view.created_at,
        permalink=view.permalink,
        text=view.text,
        hidden=view.hidden,
        fingerprint=view.fingerprint,
        pictures=view.pictures,
        counts=view.counts,
        data=carved.data,
        span=element.span,
        cuts=_named(carved.cuts, element.fault),
        fault=element.fault,
        source=source,
        unknown=view.unknown,
        links=view.links,
    )


def _named(cuts: Iterable[Cut], fault: SliceFault | None) -> tuple[tuple[Cut, str], ...]:
    return tuple((cut, id_of(read_element(cut.data, fault)) or "") for cut in cuts)
