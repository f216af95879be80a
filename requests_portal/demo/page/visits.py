"""Section: the visits to the page, and the receipt each of them left."""

from dataclasses import dataclass

from archiver.captures import Verdict
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import Tour, VisitMade


@dataclass(frozen=True, slots=True)
class Row:
    """A visit with the place of its receipt in the store."""

    made: VisitMade
    receipt: str

    @property
    def complete(self) -> bool:
        """Whether it saw everything."""
        return self.made.receipt.verdict is Verdict.COMPLETE


@dataclass(frozen=True, slots=True)
class View:
    """Every visit, in order."""

    rows: tuple[Row, ...]


def view(tour: Tour) -> View:
    """Find the receipt of every visit."""
    return View(tuple(Row(made, tour.receipts[made.receipt.capture]) for made in tour.visits))


SECTION = Section(
    id="visits",
    short="Visits",
    title="The visits, and their receipts",
    says="Each visit leaves a receipt: what was asked and how often, what the platform said "
    "there is, what it gave, and what could not be read.",
    commands=("civickeep harvest --all --json", "civickeep account list"),
    view=view,
)
