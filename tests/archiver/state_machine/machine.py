"""What can happen to an account and to its archive, in any order."""

from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from archiver.captures import Verdict
from archiver.catalogue.dump import compare
from archiver.items import ANSWERS, ItemKind
from archiver.ledger.closing import close_ledger
from archiver.platforms import Comment, Delete, Edit, Hide, Restore, Token, Unhide
from archiver.rebuild.catalogue import rebuild_catalogue
from archiver.registration import choose_surfaces, close_account
from archiver.surfaces import EVERY_SURFACE, Surface
from archiver.verify.whole import verify
from tests.archiver.quillback import BEGINNING, RUTH
from tests.archiver.state_machine.accounts import PlayedAccount
from tests.archiver.state_machine.city import City, Limits, begin, opened
from tests.archiver.state_machine.expectations import Expectations
from tests.archiver.state_machine.truth import Moment, Thing

PICKS = st.integers(0, 99)
"""Chooses among what there is, whatever that is."""


RARE = EVERY_SURFACE - {Surface.FEED, Surface.STORIES, Surface.REELS}
"""Surfaces on which nothing is said here."""


class End(StrEnum):
    """What comes last."""

    LEFT = "left"
    CLOSED = "closed"
    REBUILT = "rebuilt"


class Life(RuleBasedStateMachine):
    """An account lives on while it is archived."""

    founded: ClassVar[Path]
    place: ClassVar[Path]
    played: ClassVar[PlayedAccount]
    steps: ClassVar[int] = 0

    city: City
    expected: Expectations
    end: End
    limited: bool
    born: int

    @initialize(
        counted=st.booleans(),
        allowed=st.sampled_from([None, None, None, 60]),
        few=st.sampled_from([True, True, False]),
        end=st.sampled_from(End),
    )
    def begins(self, *, counted: bool, allowed: int | None, few: bool, end: End) -> None:
        """The account and an empty archive come to be; ``few`` surfaces are archived, or all."""
        played = self.played
        self.born = 0
        self.city = begin(
            self.founded,
            self.place,
            played.begin(BEGINNING),
            (played.platform, played.id),
            lambda visit: self.expected.check(visit),  # noqa: PLW0108 - it is made below
            Limits(counted_cursors=counted, calls_allowed=allowed),
        )
        self.expected = Expectations(self.city)
        self.end, self.limited = end, allowed is not None
        if few:
            choose_surfaces(self.city.archive, self.city.account, off=RARE, by="Dana Ortiz")

    def teardown(self) -> None:
        """Hold the whole archive against its objects."""
        if not hasattr(self, "city"):
            return
        try:
            self._close()
            problems = verify(self.city.archive).findings.problems
            assert not problems, problems
            if self.end is End.REBUILT:
                self._rebuild()
        finally:
            self.city.leave()

    @invariant()
    def is_counted(self) -> None:
        """Count a step; what is promised is checked where a visit ends."""
        type(self).steps += 1

    def _close(self) -> None:
        """Close the account: nobody is asked about it any more."""
        if self.end is not End.CLOSED:
            return
        close_account(self.city.archive, self.city.account, by="Dana Ortiz", reason="It moved")
        close_ledger(self.city.archive, lambda _: None)
        asked = len(self.city.line.platform.calls)
        self.city.work_off()
        assert asked == len(self.city.line.platform.calls)

    def _rebuild(self) -> None:
        """Make the catalogue again from nothing but the store."""
        other = self.city.copied()
        with closing(opened(other, self.city.time)) as copy:
            rebuilt = copy.settings
        rebuild_catalogue(rebuilt)
        with (
            closing(opened(other, self.city.time)) as copy,
            copy.reading() as actual,
            self.city.archive.reading() as expected,
        ):
            assert [] == list(compare(actual, expected))

    def name(self) -> str:
        """Give a number that nothing has yet."""
        self.born += 1
        return str(self.born)

    def pick(self, number: int, among: list[Thing]) -> Thing | None:
        """Choose one, if there is any."""
        return among[number % len(among)] if among else None


