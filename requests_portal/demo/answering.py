"""A request for public data about the snow emergency, found, decided and answered in part.

The legal choices, by the rulebook's Table 1 (mgdpa.md):

- A judge's home address is private data wherever the city keeps it: row T13,
  Minn. Stat. 13.991, whose text was read. Only the address goes; what was said
  about the judge, and by whom, stays (element by element, rule A6).
- Contact data given to receive notifications are private: row T2,
  Minn. Stat. 13.356, read in the state's guidance. The sign-up comment is
  nothing but a phone number and an e-mail address under a user name, so
  nothing of it is left to release.
- A phone number that somebody put into an ordinary comment, an insult, spam,
  and comments that were hidden or have vanished are public: no row applies
  (rules E4 and E7).
"""

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from archiver.data_requests import Action, DataRequest, Requester, Track
from archiver.items import ItemRef
from requests_portal.decisions import Ruling, Taking
from requests_portal.demo import city
from requests_portal.demo.played_archive import PlayedArchive
from requests_portal.desk import (
    DecisionDone,
    RequestFile,
    Reviewed,
    SearchDone,
    decide,
    record_search,
    request_file,
    review,
    today,
)
from requests_portal.fees import Mode, Work, fee, fee_entry
from requests_portal.grounds import check_ground
from requests_portal.intake import Intake, open_request
from requests_portal.response.package import Order, Response, package_response
from search.follow import follow
from search.query import find_refs

REQUESTER = Requester(name="Iris Lindahl, Kestrel Falls Courier", email="iris@courier.example")
LETTER = (
    "All posts and comments on the city's Facebook page about the snow emergency of March 14 "
    "to 16, plowing, towing and the snow text messages, including comments that were hidden "
    "or taken down since."
)
QUERIES = (
    " OR ".join(
        f"thread:{post}"
        for post in (city.SNOW_POST, city.PLOW_POST, city.THAW_POST, city.TEXTS_POST)
    ),
    (
        "posted:[2026-03-13 to 2026-04-12] (plow OR towed OR towing OR snowblower "
        'OR "snow emergency" OR "birch lane")'
    ),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """One thing that was kept back: where, on which ground, and why in words."""

    title: str
    refs: tuple[ItemRef, ...]
    citation: str
    why: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """The request with everything that came of it; ``folder`` holds the response."""

    file: RequestFile
    searches: tuple[SearchDone, ...]
    taken: tuple[Taken, ...]
    reviewed: tuple[Reviewed, ...]
    response: Response
    folder: Path


def open_the_request(played: PlayedArchive) -> DataRequest:
    """Take the request in, by e-mail, at the minute it came."""
    intake = Intake(
        track=Track.MEMBER,
        received_at=city.REQUESTED_AT.astimezone(UTC),
        text=LETTER,
        by=city.CLERK,
        requester=REQUESTER,
    )
    return open_request(played.archive, intake)


def find_all(played: PlayedArchive, request: str) -> tuple[SearchDone, ...]:
    """Search for the request; what is found is on hold from then on."""
    follow(played.archive)
    return tuple(
        record_search(
            played.archive,
            request,
            query,
            find_refs(played.archive, played.viewer, query),
            played.viewer.name,
        )
        for query in QUERIES
    )


def decide_all(played: PlayedArchive, request: str) -> tuple[Taken, ...]:
    """Take out what a law protects, and release everything else."""
    taken = (_take_address(played, request), _withhold_sign_up(played, request))
    release = Ruling(Action.RELEASE, by=city.CLERK, sweep=True)
    decide(played.archive, played.viewer, request, (), release)
    return taken


def answer(played: PlayedArchive, request: str, folder: Path) -> Response:
    """Write the response; sent electronically, an hour of search is not charged for here."""
    bill = fee_entry(fee(Track.MEMBER, Mode.INSPECT, Work()))
    return package_response(played.archive, played.viewer, Order(request, folder, bill))


def answered(
    played: PlayedArchive,
    request: str,
    parts: tuple[tuple[SearchDone, ...], tuple[Taken, ...], Response, Path],
) -> Answered:
    """Collect what is on record about the request."""
    searches, taken, response, folder = parts
    return Answered(
        file=request_file(played.archive, request),
        searches=searches,
        taken=taken,
        reviewed=tuple(review(played.archive, played.viewer, request)),
        response=response,
        folder=folder,
    )


def _take_address(played: PlayedArchive, request: str) -> Taken:
    why = (
        "Two residents wrote down where a judge lives. A judicial official's home address is "
        "private data. Only the address was removed; what they said, and their names, stay."
    )
    return _take(
        played,
        request,
        Action.REDACT,
        _Reasons("A judge's home address", city.JUDGE_NAMED, "Minn. Stat. § 13.991", why),
        Taking(words=(city.JUDGE_ADDRESS,)),
    )


def _withhold_sign_up(played: PlayedArchive, request: str) -> Taken:
    why = (
        "The comment is nothing but a phone number and an e-mail address, given to be put on "
        "the list for snow emergency texts. Contact data given to receive notifications is private."
    )
    return _take(
        played,
        request,
        Action.WITHHOLD,
        _Reasons("A sign-up for text messages", (city.SIGN_UP,), "Minn. Stat. § 13.356", why),
        None,
    )


@dataclass(frozen=True, slots=True)
class _Reasons:
    title: str
    refs: tuple[ItemRef, ...]
    citation: str
    why: str


def _take(
    played: PlayedArchive, request: str, action: Action, reasons: _Reasons, taking: Taking | None
) -> Taken:
    checked = check_ground(reasons.citation, "private", today(played.archive), reasons.why)
    done: DecisionDone = decide(
        played.archive,
        played.viewer,
        request,
        tuple(map(str, reasons.refs)),
        Ruling(action, by=city.CLERK, ground=checked.ground, taking=taking, note=reasons.why),
    )
    neighbours = tuple(
        f"The same words still stand in {standing.ref}." for standing in done.neighbours
    )
    return Taken(
        reasons.title,
        reasons.refs,
        checked.ground.citation,
        reasons.why,
        (*checked.warnings, *neighbours),
    )
