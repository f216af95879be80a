"""Real threads, played by the playback server into the real harvester, and checked item by item."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from archiver.captures import Receipt, Verdict
from archiver.data_requests import Action, Track
from archiver.items import ACCOUNT_FACTS, ItemKind
from archiver.platforms import Page, Playback, Timeline, read_threads
from requests_portal.decisions import Ruling
from requests_portal.demo.comparison import (
    NAMED,
    Comparison,
    Difference,
    Expected,
    compare,
    expected_items,
    read_records,
    telling_words,
    words_of,
)
from requests_portal.demo.played_archive import Founding, PlayedArchive, found_archive
from requests_portal.demo.telling import Teller
from requests_portal.desk import decide, record_search
from requests_portal.fees import Mode, Work, fee, fee_entry
from requests_portal.intake import Intake, open_request
from requests_portal.response.package import Order, package_response
from search.follow import follow
from search.query import find_refs

ARCHIVE, RESPONSE = "archive", "response"
TOKEN_VARIABLE = "CIVICKEEP_DEMO_TOKEN"  # noqa: S105 - the name of a variable, not a token
CLERK = "the demonstration"

WISHES = (3, 20, 60)
"""About how many texts the words that are searched for should stand in."""


@dataclass(frozen=True, slots=True)
class Searched:
    """A word, in how many texts of the file it stands, how many were found, and what was not.

    Search also finds other forms of the word, so more may be found than stand there.
    """

    word: str
    standing: int
    found: int
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnsweredWith:
    """A response over real threads: the query, and how many records were asked for and given."""

    query: str
    found: int
    given: int
    pages: int


@dataclass(frozen=True, slots=True)
class ThreadsPlayed:
    """Everything that came of playing a file."""

    comparison: Comparison
    receipts: tuple[Receipt, ...]
    searched: tuple[Searched, ...]
    answered: AnsweredWith
    wrong_in_response: tuple[Difference, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Everything that is not as it was, the first of each kind; empty where all is exact."""
        return (
            *self.comparison.first,
            *(_unfinished(one) for one in self.receipts if one.verdict is not Verdict.COMPLETE),
            *(
                Difference(item, f"not found by its word {one.word!r}")
                for one in self.searched
                for item in one.missed[:NAMED]
            ),
            *self.wrong_in_response,
        )


class _Wording(msgspec.Struct, frozen=True):
    text: str


class _Line(msgspec.Struct, frozen=True):
    """What is compared of a line of ``records.jsonl``."""

    id: str
    author: str | None
    created_at: datetime | None
    wordings: tuple[_Wording, ...]


def play_threads(path: Path, folder: Path, now: datetime, teller: Teller) -> ThreadsPlayed:
    """Play a file into a new archive in an empty folder and check what came back.

    ``now`` is when the request is answered. Raises ``ThreadsUnreadable`` or
    ``TimelineUnreadable`` where the file cannot be read.
    """
    with teller.step(f"Reading {path.name}"):
        expected = expected_items(read_records(path))
        timeline = read_threads(path)
        teller.note(f"{len(expected):,} records, pages: {len(_pages(timeline)):,}")
    founding = Founding(folder / ARCHIVE, "City of Played Threads", CLERK, TOKEN_VARIABLE)
    with (
        Playback(timeline) as platform,
        found_archive(founding, platform, teller) as played,
    ):
        receipts = tuple(_visit_all(played, timeline))
        with teller.step("Comparing every item with the file"):
            # How the pages themselves stand is kept too, and in no file of threads.
            said = (
                item
                for item in played.archive.items(played.viewer)
                if item.kind not in ACCOUNT_FACTS
            )
            comparison = compare(expected, said)
        played.at(now)
        searched = tuple(_search_all(played, expected))
        answered, wrong = _answer(played, folder / RESPONSE, expected, searched)
    return ThreadsPlayed(comparison, receipts, searched, answered, wrong)


def _pages(timeline: Timeline) -> tuple[Page, ...]:
    return tuple(entry for entry in timeline.entries if isinstance(entry, Page))


def _visit_all(played: PlayedArchive, timeline: Timeline) -> Iterator[Receipt]:
    for page in _pages(timeline):
        account = played.add(page.id, page.name, department="Demo", authorized_by=CLERK)
        with played.teller.step(f"Visiting {page.id}"):
            receipt = played.visit(account)
            played.teller.note(f"{receipt.verdict}: {receipt.items_seen:,} items")
        yield receipt


def _search_all(played: PlayedArchive, expected: Mapping[str, Expected]) -> Iterator[Searched]:
    with played.teller.step("Building the search index"):
        follow(played.archive)
    for word in telling_words(expected.values(), WISHES):
        standing = {key for key, each in expected.items() if word in words_of(each.text)}
        found = {ref.id for ref in find_refs(played.archive, played.viewer, word)}
        yield Searched(word, len(standing), len(found), tuple(sorted(standing - found)))


def _answer(
    played: PlayedArchive,
    folder: Path,
    expected: Mapping[str, Expected],
    searched: tuple[Searched, ...],
) -> tuple[AnsweredWith, tuple[Difference, ...]]:
    """Answer a request for what one word finds, or for one thread where there are no words."""
    first = next(iter(expected), "none")
    query = searched[len(searched) // 2].word if searched else f"thread:{first}"
    with played.teller.step("Answering a request over them"):
        request = _open(played, query)
        refs = find_refs(played.archive, played.viewer, query)
        done = record_search(played.archive, request, query, refs, CLERK)
        everything = Ruling(Action.RELEASE, by=CLERK, sweep=True)
        decide(played.archive, played.viewer, request, (), everything)
        bill = fee_entry(fee(Track.MEMBER, Mode.INSPECT, Work()))
        response = package_response(played.archive, played.viewer, Order(request, folder, bill))
        lines = _read_lines(folder)
        found = {ref.id for ref in done.refs}
        wrong = tuple(_wrong_lines(lines, expected, found))
    return AnsweredWith(query, len(found), len(lines), response.pages), wrong


def _open(played: PlayedArchive, query: str) -> str:
    intake = Intake(
        track=Track.MEMBER,
        received_at=played.platform.now,
        text=f"All posts and comments that {query} finds.",
        by=CLERK,
    )
    return open_request(played.archive, intake).id


def _read_lines(folder: Path) -> dict[str, _Line]:
    path = folder / "records.jsonl"
    if not path.exists():
        return {}
    lines = msgspec.json.Decoder(_Line).decode_lines(path.read_bytes())
    return {line.id: line for line in lines}


def _wrong_lines(
    lines: Mapping[str, _Line], expected: Mapping[str, Expected], found: set[str]
) -> Iterator[Difference]:
    """Name what stands in the response otherwise than in the file, or not at all."""
    for missing in sorted(found - lines.keys())[:NAMED]:
        yield Difference(missing, "found for the request but not in the response")
    for key, line in lines.items():
        wanted = expected.get(key)
        if wanted is None:
            yield Difference(key, "in the response but not in the file")
        elif (tuple(each.text for each in line.wordings), line.author, line.created_at) != (
            (wanted.text,),
            wanted.author,
            wanted.created_at,
        ):
            yield Difference(key, "text, author or time in the response is another")


def _unfinished(receipt: Receipt) -> Difference:
    return Difference(receipt.account, f"the visit was {receipt.verdict}: {receipt.error}")


def kinds_in_order(comparison: Comparison) -> tuple[ItemKind, ...]:
    """Give the kinds that occur, posts first."""
    return tuple(kind for kind in ItemKind if comparison.expected.get(kind, 0))
