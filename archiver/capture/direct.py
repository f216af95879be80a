"""Single items read directly, by their ids."""

from collections.abc import Callable

from archiver.capture.seeing import Seen
from archiver.capture.sighting import Place, Source
from archiver.capture.visit import SKIPS, Visit
from archiver.errors import ObjectUnreadable
from archiver.graph.client import Answer
from archiver.items import ItemKind, ItemRef
from archiver.scanner import NotJson
from archiver.slices import Slice, slice_item
from archiver.surfaces import Surface

LISTED_BEFORE = "which was listed a moment ago"
"""Said of a canary that cannot be read, by which alarms know it again."""


def read_thread(visit: Visit, root: Place, reread: Callable[[Place], bool]) -> None:
    """Read one thread directly; where its root is not there, that is looked into later."""
    thread = root.ref.id
    visit.surfaces.add(root.surface)
    try:
        if not reread(root):
            visit.tally.miss(thread, "the platform's answer to a direct read is not the item")
    except ObjectUnreadable:
        pass  # this is an answer too; whether the thread is gone is judged with the others
    except SKIPS as error:
        visit.skip(thread, error)
        return
    visit.threads.add(thread)
    visit.tally.read_anything = True


def can_read(visit: Visit, place: Place) -> bool:
    """Read no more than an item's id: a canary for reads that fail.

    Beside the feed it is no gap where that fails: what stands there is often not to be had by its
    id, such as other people's posts.
    """
    visit.tally.asked["canary"] += 1
    what = f"{place.ref.id}, {LISTED_BEFORE}"
    try:
        visit.client.get(place.ref.id, {"fields": "id"})
    except SKIPS as error:
        if place.surface is Surface.FEED:
            visit.skip(what, error)
        else:
            visit.tally.differ(what, error.what)
        return False
    return True


def see_item(answer: Answer, see: Callable[[Slice, Source], Seen]) -> Seen:
    """Read an answer that is one item; nothing is seen in one that is none."""
    try:
        element = slice_item(answer.body)
    except NotJson:
        return Seen((), {})
    return see(element, Source.of(answer))


def above(place: Place) -> Place:
    """Place what an answer stands below, as far as reading the answer needs it."""
    thread = ItemRef(place.ref.platform, place.thread_id)
    root = Place.root(thread, ItemKind.POST, place.surface)
    parent = place.parent_id or root.ref.id
    return root if parent == root.ref.id else root.answer(parent)
