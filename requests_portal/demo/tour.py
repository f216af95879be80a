"""The whole demonstration, in order: found, visit, search, classify, answer, check."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import select

from archiver.archive import Archive
from archiver.captures import Receipt, StateChange
from archiver.catalogue.tables import capture
from archiver.items import Item, ItemRef
from archiver.platforms import Playback, read_timeline
from archiver.viewer import Viewer
from requests_portal.demo import answering, city, finding, keeping
from requests_portal.demo.played_archive import Founding, PlayedArchive, found_archive
from requests_portal.demo.proving import Proved, prove_all
from requests_portal.demo.telling import Teller

ARCHIVE, PLAYBACK, RESPONSE, PAGE = "archive", "playback", "response", "index.html"
"""What the demonstration leaves in its folder."""

SETTINGS = """
[requests]
authority_name = "Noreen Vasterling"
authority_title = "City Clerk and Responsible Authority"
authority_address = "City Hall, 100 Falls Avenue, Kestrel Falls, MN 56000"
authority_email = "clerk@kestrelfalls.example"
authority_phone = "507-555-0100"
"""


@dataclass(frozen=True, slots=True)
class VisitMade:
    """A visit as it was planned, and the receipt it left."""

    planned: city.PlannedVisit
    receipt: Receipt


@dataclass(frozen=True)
class Tour:
    """Everything the page of results tells. Its sections read from here and from the archive."""

    folder: Path
    archive: Archive
    viewer: Viewer
    visits: tuple[VisitMade, ...]
    searches: tuple[finding.SearchMade, ...]
    kept: keeping.Kept
    answered: answering.Answered
    proved: Proved
    seconds: float

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item, in order of creation; a few hundred."""
        return tuple(self.archive.items(self.viewer))

    @cached_property
    def receipts(self) -> dict[str, str]:
        """Where the receipt of each capture lies in the store."""
        with self.archive.reading() as connection:
            rows = connection.execute(select(capture.c.id, capture.c.object))
            return {row.id: row.object for row in rows}

    def item(self, ref: ItemRef) -> Item:
        """Give one item."""
        return self.archive.item(self.viewer, str(ref))

    def findings(self, ref: ItemRef) -> Iterator[tuple[VisitMade, StateChange, str]]:
        """Give what each visit found out about one item besides its wording."""
        for visit in self.visits:
            for found in visit.receipt.findings:
                if found.ref == ref:
                    yield visit, found.change, found.evidence


@contextmanager
def run_tour(folder: Path, teller: Teller) -> Iterator[Tour]:
    """Run the demonstration in an empty folder; the tour's archive is open inside."""
    with teller.step(f"Drawing the photos of {city.CITY}, an invented city"):
        timeline = read_timeline(city.unpack(folder / PLAYBACK))
    founding = Founding(
        folder / ARCHIVE, city.CITY, city.CLERK, city.TOKEN_VARIABLE, settings=SETTINGS
    )
    with (
        Playback(timeline, at=city.FOUNDED_AT) as platform,
        found_archive(founding, platform, teller) as played,
    ):
        yield _walk(folder, played, teller)


def _walk(folder: Path, played: PlayedArchive, teller: Teller) -> Tour:
    visits = tuple(_visit_all(played, teller))
    with teller.step(
        "Adopting the starter schedule, classifying every item, recording the reading"
    ):
        played.at(city.READ_AT)
        keeping.adopt(played)
        swept = keeping.classify_all(played)
        teller.note(f"{swept.classified} items classified, {swept.needs_person} wait for a person")
    with teller.step("Searching"):
        searches = finding.search_all(played)
        for made in searches:
            teller.note(f"{made.results.total:>4}  {made.query.text}")
    answered = _answer(folder, played, teller)
    with teller.step("Auditing retention"):
        played.at(city.AUDITED_AT)
        kept = keeping.audit_all(played, swept)
        teller.note(f"{kept.audit.transitory} transitory, {len(kept.audit.problems)} findings")
    with teller.step("Signing the ledger, verifying the whole archive and the response"):
        proved = prove_all(played, folder / RESPONSE)
        teller.note(
            f"{proved.objects} objects, {proved.leaves} leaves, {proved.files} files, "
            f"{len(proved.problems)} problems"
        )
    return Tour(
        folder=folder,
        archive=played.archive,
        viewer=played.viewer,
        visits=visits,
        searches=searches,
        kept=kept,
        answered=answered,
        proved=proved,
        seconds=teller.elapsed,
    )


def _visit_all(played: PlayedArchive, teller: Teller) -> Iterator[VisitMade]:
    account = played.add(
        city.PAGE_ID, city.CITY, department="Communications", authorized_by=city.COMMUNICATIONS
    )
    for planned in city.VISITS:
        played.at(planned.at)
        with teller.step(f"Visiting the page as it stood on {planned.at:%B} {planned.at.day}"):
            receipt = played.visit(account)
            teller.note(
                f"{receipt.verdict}: {receipt.items_seen} items, "
                f"{receipt.new_versions} new wordings, {len(receipt.media)} pictures"
            )
        yield VisitMade(planned, receipt)


def _answer(folder: Path, played: PlayedArchive, teller: Teller) -> answering.Answered:
    with teller.step("Answering a request for data in part"):
        played.at(city.REQUESTED_AT)
        request = answering.open_the_request(played)
        played.at(city.SEARCHED_AT)
        searches = answering.find_all(played, request.id)
        played.at(city.DECIDED_AT)
        taken = answering.decide_all(played, request.id)
        played.at(city.ANSWERED_AT)
        response = answering.answer(played, request.id, folder / RESPONSE)
        teller.note(
            f"{response.released} given whole, {response.redacted} in part, "
            f"{response.withheld} kept back, {response.pages} pages"
        )
    parts = (searches, taken, response, folder / RESPONSE)
    return answering.answered(played, request.id, parts)
