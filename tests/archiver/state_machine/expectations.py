"""Invariants 1 to 5 as they are checked after every step, against what truly happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from archiver.captures import Verdict
from archiver.items import ACCOUNT_FACTS, Item, ItemState
from tests.archiver.quillback import items
from tests.archiver.state_machine.city import City, Visit
from tests.archiver.state_machine.truth import Thing

RUNS = 2


@dataclass(slots=True)
class Expectations:
    """What has to be so, with what has to be remembered of the past for it."""

    city: City
    objects: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    missed: dict[str, int] = field(default_factory=dict)

    def check(self) -> None:
        """Check everything after a visit."""
        everything = items(self.city.archive)
        known = {key: item for key, item in everything.items() if item.kind not in ACCOUNT_FACTS}
        self._nothing_is_lost(known)
        visit = self.city.visits[-1] if self.city.visits else None
        if visit is not None:
            self._absence_has_proof(known, visit)
            if visit.receipt.verdict is Verdict.COMPLETE:
                self._everything_was_seen(known, visit)

    def _nothing_is_lost(self, known: Mapping[str, Item]) -> None:
        """Invariant 2: what was acknowledged stays, and no state is there twice."""
        now = {v.object: v.digest or "" for item in known.values() for v in item.versions}
        assert self.objects.items() <= now.items()
        self.objects = now
        for item in known.values():
            texts = [version.text for version in item.versions]
            assert len(texts) == len(set(texts)), f"{item.ref} has a state twice"
            assert item.id in self.city.truth.things, f"{item.ref} was invented"

    def _absence_has_proof(self, known: Mapping[str, Item], visit: Visit) -> None:
        """Invariant 3: only what truly could not be read is gone."""
        gone = {item.id for item in known.values() if item.state is ItemState.UNAVAILABLE}
        for ident in gone - self.gone:
            thing = self.city.truth.things[ident]
            assert not thing.always_shown(visit.start, visit.end), f"{ident} was there"
        self.gone = gone

    def _everything_was_seen(self, known: Mapping[str, Item], visit: Visit) -> None:
        """Invariants 3 and 5: a complete visit knows all that was there, and finds what is gone."""
        for thing in self.city.truth.things.values():
            if thing.always_shown(visit.start, visit.end):
                self.missed.pop(thing.id, None)
                assert thing.id in known, f"{thing.id} was there all the time"
                self._is_known_as_it_is(known[thing.id], thing, visit)
            elif thing.id in known and thing.never_shown(visit.start, visit.end):
                self._is_found_gone(known[thing.id], thing, visit)

    def _is_known_as_it_is(self, item: Item, thing: Thing, visit: Visit) -> None:
        if thing.stays(visit.start, visit.end):
            assert thing.wording(visit.end) == item.text
            expected = ItemState.HIDDEN if thing.is_hidden(visit.end) else ItemState.PRESENT
            assert expected is item.state, f"{thing.id} is {item.state}"

    def _is_found_gone(self, item: Item, thing: Thing, visit: Visit) -> None:
        alike = [
            each
            for each in self.city.truth.things.values()
            if each.what.is_root == thing.what.is_root and each.always_shown(visit.start, visit.end)
        ]
        if alike:
            self.missed[thing.id] = self.missed.get(thing.id, 0) + 1
        if self.missed.get(thing.id, 0) >= RUNS:
            assert ItemState.UNAVAILABLE is item.state, f"{thing.id} is gone"
