"""A request in a real archive, and the few acts a test needs to decide and answer it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

from archiver.archive import Archive
from archiver.data_requests import Action, DataClass, Ground, Track
from archiver.viewer import Role, Viewer
from requests_portal.decisions import Ruling, Taking
from requests_portal.desk import decide, record_search
from requests_portal.intake import Intake, open_request
from requests_portal.response.fee import NO_FEE
from requests_portal.response.package import Order, Response, package_response

SSN = "470-00-1234"
NUMBERS = Ground(DataClass.PRIVATE, "Minn. Stat. § 13.355, subd. 1")
VIEWER = Viewer("Karin", frozenset({Role.CLERK}), "City of Elk Prairie")
DATED = date(2026, 3, 20)


@dataclass(frozen=True, slots=True)
class DeskCase:
    """An archive with one open request that found everything in it."""

    archive: Archive
    request: str
    folder: Path

    @classmethod
    def open(cls, archive: Archive, folder: Path) -> Self:
        """Open the request and search for it."""
        intake = Intake(Track.MEMBER, archive.clock(), "Everything about snow.", "Karin")
        request = open_request(archive, intake)
        refs = tuple(one.ref for one in archive.items(VIEWER))
        record_search(archive, request.id, "*:*", refs, "Karin")
        return cls(archive, request.id, folder)

    def release_rest(self) -> None:
        """Release what was not marked otherwise."""
        self._decide((), Ruling(Action.RELEASE, "Karin", sweep=True))

    def redact(self, item: str, taking: Taking, ground: Ground = NUMBERS) -> None:
        """Take something out of an item."""
        self._decide((item,), Ruling(Action.REDACT, "Karin", ground, taking))

    def redact_everywhere(self, words: str) -> None:
        """Take words out of every item that has them."""
        ruling = Ruling(Action.REDACT, "Karin", NUMBERS, Taking(words=(words,)), sweep=True)
        self._decide((), ruling)

    def withhold(self, item: str, ground: Ground = NUMBERS) -> None:
        """Keep an item back."""
        self._decide((item,), Ruling(Action.WITHHOLD, "Karin", ground))

    def _decide(self, items: tuple[str, ...], ruling: Ruling) -> None:
        decide(self.archive, VIEWER, self.request, items, ruling)

    def package(self, name: str = "response") -> tuple[Response, Path]:
        """Write the response under the case's folder."""
        destination = self.folder / name
        order = Order(self.request, destination, NO_FEE, DATED)
        return package_response(self.archive, VIEWER, order), destination


def every_file(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Read every file of a response."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()
