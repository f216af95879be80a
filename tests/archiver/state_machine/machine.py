"""What can happen to an account and to its archive, in any order."""

from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from archiver.platforms import Comment, Delete, Edit, Hide, Page, Post, Restore, Unhide
from archiver.verify.whole import verify
from tests.archiver.quillback import BEGINNING, CITY, PAGE, RUTH
from tests.archiver.state_machine.city import begin
from tests.archiver.state_machine.expectations import Expectations
from tests.archiver.state_machine.truth import Moment, Thing, What

PICKS = st.integers(0, 99)
"""Chooses among what there is, whatever that is."""


class Life(RuleBasedStateMachine):
    """A page lives on while it is archived."""

    founded: ClassVar[Path]
    place: ClassVar[Path]
    steps: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.city = begin(self.founded, self.place, Page(at=BEGINNING, id=PAGE, name=CITY))
        self.expected = Expectations(self.city)
        self.born = 0
        self.looked = 0

    def teardown(self) -> None:
        """Hold the whole archive against its objects."""
        try:
            assert [] == verify(self.city.archive).findings.problems
        finally:
            self.city.leave()

    @invariant()
    def what_is_promised_holds(self) -> None:
        """Check it wherever anybody looked since."""
        type(self).steps += 1
        if len(self.city.visits) > self.looked:
            self.looked = len(self.city.visits)
            self.expected.check()

    @rule()
    def the_city_posts(self) -> None:
        """Something new stands on the account."""
        name, text = f"{PAGE}_{self._name()}", f"Notice {self.born}"
        at = self.city.happen(lambda at: Post(at=at, id=name, page=PAGE, message=text))
        self.city.truth.appear(name, What.POST, at, None, text)

    @rule(pick=PICKS)
    def somebody_answers(self, pick: int) -> None:
        """A comment appears, or a reply to one."""
        above = self._pick(pick, self.city.truth.shown(self.city.time.now))
        if above is None or above.what is What.REPLY:
            return
        name, text = f"c{self._name()}", f"Answer {self.born}"
        at = self.city.happen(
            lambda at: Comment(at=at, id=name, parent=above.id, message=text, author=RUTH)
        )
        what = What.COMMENT if above.what.is_root else What.REPLY
        self.city.truth.appear(name, what, at, above, text)

    @rule(pick=PICKS, back=st.booleans())
    def a_text_is_edited(self, pick: int, *, back: bool) -> None:
        """A text becomes another, or what it was first."""
        thing = self._pick(pick, self.city.truth.shown(self.city.time.now))
        if thing is None:
            return
        text = thing.wordings[0].value if back else f"Wording {self._name()}"
        at = self.city.happen(lambda at: Edit(at=at, id=thing.id, message=text))
        thing.wordings.append(Moment(at, text))

    @rule(pick=PICKS)
    def something_is_hidden_or_shown(self, pick: int) -> None:
        """The account hides something, or shows it again."""
        thing = self._pick(pick, self.city.truth.shown(self.city.time.now))
        if thing is None:
            return
        now = thing.is_hidden(self.city.time.now)
        act = Unhide if now else Hide
        at = self.city.happen(lambda at: act(at=at, id=thing.id))
        thing.hidden.append(Moment(at, "" if now else "hidden"))

    @rule(pick=PICKS)
    def something_is_deleted(self, pick: int) -> None:
        """Something goes, with all below it."""
        thing = self._pick(pick, self.city.truth.shown(self.city.time.now))
        if thing is not None:
            at = self.city.happen(lambda at: Delete(at=at, id=thing.id))
            thing.there.append(Moment(at, ""))

    @rule(pick=PICKS)
    def something_comes_back(self, pick: int) -> None:
        """Something deleted is back."""
        thing = self._pick(pick, self.city.truth.gone(self.city.time.now))
        if thing is not None:
            at = self.city.happen(lambda at: Restore(at=at, id=thing.id))
            thing.there.append(Moment(at, "there"))

    @rule()
    def all_is_read(self) -> None:
        """A full visit, undisturbed."""
        self.city.visit()

    @rule(steps=st.integers(0, 60))
    def a_visit_is_killed(self, steps: int) -> None:
        """A full visit, killed before one of its steps."""
        self.city.killed(steps)

    def _name(self) -> str:
        self.born += 1
        return str(self.born)

    def _pick(self, pick: int, among: list[Thing]) -> Thing | None:
        return among[pick % len(among)] if among else None