class Speaking(Life):
    """What is said on the account, changed and taken down."""

    @rule(pick=PICKS, own=st.booleans())
    def something_new_is_published(self, pick: int, *, own: bool) -> None:
        """A post, a medium, a reel or a story; by the city or by a visitor."""
        kind = self.played.roots[pick % len(self.played.roots)]
        name, text = f"{self.played.id}_{self.name()}", f"Notice {self.born}"
        text = "" if kind is ItemKind.STORY else text
        at = self.city.happen(lambda at: self.played.root(at, kind, name, text, own=own))
        self.city.truth.appear(name, kind, at, text)

    @rule(pick=PICKS)
    def somebody_answers(self, pick: int) -> None:
        """A comment appears, or a reply to one."""
        now = self.city.time.now
        kinds = (ItemKind.POST, ItemKind.REEL, ItemKind.COMMENT)
        above = self.pick(pick, self.city.truth.shown(now, kinds))
        if above is None:
            return
        name, text = f"9{self.name()}", f"Answer {self.born}"
        at = self.city.happen(
            lambda at: Comment(at=at, id=name, parent=above.id, message=text, author=RUTH)
        )
        kind = ItemKind.REPLY if above.kind in ANSWERS else ItemKind.COMMENT
        thing = self.city.truth.appear(name, kind, at, text, above)
        thing.hides = self.played.hides

    @rule(pick=PICKS, back=st.booleans())
    def a_text_is_edited(self, pick: int, *, back: bool) -> None:
        """A text becomes another, or what it was first."""
        kinds = (ItemKind.POST, ItemKind.REEL, ItemKind.COMMENT, ItemKind.REPLY)
        thing = self.pick(pick, self.city.truth.shown(self.city.time.now, kinds))
        if thing is not None:
            text = thing.wordings[0].value if back else f"Wording {self.name()}"
            at = self.city.happen(lambda at: Edit(at=at, id=thing.id, message=text))
            thing.wordings.append(Moment(at, text))

    @rule(pick=PICKS)
    def something_is_hidden_or_shown(self, pick: int) -> None:
        """The account hides something, or shows it again."""
        now = self.city.time.now
        thing = self.pick(pick, self.city.truth.shown(now, self.played.hidden))
        if thing is not None:
            was = thing.is_hidden(now)
            act = Unhide if was else Hide
            at = self.city.happen(lambda at: act(at=at, id=thing.id))
            thing.hidden.append(Moment(at, "" if was else "hidden"))

    @rule(pick=PICKS)
    def something_is_deleted(self, pick: int) -> None:
        """Something goes, with all below it."""
        thing = self.pick(pick, self.city.truth.shown(self.city.time.now))
        if thing is not None:
            at = self.city.happen(lambda at: Delete(at=at, id=thing.id))
            thing.there.append(Moment(at, ""))

    @rule(picks=st.lists(PICKS, min_size=2, max_size=6))
    def several_things_happen(self, picks: list[int]) -> None:
        """A day on the account."""
        for pick in picks:
            self.acts(pick)()

    @rule(pick=PICKS)
    def something_comes_back(self, pick: int) -> None:
        """Something deleted is back."""
        thing = self.pick(pick, self.city.truth.gone(self.city.time.now))
        if thing is not None:
            at = self.city.happen(lambda at: Restore(at=at, id=thing.id))
            thing.there.append(Moment(at, "there"))

    def acts(self, pick: int) -> Callable[[], object]:
        """Give something that can happen while somebody reads."""
        return (
            lambda: self.something_new_is_published(pick, own=True),
            lambda: self.somebody_answers(pick),
            lambda: self.a_text_is_edited(pick, back=False),
            lambda: self.something_is_hidden_or_shown(pick),
            lambda: self.something_is_deleted(pick),
            lambda: self.something_comes_back(pick),
        )[pick % 6]


class Trusting(Life):
    """What the account grants us and takes away."""

    @rule(subcode=st.sampled_from([463, 460, 467, 492]))
    def the_token_is_refused_for_a_while(self, subcode: int) -> None:
        """Every call is refused, and then none any more."""
        self.city.happen(lambda at: Token(at=at, dead=subcode))  # type: ignore[arg-type] # those of its codes
        receipt = self.city.visit()
        assert Verdict.FAILED is receipt.verdict
        assert receipt.gaps
        self.city.happen(lambda at: Token(at=at, dead=None))

    @rule(granted=st.sampled_from(["all", "all", "own", "others"]))
    def what_is_granted_changes(self, granted: str) -> None:
        """The token may read less, or all again."""
        self.city.happen(lambda at: Token(at=at, scopes=self.played.scopes[granted]))
        self.expected.impaired_by["scopes"] = granted != "all"
        self._is_told()

    @rule(moderates=st.sampled_from([True, True, False]))
    def a_task_is_lost_or_given_back(self, *, moderates: bool) -> None:
        """The person behind the token may moderate, or not any more."""
        tasks = ("MODERATE",) if moderates else ("ANALYZE",)
        self.city.happen(lambda at: Token(at=at, tasks=tasks))
        self.expected.impaired_by["tasks"] = not moderates
        self.expected.moderation_was_lost |= not moderates
        self.city.visit()

    def _is_told(self) -> None:
        """Look at once: what may not be read is a gap."""
        receipt, now = self.city.visit(), self.city.time.now
        answers = [each for each in self.city.truth.shown(now, ANSWERS) if each.listed(now)]
        assert receipt.gaps or not answers or not self.expected.impaired_by["scopes"]
