"""Section: the page as it is kept, thread by thread."""

from dataclasses import dataclass

from requests_portal.demo.page.section import Section
from requests_portal.demo.page.threads import Thread, in_threads
from requests_portal.demo.tour import Tour


@dataclass(frozen=True, slots=True)
class View:
    """Every thread, newest first."""

    threads: tuple[Thread, ...]


def view(tour: Tour) -> View:
    """Put everything into threads."""
    return View(tuple(reversed(in_threads(tour.items))))


SECTION = Section(
    id="everything",
    short="Everything",
    title="The page as it is kept",
    says="Every post with its whole conversation, whatever became of it on the platform. "
    "Open a post to read on.",
    commands=("civickeep items", "civickeep items --json"),
    view=view,
)
