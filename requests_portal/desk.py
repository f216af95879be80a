"""The acts at the request desk: search for a request, decide its items, look it over.

The rules are pure and stand elsewhere; here they meet the archive. Every act
is an event, so that the log of a request can be made again from the store.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from archiver.archive import Archive
from archiver.catalogue.request_rows import (
    latest_determinations,
    read_determinations,
    read_packages,
    read_request_refs,
    read_requests,
    read_searches,
)
from archiver.civil_time import civil_date
from archiver.data_requests import (
    Action,
    DataRequest,
    Determination,
    ElementKind,
    Ground,
    Packaged,
    RequestSearch,
    RequestState,
)
from archiver.events import HoldPlaced
from archiver.items import Item, ItemRef
from archiver.request_events import DecidedVersion, ItemsDecided, RequestSearched
from archiver.safekeeping import safeguard
from archiver.selection import Selection
from archiver.viewer import Viewer
from requests_portal.decisions import Latest, Ruling, rule
from requests_portal.errors import ItemNotInRequest, RequestClosedAlready
from requests_portal.intake import get_request
from requests_portal.neighbours import Standing, still_standing


@dataclass(frozen=True, slots=True)
class SearchDone:
    """What a search for a request found: all of it, and how much of it is new; and the hold."""

    request: str
    query: str
    refs: tuple[ItemRef, ...]
    new: int
    hold: str | None


@dataclass(frozen=True, slots=True)
class DecisionDone:
    """What was decided, what a sweep left as it was, and where taken-out words still stand."""

    versions: tuple[DecidedVersion, ...]
    kept: tuple[ItemRef, ...]
    neighbours: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One item of a request and the decisions that hold for its wordings, by wording number."""

    item: Item
    decisions: dict[int, Determination]

    @property
    def undecided(self) -> tuple[int, ...]:
        """The wordings nobody has decided about yet; each of them blocks the response."""
        return tuple(one.n for one in self.item.versions if one.n not in self.decisions)

    @property
    def action(self) -> Action | None:
        """What happens with the item as a whole, or ``None`` while a wording is undecided."""
        if self.undecided:
            return None
        actions = {one.action for one in self.decisions.values()}
        if len(actions) == 1:
            return actions.pop()
        return Action.REDACT

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """Every ground the decisions rest on."""
        return tuple(sorted({ground for one in self.decisions.values() for ground in one.grounds}))


@dataclass(frozen=True, slots=True)
class RequestFile:
    """Everything on record about a request, without the items themselves."""

    request: DataRequest
    searches: tuple[RequestSearch, ...]
    refs: tuple[ItemRef, ...]
    determinations: tuple[Determination, ...]
    packages: tuple[Packaged, ...]


def hold_of(request: str) -> str:
    """Name the hold that keeps what a request's searches found."""
    return f"request-{request}"


def record_search(
    archive: Archive, request: str, query: str, refs: Iterable[ItemRef], by: str
) -> SearchDone:
    """Put what a search found on hold and into the request.

    The hold comes first: were we stopped in between, more is kept than asked
    for, never less. It stops destruction also of what was approved for it
    already, and is lifted by a person (section 5 of the retention rules).
    """
    found = tuple(dict.fromkeys(refs))
    standing = still_open(archive, request)
    with archive.reading() as connection:
        known = set(read_request_refs(connection, standing.id))
    hold = hold_of(standing.id)
    if found:
        reason = f"data request {standing.id}"
        archive.record(
            HoldPlaced(
                at=archive.clock(), by=by, hold=hold, reason=reason, refs=found, request=standing.id
            )
        )
    archive.record(
        RequestSearched(at=archive.clock(), by=by, request=standing.id, query=query, refs=found)
    )
    safeguard(archive)
    new = len(set(found) - known)
    return SearchDone(standing.id, query, found, new, hold if found else None)


def decide(
    archive: Archive,
    viewer: Viewer,
    request: str,
    references: tuple[str, ...],
    ruling: Ruling,
) -> DecisionDone:
    """Decide about items of a request; ``ruling.sweep`` means all of them.

    Raises ``ItemNotInRequest`` for an item no search of the request found, and
    what ``decisions.rule`` raises; then nothing was decided.
    """
    standing = still_open(archive, request)
    with archive.reading() as connection:
        refs = read_request_refs(connection, standing.id)
        latest = latest_determinations(connection, standing.id)
    items = _meant(archive, viewer, standing.id, refs, None if ruling.sweep else references)
    decided = rule(items, latest, ruling)
    if not decided.versions:
        return DecisionDone((), decided.kept, ())
    archive.record(
        ItemsDecided(
            at=archive.clock(),
            by=ruling.by,
            request=standing.id,
            versions=decided.versions,
            ground=ruling.ground,
            note=ruling.note,
        )
    )
    neighbours = _neighbours(archive, viewer, standing.id, items, decided.versions)
    return DecisionDone(decided.versions, decided.kept, neighbours)


