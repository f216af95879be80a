"""How an account is looked at: by hand, on schedule, disturbed, killed."""

from contextlib import closing, suppress
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from archiver.capture.confirming import confirm_gone, list_waiting
from archiver.capture.errors import NothingWaits
from archiver.capture.harvest import harvest
from archiver.capture_now.errors import ItemUnresolved
from archiver.capture_now.keeping import keep_now
from archiver.capture_now.naming import Named
from archiver.items import ItemKind
from archiver.ledger.closing import close_ledger
from archiver.platforms import FaultKind
from tests.archiver.quillback import READER, items, logical
from tests.archiver.state_machine.city import opened
from tests.archiver.state_machine.machine import PICKS, Speaking
from tests.archiver.state_machine.truth import LIFE

PATIENCE = [FaultKind.SLOW_BODY, FaultKind.OBJECT_UNREADABLE]
FAULTS = [
    kind
    for kind in FaultKind
    if kind not in PATIENCE and not kind.startswith("media_") and kind is not FaultKind.TIME_PASSES
]
"""All that go wrong with a call. Nothing is slow here; and what is said to be unreadable, without
any end, is as good as unreadable, so that has a rule of its own."""

WAITS = st.sampled_from([1, 10, 60, 24 * 60, 8 * 24 * 60])
"""Minutes."""


class Looking(Speaking):
    """Whoever looks at the account."""

    @rule()
    def all_is_read(self) -> None:
        """A full visit, undisturbed."""
        self.city.visit()

    @rule(pick=PICKS)
    def something_goes_and_that_is_found(self, pick: int) -> None:
        """Two full visits, undisturbed, after something went."""
        self.something_is_deleted(pick)
        self.city.visit()
        self.city.visit()

    @rule(pick=PICKS)
    def what_went_is_confirmed_by_a_person(self, pick: int) -> None:
        """A visit misses what went, and somebody says that whatever is missed is gone."""
        self.something_is_deleted(pick)
        self.city.visit()
        archive, account = self.city.archive, self.city.account
        with suppress(NothingWaits):  # only roots wait, and not while reading is impaired
            waiting = list_waiting(archive, READER, account)
            confirm_gone(archive, account, waiting, by="Dana Ortiz", reason="A clean-up")
            close_ledger(archive, lambda _: None)

    @rule(things=st.lists(st.tuples(st.integers(1, 8), PICKS), min_size=1, max_size=3))
    def all_is_read_while_things_happen(self, things: list[tuple[int, int]]) -> None:
        """A full visit, during which the lists shift."""
        for call, pick in things:
            self.city.line.meanwhile[call] = self.acts(pick)
        self.city.visit()
        self.city.line.quiet()

    @rule(
        kind=st.sampled_from(FAULTS),
        first=st.integers(1, 6),
        count=st.integers(1, 5),
        pick=PICKS,
    )
    def all_is_read_through_a_fault(
        self, kind: FaultKind, first: int, count: int, pick: int
    ) -> None:
        """A full visit, during which some calls go wrong."""
        calls = tuple(range(first, first + count))
        path = self.played.lists[pick % len(self.played.lists)]
        self.city.line.platform.misbehave(kind, path=path, calls=calls)
        self.city.visit()
        self.city.line.quiet()

    @rule(first=st.integers(1, 8))
    def all_is_read_until_nothing_is_readable(self, first: int) -> None:
        """From some call on the platform says of everything that it is not there."""
        calls = tuple(range(first, first + 300))
        self.city.line.platform.misbehave(FaultKind.OBJECT_UNREADABLE, calls=calls)
        self.city.visit()
        self.city.line.quiet()

    @rule(steps=st.integers(0, 60))
    def a_visit_is_killed_and_done_again(self, steps: int) -> None:
        """That ends where an undisturbed one does, of the same archive at the same time."""
        city, start = self.city, self.city.time.now
        copy, before = city.copied(), len(city.receipts)
        died = city.killed(steps, city.visit)
        city.visit()
        acknowledged = len(city.receipts) - before
        expires = any(
            start < each.at + LIFE <= city.time.now for each in city.truth.things.values()
        )
        if died and not expires and not self.limited:
            with closing(opened(copy, city.time)) as undisturbed, city.line.open():
                for _ in range(acknowledged):
                    harvest(undisturbed, undisturbed.accounts()[0], city.outside)
                city.line.sent.clear()
                assert logical(undisturbed) == logical(city.archive)

    @rule(steps=st.integers(0, 60))
    def a_worker_is_killed(self, steps: int) -> None:
        """A worker, killed before one of its steps."""
        self.city.killed(steps, self.city.work_off)

    @rule(pick=PICKS)
    def something_is_kept_now(self, pick: int) -> None:
        """Staff are about to act on something; only a post may be unknown to the archive."""
        thing = self.pick(pick, list(self.city.truth.things.values()))
        if thing is None:
            return
        if thing.kind is not ItemKind.POST and thing.id not in items(self.city.archive):
            return
        named = Named(self.played.platform, id=thing.id)
        with self.city.line.open():
            try:
                keep_now(self.city.archive, named, self.city.archive.accounts(), self.city.outside)
            except ItemUnresolved:
                return  # it is gone, or was never seen and its address does not tell its thread

    @rule(minutes=WAITS)
    def time_passes(self, minutes: int) -> None:
        """Nobody looks."""
        self.city.time.wait(minutes * 60)

    @rule(days=st.sampled_from([0.04, 3]))
    def the_clock_jumps(self, days: float) -> None:
        """The clock of the archive's machine is wrong by so many more days from now on."""
        self.city.time.error += timedelta(days=days)
        self.expected.clock_was_wrong = True

    @rule()
    def a_worker_looks(self) -> None:
        """What is due is done."""
        self.city.work_off()

    @rule(rounds=st.integers(1, 4))
    def a_worker_goes_on(self, rounds: int) -> None:
        """A worker does what is due whenever it is due."""
        for _ in range(rounds):
            due = self.city.next_due()
            now = self.city.time.now + self.city.time.error
            if due is not None and now < due < now + timedelta(days=10):
                self.city.time.wait((due - now).total_seconds())
            self.city.work_off()
