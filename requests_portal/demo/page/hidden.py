"""Section: what the city has hidden."""

from dataclasses import dataclass

from archiver.items import Item
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import Tour


@dataclass(frozen=True, slots=True)
class View:
    """Everything that was hidden at any time."""

    items: tuple[Item, ...]


def view(tour: Tour) -> View:
    """Find what was hidden."""
    return View(tuple(item for item in tour.items if item.hidden))


SECTION = Section(
    id="hidden",
    short="Hidden",
    title="What the city has hidden",
    says="The page's own staff can hide a comment from the public; it stays in the archive, "
    "with the time since when, and is searched and released like everything else.",
    commands=("civickeep search state:hidden",),
    view=view,
)
