"""Section: the comment that vanished, and the one that came back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archiver.captures import Receipt
from archiver.items import Disappearance, Item, ItemRef
from requests_portal.demo import city
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import Tour


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one visit knew of the item: ``word`` names it, ``evidence`` says from what."""

    at: datetime
    word: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Case:
    """An item that was readable and then was not, visit by visit; ``native`` is what came."""

    item: Item
    gone: Disappearance
    sightings: tuple[Sighting, ...]
    native: str


@dataclass(frozen=True, slots=True)
class View:
    """The two cases."""

    vanished: Case
    returned: Case


WORDS = {
    "missing": "Not there",
    "unavailable": "Gone: established",
    "returned": "Back",
    "hidden": "Hidden",
    "unhidden": "Shown again",
}


def view(tour: Tour) -> View:
    """Collect both cases."""
    return View(_case(tour, city.VANISHED), _case(tour, city.RETURNED))


def _case(tour: Tour, ref: ItemRef) -> Case:
    item = tour.item(ref)
    return Case(
        item=item,
        gone=item.unavailable[-1],
        sightings=tuple(_sightings(tour, item)),
        native=tour.archive.native(tour.viewer, item, item.current).decode("utf-8", "replace"),
    )


def _sightings(tour: Tour, item: Item) -> Iterator[Sighting]:
    """Say of each visit what it knew: found out something, or saw it as before."""
    findings = {visit.receipt.capture: found for visit, *found in tour.findings(item.ref)}
    for visit in tour.visits:
        at = visit.receipt.started
        if found := findings.get(visit.receipt.capture):
            change, evidence = found
            yield Sighting(at, WORDS[change], str(evidence))
        elif _reached(visit.receipt, item) and at <= item.unavailable[-1].last_seen:
            yield Sighting(at, "Seen", "it was listed with its text and author")


def _reached(receipt: Receipt, item: Item) -> bool:
    """Whether a visit came as far as the item's thread."""
    mine = receipt.account == item.account and item.first_seen <= receipt.ended
    return mine and (receipt.threads is None or item.thread_id in receipt.threads)


SECTION = Section(
    id="vanished",
    short="Vanished",
    title="The comment that vanished",
    says="A resident's complaint could be read and then could not; it is kept, with the time "
    "it was last seen and first missing, and never a guess at who took it down.",
    commands=(
        "civickeep items --json",
        "civickeep items --as-of 2026-04-09T12:00:00Z",
        "civickeep search state:unavailable",
    ),
    view=view,
)