def review(archive: Archive, viewer: Viewer, request: str) -> Iterator[Reviewed]:
    """Go through a request's items with the decisions that hold for them."""
    standing = get_request(archive, request)
    with archive.reading() as connection:
        refs = read_request_refs(connection, standing.id)
        latest = latest_determinations(connection, standing.id)
    for item in archive.items(viewer, Selection(refs=refs)):
        yield Reviewed(item, _of_item(item, latest))


def request_file(archive: Archive, request: str) -> RequestFile:
    """Collect everything on record about a request; raises ``RequestUnknown``."""
    standing = get_request(archive, request)
    with archive.reading() as connection:
        return RequestFile(
            request=standing,
            searches=read_searches(connection, standing.id),
            refs=read_request_refs(connection, standing.id),
            determinations=read_determinations(connection, standing.id),
            packages=read_packages(connection, standing.id),
        )


def all_requests(archive: Archive) -> tuple[DataRequest, ...]:
    """List every request, in order of receipt."""
    with archive.reading() as connection:
        return tuple(read_requests(connection))


def today(archive: Archive) -> date:
    """Give the date in the city's zone; the law is applied as it stands on it."""
    return civil_date(archive.clock(), archive.settings.city.zone)


def still_open(archive: Archive, request: str) -> DataRequest:
    """Find a request that takes searches and decisions; raises ``RequestClosedAlready``."""
    standing = get_request(archive, request)
    if standing.state is RequestState.CLOSED:
        raise RequestClosedAlready(
            f"Request {standing.id} is closed.",
            next_step="Open a new request; the closed one stays as it was answered.",
        )
    return standing


def _meant(
    archive: Archive,
    viewer: Viewer,
    request: str,
    refs: tuple[ItemRef, ...],
    references: tuple[str, ...] | None,
) -> list[Item]:
    if references is None:
        return list(archive.items(viewer, Selection(refs=refs)))
    items = {item.ref: item for item in (archive.item(viewer, one) for one in references)}
    strangers = sorted(str(ref) for ref in items.keys() - set(refs))
    if strangers:
        raise ItemNotInRequest(
            f"Item {strangers[0]} was not found by any search of request {request}.",
            next_step=f"Find it first with civickeep request find {request} --query WORDS.",
        )
    return list(items.values())


def _neighbours(
    archive: Archive,
    viewer: Viewer,
    request: str,
    items: list[Item],
    decided: tuple[DecidedVersion, ...],
) -> tuple[Standing, ...]:
    """Report where words taken out still stand, as far as this act has to do with it.

    Words just taken out are looked for in all that the request would show;
    what was just released is looked through for all words ever taken out.
    """
    fresh = _words_taken(items, {(one.ref, one.n): one for one in decided})
    released = {one.ref for one in decided if one.action is Action.RELEASE}
    taken = _words_of_request(archive, viewer, request) if released else fresh
    if not taken:
        return ()
    return tuple(
        standing
        for one in review(archive, viewer, request)
        for standing in still_standing(
            one.item, one.decisions, taken if one.item.ref in released else fresh
        )
    )


def _words_of_request(archive: Archive, viewer: Viewer, request: str) -> set[str]:
    words: set[str] = set()
    for one in review(archive, viewer, request):
        words |= _words_taken([one.item], {(one.item.ref, n): d for n, d in one.decisions.items()})
    return words


def _words_taken(
    items: Iterable[Item], decided: Mapping[tuple[ItemRef, int], DecidedVersion | Determination]
) -> set[str]:
    """Collect the words that decisions take out; they never leave this module."""
    words: set[str] = set()
    for item in items:
        name = None if item.author is None else item.author.name
        for version in item.versions:
            one = decided.get((item.ref, version.n))
            if one is None:
                continue
            words |= {version.text[span.start : span.end] for span in one.spans}
            gone = {each.position for each in one.elements if each.kind is ElementKind.LINK}
            words |= {
                part for n, link in enumerate(version.links) if n in gone for part in link.parts
            }
            if name and any(part.kind is ElementKind.AUTHOR for part in one.elements):
                words.add(name)
    return words


def _of_item(item: Item, latest: Latest) -> dict[int, Determination]:
    return {one.n: latest[item.ref, one.n] for one in item.versions if (item.ref, one.n) in latest}
