"""A link to a file as it is now: signed links end, and the item is read again for another."""

from collections.abc import Callable, Mapping

from archiver.capture.facebook import asking
from archiver.capture.instagram.asking import fields_of as instagram_fields
from archiver.capture.seeing import VIEWS
from archiver.capture.sighting import Sighting
from archiver.graph.client import GraphClient
from archiver.items import ItemKind, Platform
from archiver.scanner import NotJson
from archiver.slices import read_element, slice_item


def _of_facebook(kind: ItemKind) -> str:
    return asking.node_fields(kind)[-1]


FIELDS: Mapping[Platform, Callable[[ItemKind], str]] = {
    Platform.FACEBOOK: _of_facebook,
    Platform.INSTAGRAM: instagram_fields,
}
"""What is asked of an item of some kind, a platform."""


def fresh_link(client: GraphClient, sighting: Sighting, position: int) -> str | None:
    """Read an item again and give the link to one of its files.

    None where the item has been edited since: another file may stand in that
    place now, and will be met with the new version. Raises what the client
    raises.
    """
    place = sighting.place
    fields = FIELDS[place.ref.platform](place.kind)
    answer = client.get(place.ref.id, {"fields": fields})
    try:
        element = slice_item(answer.body)
    except NotJson:
        return None
    view = VIEWS[place.ref.platform](place.kind, read_element(element.data, element.fault))
    if view.fingerprint != sighting.fingerprint:
        return None
    return next((each.url for each in view.pictures if each.position == position), None)
