"""What truly happened on the played accounts, as plain data: told by nobody but the rules."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class What(StrEnum):
    """What an item is; the values are those of ``civickeep items``."""

    POST = "post"
    COMMENT = "comment"
    REPLY = "reply"

    @property
    def is_root(self) -> bool:
        """Whether it stands on the account itself and answers nothing."""
        return self is What.POST


@dataclass(frozen=True, slots=True)
class Moment:
    """From here on something is so."""

    at: datetime
    value: str


@dataclass(slots=True)
class Thing:
    """One item: its wordings, and when it was there and hidden, each change with its instant.

    ``above`` is what it answers. What is not there is deleted by itself; what
    stands below something deleted is not shown either.
    """

    id: str
    what: What
    at: datetime
    above: "Thing | None"
    wordings: list[Moment] = field(default_factory=list)
    there: list[Moment] = field(default_factory=list)
    hidden: list[Moment] = field(default_factory=list)

    @property
    def thread(self) -> "Thing":
        """The root it stands below, or itself."""
        return self if self.above is None else self.above.thread

    def wording(self, at: datetime) -> str:
        """Give its text at an instant."""
        return _value(self.wordings, at)

    def is_hidden(self, at: datetime) -> bool:
        """Whether the account hides it."""
        return bool(_value(self.hidden, at))

    def shown(self, at: datetime) -> bool:
        """Whether the account's own token could read it at an instant."""
        above = self.above is None or self.above.shown(at)
        return above and at >= self.at and bool(_value(self.there, at))

    def changes(self) -> Iterator[datetime]:
        """Give every instant at which anything about it, or above it, changed."""
        yield from (moment.at for moment in (*self.wordings, *self.there, *self.hidden))
        if self.above is not None:
            yield from self.above.changes()

    def moments(self, start: datetime, end: datetime) -> list[datetime]:
        """Give the beginning of a stretch and every instant in it at which something changed."""
        return [start, *sorted({at for at in self.changes() if start < at <= end})]

    def always_shown(self, start: datetime, end: datetime) -> bool:
        """Whether it could be read all the time."""
        return all(self.shown(at) for at in self.moments(start, end))

    def never_shown(self, start: datetime, end: datetime) -> bool:
        """Whether it could not be read at any time."""
        return not any(self.shown(at) for at in self.moments(start, end))

    def stays(self, start: datetime, end: datetime) -> bool:
        """Whether nothing about it changed in a stretch."""
        return len(self.moments(start, end)) == 1


@dataclass(slots=True)
class Truth:
    """Everything on one account, in the order in which it came to be."""

    things: dict[str, Thing] = field(default_factory=dict)

    def appear(self, ident: str, what: What, at: datetime, above: Thing | None, text: str) -> None:
        """Let something be said."""
        thing = Thing(ident, what, at, above)
        thing.wordings.append(Moment(at, text))
        thing.there.append(Moment(at, "there"))
        self.things[ident] = thing

    def shown(self, at: datetime, kinds: Iterable[What] = tuple(What)) -> list[Thing]:
        """List what can be read."""
        return [each for each in self.things.values() if each.what in kinds and each.shown(at)]

    def gone(self, at: datetime) -> list[Thing]:
        """List what was deleted by itself and can come back."""
        return [
            each
            for each in self.things.values()
            if not _value(each.there, at) and (each.above is None or each.above.shown(at))
        ]


def _value(moments: list[Moment], at: datetime) -> str:
    """Give what is so at an instant; nothing before the first."""
    place = bisect_right(moments, at, key=lambda moment: moment.at)
    return moments[place - 1].value if place else ""
