"""Elements of an account's answers, read as media and comments with what is nested in them."""

from archiver.capture.instagram.view import place_of_comment, roots
from archiver.capture.seeing import Seen, see
from archiver.capture.sighting import Place, Source
from archiver.items import ItemKind
from archiver.slices import Slice
from archiver.surfaces import Surface


def see_root(element: Slice, source: Source, kind: ItemKind, surface: Surface) -> Seen:
    """Read what begins a thread on a surface."""
    return see(element, source, roots(kind, surface), nested=place_of_comment)


def see_comment(element: Slice, source: Source, above: Place) -> Seen:
    """Read a comment under a medium, or a reply under a comment, and what is nested in it."""
    return see(element, source, place_of_comment, below=above, nested=place_of_comment)
