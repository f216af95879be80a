"""Section: everything read again and compared with its SHA-256."""

from dataclasses import dataclass

from archiver.items import Item, Version
from requests_portal.demo import city
from requests_portal.demo.page.section import Section
from requests_portal.demo.proving import Proved
from requests_portal.demo.tour import RESPONSE, Tour
from requests_portal.response.manifest import CHECKSUMS, MANIFEST


@dataclass(frozen=True, slots=True)
class View:
    """What was checked, and one stored record as it lies in the store."""

    proved: Proved
    checkpoint: str
    item: Item
    version: Version
    record: str
    checksums: str
    manifest: str


def view(tour: Tour) -> View:
    """Show one record whole; its envelope is readable without this program."""
    item = tour.item(city.VANISHED)
    version = item.versions[0]
    record = tour.archive.store.get(version.object)
    return View(
        proved=tour.proved,
        checkpoint=bytes(tour.proved.checkpoint.note).decode() if tour.proved.checkpoint else "",
        item=item,
        version=version,
        record=record.decode("utf-8", "replace").replace("\r\n", "\n"),
        checksums=f"{RESPONSE}/{CHECKSUMS}",
        manifest=f"{RESPONSE}/{MANIFEST}",
    )


SECTION = Section(
    id="proof",
    short="Proof",
    title="Nothing was changed",
    says="Every stored record and photo was read again, every row of the catalogue was derived "
    "anew from them, and the ledger that was signed over all of it was grown again and fits.",
    commands=("civickeep verify", "sha256sum -c manifest-sha256.txt"),
    view=view,
)
