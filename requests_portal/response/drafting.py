"""From a request, its items and the decisions to a draft. Pure: no clock, disk or catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from archiver.data_requests import (
    DataClass,
    DataRequest,
    Determination,
    Ground,
    Outcome,
    RequestSearch,
    Track,
)
from archiver.items import Item, ItemRef
from requests_portal.response.draft import (
    Counts,
    Entry,
    Part,
    ResponseDraft,
    SearchMade,
    Taken,
    plain,
)
from requests_portal.response.entries import make_entries
from requests_portal.response.errors import NothingSearched, ResponseUndecided
from requests_portal.response.order import in_threads
from requests_portal.response.taking import Judged, Words, author_names, judge, scrub

NAMED = 5
"""How many undecided items an error names; ``civickeep request review`` lists them all."""

ONLY_WHETHER = frozenset({DataClass.CONFIDENTIAL, DataClass.PROTECTED_NONPUBLIC})
"""Classes of which their own subject may be told only whether such data are held
(Minn. R. 1205.0600, subp. 3)."""

Decisions = Mapping[tuple[ItemRef, int], Determination]


@dataclass(frozen=True, slots=True)
class Found:
    """What the archive holds for a request: its items, the decisions that hold, the searches."""

    request: DataRequest
    items: tuple[Item, ...]
    decisions: Decisions
    searches: tuple[RequestSearch, ...]
    accounts: tuple[tuple[str, str], ...]


def draft_response(found: Found, *, city: str, zone: ZoneInfo, dated: date) -> ResponseDraft:
    """Work out what the requester gets.

    Raises ``ResponseUndecided``, ``ResponseUncited`` or ``NothingSearched``
    where no lawful answer can be given yet, and ``SpanOutside`` where a
    decision was made for another text.
    """
    request = found.request
    if not found.items and not found.searches:
        raise NothingSearched(
            f"No search was made for request {request.id}, so there is nothing to answer with.",
            next_step=f"Run civickeep request find {request.id} --query WORDS first.",
        )
    judged = judged_items(found)
    shown = [one for one in judged if not one.withheld]
    withheld = [one for one in judged if one.withheld]
    entries = make_entries(request.id, in_threads(shown))
    taken = _tally([*(part for one in entries for part in one.redactions), *_wholly(withheld)])
    told = _told(request.track, taken)
    counts = _counts(entries, len(withheld))
    words = [*_all_words(shown), *_names(withheld)]
    return ResponseDraft(
        request=request,
        asked=plain(scrub(request.text, words)),
        city=city,
        zone=zone,
        dated=dated,
        outcome=_outcome(counts),
        counts=counts,
        counts_told=told == taken,
        accounts=found.accounts,
        entries=entries,
        taken=told,
        searches=_searches(found.searches, words, zone, told=told == taken),
    )


def judged_items(found: Found) -> list[Judged]:
    """Bring every item and its decisions together.

    Raises ``ResponseUndecided`` or ``ResponseUncited``.
    """
    undecided = [
        item.ref
        for item in found.items
        if any((item.ref, version.n) not in found.decisions for version in item.versions)
    ]
    if undecided:
        raise _undecided(found.request.id, undecided)
    return [
        judge(item, {one.n: found.decisions[item.ref, one.n] for one in item.versions})
        for item in found.items
    ]


def _undecided(request: str, refs: Sequence[ItemRef]) -> ResponseUndecided:
    named = ", ".join(str(ref) for ref in refs[:NAMED])
    more = f" and {len(refs) - NAMED:,} more" if len(refs) > NAMED else ""
    return ResponseUndecided(
        f"{len(refs):,} of the items found for request {request} "
        f"{'is' if len(refs) == 1 else 'are'} not decided (or changed since): {named}{more}.",
        next_step=f"Run civickeep request decide {request} --item {refs[0]} "
        "--as release|redact|withhold --citation SECTION --by PERSON, "
        f"or see them all with civickeep request review {request}.",
    )


def _wholly(withheld: Iterable[Judged]) -> list[Taken]:
    """Count each item that is kept back under every section it is kept back on."""
    return [
        Taken(Part.ITEM, ground, 1, 1)
        for one in withheld
        for ground in {ground for each in one.decisions.values() for ground in each.grounds}
    ]


def _tally(parts: Iterable[Taken]) -> tuple[Taken, ...]:
    """Add up what was taken out by kind, class and citation, in a fixed order."""
    sums: dict[tuple[Part, str, str], Taken] = {}
    for one in parts:
        key = (one.part, one.ground.data_class.value, one.ground.citation)
        before = sums.get(key, Taken(one.part, one.ground, 0, 0))
        sums[key] = Taken(
            one.part,
            one.ground,
            (before.count or 0) + (one.count or 0),
            (before.items or 0) + (one.items or 0),
        )
    order = {part: place for place, part in enumerate(Part)}
    return tuple(sums[key] for key in sorted(sums, key=lambda key: (order[key[0]], *key[1:])))


def _told(track: Track, taken: tuple[Taken, ...]) -> tuple[Taken, ...]:
    """Leave out the numbers that the person the data are about may not be told."""
    if track is not Track.SUBJECT:
        return taken
    return tuple(
        Taken(one.part, one.ground, None, None)
        if one.part is Part.ITEM and one.ground.data_class in ONLY_WHETHER
        else one
        for one in taken
    )


def _counts(entries: Sequence[Entry], withheld: int) -> Counts:
    redacted = sum(one.redacted for one in entries)
    return Counts(len(entries) - redacted, redacted, withheld)


def _outcome(counts: Counts) -> Outcome:
    if not counts.found:
        return Outcome.NO_DATA
    if counts.found == counts.released:
        return Outcome.GRANTED
    return Outcome.DENIED if counts.found == counts.withheld else Outcome.PARTIAL


def _all_words(judged: Iterable[Judged]) -> list[Words]:
    return list(dict.fromkeys(words for one in judged for words in one.words))


def _names(withheld: Iterable[Judged]) -> list[Words]:
    """Give the authors of what is kept back, so that no query in the letter names them."""
    return [
        Words(name, ground)
        for one in withheld
        for ground in [next(iter(_grounds(one)))]
        for name in author_names(one.item)
        if len(name) > 1
    ]


def _grounds(judged: Judged) -> list[Ground]:
    return sorted({each.ground for each in judged.decisions.values() if each.ground is not None})


def _searches(
    searches: Iterable[RequestSearch], words: Sequence[Words], zone: ZoneInfo, *, told: bool
) -> tuple[SearchMade, ...]:
    return tuple(
        SearchMade(
            query=plain(scrub(one.query, words)),
            found=one.found if told else None,
            on=one.at.astimezone(zone).date(),
        )
        for one in searches
    )
