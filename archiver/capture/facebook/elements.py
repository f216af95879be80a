"""Elements of a Page's answers, read as posts and comments with what is nested in them."""

from archiver.capture.facebook.view import place_of_comment
from archiver.capture.seeing import Seen, see
from archiver.capture.sighting import Place, Source
from archiver.capture.views import Locate
from archiver.slices import Slice


def see_root(element: Slice, source: Source, locate: Locate) -> Seen:
    """Read what begins a thread on any surface, and the comments nested in it, if any."""
    return see(element, source, locate, nested=place_of_comment)


def see_comment(element: Slice, source: Source, above: Place) -> Seen:
    """Read a comment or reply below something, and the replies nested in it, if any."""
    return see(element, source, place_of_comment, below=above, nested=place_of_comment)
