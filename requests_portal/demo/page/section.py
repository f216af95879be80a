"""What a section of the page is: a later step adds a module, a template and one line."""

from collections.abc import Callable
from dataclasses import dataclass

from requests_portal.demo.tour import Tour


@dataclass(frozen=True, slots=True)
class Section:
    """One thing the demonstration shows.

    ``id`` is its place on the page and the name of its template; ``short`` is
    its name in the menu; ``says`` is
    one sentence on what it shows, ``commands`` the ones that show the same.
    ``view`` works out the value that the template reads as ``view``.
    """

    id: str
    short: str
    title: str
    says: str
    commands: tuple[str, ...]
    view: Callable[[Tour], object]
