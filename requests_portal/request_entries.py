"""Requests, searches, decisions and reviews as their ``--json`` promises them."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from archiver.civil_time import to_wire
from archiver.data_requests import Action, DataRequest, Determination, Requester
from archiver.item_list import LinkEntry
from requests_portal.decisions import Latest
from requests_portal.desk import DecisionDone, RequestFile, Reviewed, SearchDone
from requests_portal.intake import NoticeEntry


class OpenedEntry(msgspec.Struct, frozen=True):
    """What ``request open --json`` gives."""

    request: str
    track: str
    received_at: str
    received_on: date
    statutory_due: date | None
    city_target: date | None
    state: str
    notices: tuple[NoticeEntry, ...]


class SearchEntry(msgspec.Struct, frozen=True):
    """One search made for a request."""

    query: str
    found: int
    by: str
    at: str


class GroundEntry(msgspec.Struct, frozen=True, rename={"data_class": "class"}):
    """The class of something not public, and the section that says so."""

    data_class: str
    citation: str


class SpanEntry(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    """Characters taken out of a text, or (``kind``) another part of the item."""

    kind: str
    start: int
    end: int
    ground: GroundEntry


class DeterminationEntry(msgspec.Struct, frozen=True):
    """One decision; later ones hold before earlier ones."""

    item: str
    version: int
    action: str
    ground: GroundEntry | None
    parts: tuple[SpanEntry, ...]
    by: str
    at: str
    note: str | None


class PackageEntry(msgspec.Struct, frozen=True):
    """One response that was written."""

    manifest_sha256: str
    released: int
    redacted: int
    withheld: int
    by: str
    at: str


class CountsEntry(msgspec.Struct, frozen=True):
    """How many items a request has, and what was decided about them so far."""

    found: int
    released: int
    redacted: int
    withheld: int
    undecided: int


class RequestEntry(msgspec.Struct, frozen=True):
    """One line of ``request log --json``, and the head of ``request show --json``."""

    request: str
    track: str
    wanted: str
    state: str
    received_at: str
    received_on: date
    statutory_due: date | None
    city_target: date | None
    opened_at: str
    opened_by: str
    closed_at: str | None
    outcome: str | None
    text: str
    requester: Requester
    items: CountsEntry
    citations: tuple[str, ...]
    searches: tuple[SearchEntry, ...]


class ShownEntry(RequestEntry, frozen=True):
    """What ``request show --json`` gives."""

    refs: tuple[str, ...]
    determinations: tuple[DeterminationEntry, ...]
    packages: tuple[PackageEntry, ...]


class FoundEntry(msgspec.Struct, frozen=True):
    """What ``request find --json`` gives."""

    request: str
    query: str
    found: int
    new: int
    hold: str | None
    items: tuple[str, ...]


class NeighbourEntry(msgspec.Struct, frozen=True):
    """An item in which words just taken out still stand, and where; never the words."""

    item: str
    version: int
    place: str


class VersionDecided(msgspec.Struct, frozen=True):
    """What was decided for one wording, and how many parts of it are taken out in all."""

    item: str
    version: int
    action: str
    parts: int


class DecidedEntry(msgspec.Struct, frozen=True):
    """What ``request decide --json`` gives."""

    request: str
    decided: tuple[VersionDecided, ...]
    kept: tuple[str, ...]
    neighbours: tuple[NeighbourEntry, ...]
    warnings: tuple[str, ...]


class ReviewVersion(msgspec.Struct, frozen=True):
    """One wording under review: text and shared links as archived, and the decision that holds."""

    n: int
    text: str
    decision: DeterminationEntry | None
    links: tuple[LinkEntry, ...]


class DescriptionEntry(msgspec.Struct, frozen=True):
    """What the platform says that a photo or file shows, by its position in the item."""

    position: int
    text: str


class ReviewEntry(msgspec.Struct, frozen=True):
    """One line of ``request review --json``; ``action`` is null while a wording is undecided."""

    item: str
    kind: str
    author: str | None
    created_at: str | None
    state: str
    media: int
    action: str | None
    versions: tuple[ReviewVersion, ...]
    descriptions: tuple[DescriptionEntry, ...]


def opened_entry(request: DataRequest, notices: tuple[NoticeEntry, ...]) -> OpenedEntry:
    """Give a new request the shape it has in JSON."""
    return OpenedEntry(
        request=request.id,
        track=request.track.value,
        received_at=to_wire(request.received_at),
        received_on=request.received_on,
        statutory_due=request.statutory_due,
        city_target=request.city_target,
        state=request.state.value,
        notices=notices,
    )


def request_entry(file: RequestFile) -> RequestEntry:
    """Give a request the shape it has in the log."""
    request, latest = file.request, _latest(file.determinations)
    return RequestEntry(
        request=request.id,
        track=request.track.value,
        wanted=request.wanted.value,
        state=request.state.value,
        received_at=to_wire(request.received_at),
        received_on=request.received_on,
        statutory_due=request.statutory_due,
        city_target=request.city_target,
        opened_at=to_wire(request.opened_at),
        opened_by=request.opened_by,
        closed_at=None if request.closed_at is None else to_wire(request.closed_at),
        outcome=None if request.outcome is None else request.outcome.value,
        text=request.text,
        requester=request.requester,
        items=_counts(file, latest),
        citations=tuple(
            sorted({ground.citation for one in latest.values() for ground in one.grounds})
        ),
        searches=tuple(
            SearchEntry(one.query, one.found, one.by, to_wire(one.at)) for one in file.searches
        ),
    )


def shown_entry(file: RequestFile) -> ShownEntry:
    """Give everything on record about a request the shape it has in JSON."""
    head = request_entry(file)
    return ShownEntry(
        **{name: getattr(head, name) for name in head.__struct_fields__},
        refs=tuple(str(ref) for ref in file.refs),
        determinations=tuple(determination_entry(one) for one in file.determinations),
        packages=tuple(
            PackageEntry(
                one.manifest_sha256,
                one.released,
                one.redacted,
                one.withheld,
                one.by,
                to_wire(one.at),
            )
            for one in file.packages
        ),
    )


def determination_entry(one: Determination) -> DeterminationEntry:
    """Give a decision the shape it has in JSON."""
    spans = [
        SpanEntry(
            "text", span.start, span.end, _ground(span.ground.data_class, span.ground.citation)
        )
        for span in one.spans
    ]
    elements = [
        SpanEntry(
            part.kind.value,
            part.position,
            part.position,
            _ground(part.ground.data_class, part.ground.citation),
        )
        for part in one.elements
    ]
    ground = one.ground
    return DeterminationEntry(
        item=str(one.ref),
        version=one.n,
        action=one.action.value,
        ground=None if ground is None else _ground(ground.data_class, ground.citation),
        parts=(*spans, *elements),
        by=one.by,
        at=to_wire(one.at),
        note=one.note,
    )


def found_entry(done: SearchDone) -> FoundEntry:
    """Give a search the shape it has in JSON."""
    items = tuple(str(ref) for ref in done.refs)
    return FoundEntry(done.request, done.query, len(items), done.new, done.hold, items)


def decided_entry(request: str, done: DecisionDone, warnings: tuple[str, ...]) -> DecidedEntry:
    """Give an act of deciding the shape it has in JSON."""
    return DecidedEntry(
        request=request,
        decided=tuple(
            VersionDecided(
                str(one.ref), one.n, one.action.value, len(one.spans) + len(one.elements)
            )
            for one in done.versions
        ),
        kept=tuple(str(ref) for ref in done.kept),
        neighbours=tuple(
            NeighbourEntry(str(one.ref), one.n, one.place.value) for one in done.neighbours
        ),
        warnings=warnings,
    )


def review_entry(one: Reviewed) -> ReviewEntry:
    """Give an item under review the shape it has in JSON."""
    item = one.item
    return ReviewEntry(
        item=str(item.ref),
        kind=item.kind.value,
        author=None if item.author is None else item.author.name,
        created_at=None if item.created_at is None else to_wire(item.created_at),
        state=item.state.value,
        media=len({media.position for media in item.media}),
        action=None if one.action is None else one.action.value,
        versions=tuple(
            ReviewVersion(
                version.n,
                version.text,
                determination_entry(one.decisions[version.n])
                if version.n in one.decisions
                else None,
                tuple(LinkEntry(each.url, each.title, each.description) for each in version.links),
            )
            for version in item.versions
        ),
        descriptions=tuple(
            DescriptionEntry(position, text)
            for position, text in dict.fromkeys((each.position, each.alt) for each in item.media)
            if text
        ),
    )


def _ground(data_class: str, citation: str) -> GroundEntry:
    return GroundEntry(str(data_class), citation)


def _latest(determinations: Iterable[Determination]) -> Latest:
    return {(one.ref, one.n): one for one in determinations}


def _counts(file: RequestFile, latest: Latest) -> CountsEntry:
    """Count items by what was decided about the wordings decided so far."""
    actions: dict[str, set[Action]] = {}
    for (ref, _), one in latest.items():
        actions.setdefault(str(ref), set()).add(one.action)
    counts = Counter(
        chosen.pop() if len(chosen) == 1 else Action.REDACT for chosen in actions.values()
    )
    return CountsEntry(
        found=len(file.refs),
        released=counts[Action.RELEASE],
        redacted=counts[Action.REDACT],
        withheld=counts[Action.WITHHOLD],
        undecided=len(file.refs) - len(actions),
    )
