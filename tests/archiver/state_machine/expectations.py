"""Invariants 1 to 5 as they are checked after every visit, against what truly happened."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from archiver.captures import Scope, Verdict
from archiver.coverage.gathering import gather
from archiver.coverage.ledger import Span as Stretch
from archiver.coverage.promise import Tier
from archiver.items import ACCOUNT_FACTS, ANSWERS, Item, ItemKind, ItemState
from archiver.platforms import FaultKind
from archiver.record import read_record
from archiver.scanner import Span
from tests.archiver.invariants.test_hash_what_the_platform_sent import span
from tests.archiver.quillback import items
from tests.archiver.state_machine.city import City, Visit
from tests.archiver.state_machine.pages import unwalked
from tests.archiver.state_machine.truth import Thing

RUNS = 2
LIES = frozenset(
    {
        FaultKind.SILENT_EMPTY,
        FaultKind.SHIFTED_UP,
        FaultKind.REORDERED,
        FaultKind.REPEATED_PAGE,
        FaultKind.MISSING_KEYS,
    }
)
"""Faults that show less than there is, and cannot be told from the truth where they last."""

STRANGE = frozenset(
    {
        FaultKind.DUPLICATE_KEYS,
        FaultKind.LONE_SURROGATE,
        FaultKind.NUL,
        FaultKind.RIGHT_TO_LEFT,
        FaultKind.MISSING_KEYS,
        FaultKind.NO_AUTHORS,
        FaultKind.UNKNOWN_KEYS,
        FaultKind.NUMERIC_IDS,
        FaultKind.HUGE_NUMBER,
        FaultKind.DEEP_NESTING,
    }
)
"""Faults after which what was sent is not what truly was written."""


@dataclass(slots=True)
class Expectations:
    """What has to be so, with what has to be remembered of the past for it.

    ``strange`` are the items that were ever sent spoiled; ``impaired_by`` says
    what of our rights is lacking, ``clock_was_wrong`` that the clock of the
    archive's machine ever was. Where ``moderation_was_lost`` ever, what is
    hidden was shown to nobody, and without an app nobody could tell us.
    """

    city: City
    objects: dict[str, str] = field(default_factory=dict)
    checked: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    missed: dict[str, int] = field(default_factory=dict)
    spoiled: bool = False
    impaired_by: dict[str, bool] = field(default_factory=dict)
    clock_was_wrong: bool = False
    moderation_was_lost: bool = False

    @property
    def impaired(self) -> bool:
        """Whether the token may not read everything."""
        return any(self.impaired_by.values())

    def check(self, visit: Visit) -> None:
        """Check everything after a visit."""
        everything = items(self.city.archive)
        known = {key: item for key, item in everything.items() if item.kind not in ACCOUNT_FACTS}
        faults = {sent.fault for sent in visit.sent}
        self.spoiled = self.spoiled or bool(faults & STRANGE)
        self._bytes_are_as_sent(everything)
        self._nothing_is_lost(known)
        self._absence_has_proof(known, visit)
        self._what_is_back_starts_anew(visit)
        if visit.receipt.verdict is Verdict.COMPLETE:
            assert [] == list(unwalked(visit.sent)), "pages were left out"
            lies = sum(sent.fault in LIES for sent in visit.sent)
            self._all_within_reach(known, visit, lies=lies)
        if not self.clock_was_wrong:
            self._green_is_true(known)

    def _bytes_are_as_sent(self, known: Mapping[str, Item]) -> None:
        """Invariant 1: each version is the slice of an answer, with what was cut out put back."""
        versions = (version for item in known.values() for version in item.versions)
        for version in versions:
            if version.object in self.checked:
                continue
            record = self.city.archive.store.get(version.object)
            assert version.digest == hashlib.sha256(record).hexdigest()
            envelope, block = read_record(record)
            digest = (envelope.field("Response-Digest") or "").removeprefix("sha256:")
            place = span(envelope.field("Response-Slice") or "")
            cuts = [span(cut.partition(" ")[0]) for cut in envelope.every("Cut")]
            sent = self.city.line.bodies[digest][place.start : place.end]
            assert block == _without(sent, cuts)
            self.checked.add(version.object)

    def _nothing_is_lost(self, known: Mapping[str, Item]) -> None:
        """Invariant 2: what was acknowledged stays, and no state is there twice."""
        now = {v.object: v.digest or "" for item in known.values() for v in item.versions}
        assert self.objects.items() <= now.items()
        self.objects = now
        for item in known.values():
            thing = self.city.truth.things.get(item.id)
            assert thing is not None, f"{item.ref} was invented"
            texts = [version.text for version in item.versions]
            if not self.spoiled:
                assert len(texts) == len(set(texts)), f"{item.ref} has a state twice"
                assert set(texts) <= {each.value for each in thing.wordings}
                assert thing.kind is item.kind

    def _absence_has_proof(self, known: Mapping[str, Item], visit: Visit) -> None:
        """Invariant 3: only what truly could not be read is gone."""
        gone = {item.id for item in known.values() if item.state is ItemState.UNAVAILABLE}
        for ident in gone - self.gone:
            thing = self.city.truth.things[ident]
            assert not thing.always_shown(visit.start, visit.end), f"{ident} was there"
            assert thing.was_deleted(visit.end), f"{ident} only expired"
            assert visit.receipt.verdict is Verdict.COMPLETE
        self.gone = gone

    def _what_is_back_starts_anew(self, visit: Visit) -> None:
        """Forget what earlier visits missed and this one may have seen, complete or not."""
        for ident in [*self.missed]:
            if not self.city.truth.things[ident].never_shown(visit.start, visit.end):
                del self.missed[ident]

    def _all_within_reach(self, known: Mapping[str, Item], visit: Visit, *, lies: int) -> None:
        """Invariants 3 and 5: a complete visit knows all that was there, and finds what is gone."""
        reached = [each for each in self.city.truth.things.values() if _reaches(visit, each)]
        for thing in reached:
            if thing.always_listed(visit.start, visit.end) and not self.impaired and lies <= 1:
                assert thing.id in known, f"{thing.id} was there all the time"
            if thing.id in known and thing.always_shown(visit.start, visit.end):
                if not self.impaired:
                    self._is_known_as_it_is(known[thing.id], thing, visit)
            elif thing.id in known and thing.never_shown(visit.start, visit.end):
                self._is_found_gone(known[thing.id], thing, visit, reached)

    def _is_known_as_it_is(self, item: Item, thing: Thing, visit: Visit) -> None:
        expected = ItemState.HIDDEN if thing.is_hidden(visit.end) else ItemState.PRESENT
        if thing.id in self.gone and not thing.always_listed(visit.start, visit.end):
            return  # it is back where no list shows it, and what is gone is not asked for again
        if thing.stays(visit.start, visit.end) and not self.spoiled:
            assert thing.wording(visit.end) == item.text
            assert expected is item.state, f"{thing.id} is {item.state}"

    def _is_found_gone(self, item: Item, thing: Thing, visit: Visit, reached: list[Thing]) -> None:
        root = thing.thread
        # What stands below a root that is gone is gone by the root's proof.
        told = root if root.never_shown(visit.start, visit.end) else thing
        alike = ANSWERS if told.kind in ANSWERS else {told.kind}
        canaries = [
            each
            for each in reached
            if each.kind in alike and each.always_listed(visit.start, visit.end)
        ]
        undisturbed = all(sent.fault is None for sent in visit.sent) and not self.impaired
        whole = visit.receipt.scope is Scope.FULL  # a look at one thread may lack a canary
        if canaries and thing.kind is not ItemKind.STORY and undisturbed and whole:
            self.missed[thing.id] = self.missed.get(thing.id, 0) + 1
        if self.missed.get(thing.id, 0) >= RUNS:
            assert ItemState.UNAVAILABLE is item.state, f"{thing.id} is gone"

    def _green_is_true(self, known: Mapping[str, Item]) -> None:
        """Invariant 4: what stayed visible for long enough in green time is in the archive."""
        city = self.city
        now = city.time.now
        period = Stretch(city.account.opened_at, now)
        watched = gather(city.archive, city.account, period, now)
        coverage = watched.coverage
        assert all(gap.cause for gap in coverage.gaps)
        lengths = [gap.span.length for gap in coverage.gaps]
        assert coverage.open.length == coverage.green + sum(lengths, timedelta(0))
        green = coverage.watched()
        intervals = {each.tier: each.interval for each in coverage.tiers}
        for thing in city.truth.things.values():
            for start, end, text in _states(thing, now):
                if self.moderation_was_lost and thing.is_covered(start):
                    continue
                needed = intervals[_tier(thing, end)] + coverage.longest_run
                stretches = (one.within(Stretch(start, end)) for one in green)
                if any(one.length > needed for one in stretches):
                    assert thing.id in known, f"{thing.id} stayed visible"
                    texts = {version.text for version in known[thing.id].versions}
                    assert self.spoiled or text in texts, f"{text} of {thing.id} stayed visible"


def _reaches(visit: Visit, thing: Thing) -> bool:
    """Whether a visit read the thread of a thing."""
    receipt = visit.receipt
    inside = receipt.threads is None or thing.thread.id in receipt.threads
    return thing.surface in receipt.surfaces and inside


def _states(thing: Thing, now: datetime) -> Iterator[tuple[datetime, datetime, str]]:
    """Give the stretches in which a thing was listed with one wording."""
    if thing.surface != "feed":
        return
    moments = [*thing.moments(thing.at, now), now]
    for start, end in pairwise(moments):
        if thing.listed(start):
            yield start, end, thing.wording(start)


def _tier(thing: Thing, at: datetime) -> Tier:
    """Give the coldest tier a thread can be in by then: its root may be all that ever moved it."""
    age = at - thing.thread.at
    limits = {Tier.HOT: timedelta(hours=24), Tier.WARM: timedelta(days=7), Tier.COOL: timedelta(60)}
    return next((tier for tier, limit in limits.items() if age < limit), Tier.COLD)


def _without(data: bytes, cuts: list[Span]) -> bytes:
    """Cut pieces out."""
    pieces, at = [], 0
    for cut in cuts:
        pieces.append(data[at : cut.start])
        at = cut.end
    return b"".join([*pieces, data[at:]])
