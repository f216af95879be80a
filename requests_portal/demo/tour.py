"""The whole demonstration, in order: found, visit, search, classify, answer, check."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from archiver.archive import Archive
from archiver.captures import StateChange
from archiver.items import ACCOUNT_FACTS, Item, ItemRef
from archiver.platforms import Playback, read_timeline
from archiver.viewer import Viewer
from requests_portal.demo import answering, city, finding, keeping, notices, rounds, warning
from requests_portal.demo.played_archive import Founding, PlayedArchive, found_archive
from requests_portal.demo.proving import Proved, prove_all
from requests_portal.demo.telling import Teller
from requests_portal.demo.watching import (
    VisitMade,
    Watched,
    begin_watching,
    visits_made,
    watch_all,
)

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


@dataclass(frozen=True)
class Tour:
    """Everything the page of results tells. Its sections read from here and from the archive."""

    folder: Path
    archive: Archive
    viewer: Viewer
    visits: tuple[VisitMade, ...]
    watched: Watched
    searches: tuple[finding.SearchMade, ...]
    retained: keeping.Kept
    answered: answering.Answered
    proved: Proved
    seconds: float

    @cached_property
    def kept(self) -> tuple[Item, ...]:
        """Everything that is kept, in order of creation; a few hundred."""
        return tuple(self.archive.items(self.viewer))

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every item: what somebody said."""
        return tuple(item for item in self.kept if item.kind not in ACCOUNT_FACTS)

    @cached_property
    def facts(self) -> tuple[Item, ...]:
        """How the accounts themselves stood: profiles, settings, blocks."""
        return tuple(item for item in self.kept if item.kind in ACCOUNT_FACTS)

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
        folder / ARCHIVE,
        city.CITY,
        city.CLERK,
        city.TOKEN_VARIABLE,
        settings=SETTINGS + notices.SETTINGS + rounds.SETTINGS + warning.SETTINGS,
        secrets=notices.SECRETS,
    )
    with (
        Playback(timeline, at=city.FOUNDED_AT) as platform,
        found_archive(founding, platform, teller) as played,
    ):
        yield _walk(folder, played, teller)


def _walk(folder: Path, played: PlayedArchive, teller: Teller) -> Tour:
    going = begin_watching(played)
    watched = watch_all(played, going, folder / PLAYBACK)
    with teller.step(
        "Adopting the starter schedule, classifying every item, recording the reading"
    ):
        keeping.adopt(played)
        swept = keeping.classify_all(played)
        teller.note(f"{swept.classified} items classified, {swept.needs_person} wait for a person")
    with teller.step("Searching"):
        searches = finding.search_all(played)
        for made in searches:
            teller.note(f"{made.results.total:>4}  {made.query.text}")
    answered = _answer(folder, played, going)
    with teller.step("Auditing retention"):
        played.at(city.AUDITED_AT)
        retained = keeping.audit_all(played, swept)
        teller.note(
            f"{retained.audit.transitory} transitory, {len(retained.audit.problems)} findings"
        )
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
        visits=visits_made(played.archive),
        watched=watched,
        searches=searches,
        retained=retained,
        answered=answered,
        proved=proved,
        seconds=teller.elapsed,
    )


def _answer(folder: Path, played: PlayedArchive, going: rounds.Rounds) -> answering.Answered:
    teller = played.teller
    with teller.step("Answering a request for data in part"):
        going.until(city.REQUESTED_AT)
        request = answering.open_the_request(played)
        going.until(city.SEARCHED_AT)
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
