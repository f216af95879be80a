"""What truly happened on a played account, as plain data: told by nobody but the rules."""

from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from archiver.items import ItemKind
from archiver.surfaces import Surface

SURFACES = {
    ItemKind.POST: Surface.FEED,
    ItemKind.REEL: Surface.REELS,
    ItemKind.STORY: Surface.STORIES,
}
LIFE = timedelta(hours=24)
"""How long a story is shown."""


@dataclass(frozen=True, slots=True)
class Moment:
    """From here on something is so; an empty value says that it is not."""

    at: datetime
    value: str


@dataclass(slots=True)
class Thing:
    """One item: its wordings, and when it was there and hidden, each change with its instant.

    ``above`` is what it answers. What is not there is deleted by itself; what
    stands below something deleted is not shown either. With ``hides`` the
    account's lists leave out what is hidden, with all below it.
    """

    id: str
    kind: ItemKind
    at: datetime
    above: "Thing | None"
    wordings: list[Moment]
    there: list[Moment]
    hidden: list[Moment] = field(default_factory=list)
    hides: bool = False

    @property
    def thread(self) -> "Thing":
        """The root it stands below, or itself."""
        return self if self.above is None else self.above.thread

    @property
    def surface(self) -> Surface:
        """Where its thread is listed."""
        return SURFACES[self.thread.kind]

    def wording(self, at: datetime) -> str:
        """Give its text at an instant."""
        return _value(self.wordings, at)

    def is_hidden(self, at: datetime) -> bool:
        """Whether the account hides it."""
        return bool(_value(self.hidden, at))

    def is_covered(self, at: datetime) -> bool:
        """Whether the account hides it, or something that it answers."""
        return self.is_hidden(at) or (self.above is not None and self.above.is_covered(at))

    def shown(self, at: datetime) -> bool:
        """Whether the account's own token could read it by its id at an instant."""
        above = self.above is None or self.above.shown(at)
        over = self.kind is ItemKind.STORY and at >= self.at + LIFE
        return above and not over and bool(_value(self.there, at))

    def listed(self, at: datetime) -> bool:
        """Whether a list showed it at an instant."""
        above = self.above is None or self.above.listed(at)
        return above and self.shown(at) and not (self.hides and self.is_hidden(at))

    def moments(self, start: datetime, end: datetime) -> list[datetime]:
        """Give the beginning of a stretch and every instant in it at which something changed."""
        return [start, *sorted({at for at in self.changes() if start < at <= end})]

    def always_shown(self, start: datetime, end: datetime) -> bool:
        """Whether it could be read all the time."""
        return all(self.shown(at) for at in self.moments(start, end))

    def always_listed(self, start: datetime, end: datetime) -> bool:
        """Whether a list showed it all the time."""
        return all(self.listed(at) for at in self.moments(start, end))

    def never_shown(self, start: datetime, end: datetime) -> bool:
        """Whether it could not be read at any time."""
        return not any(self.shown(at) for at in self.moments(start, end))

    def stays(self, start: datetime, end: datetime) -> bool:
        """Whether nothing about it changed in a stretch."""
        return len(self.moments(start, end)) == 1

    def was_deleted(self, end: datetime) -> bool:
        """Whether it, or what it answers, was ever deleted before an instant."""
        mine = any(not moment.value for moment in self.there if moment.at <= end)
        return mine or (self.above is not None and self.above.was_deleted(end))

    def changes(self) -> Iterator[datetime]:
        """Give every instant at which anything about it, or above it, changed."""
        yield from (moment.at for moment in (*self.wordings, *self.there, *self.hidden))
        if self.kind is ItemKind.STORY:
            yield self.at + LIFE
        if self.above is not None:
            yield from self.above.changes()


@dataclass(slots=True)
class Truth:
    """Everything on one account, in the order in which it came to be."""

    things: dict[str, Thing] = field(default_factory=dict)

    def appear(
        self, ident: str, kind: ItemKind, at: datetime, text: str, above: Thing | None = None
    ) -> Thing:
        """Let something be said."""
        thing = Thing(ident, kind, at, above, [Moment(at, text)], [Moment(at, "there")])
        self.things[ident] = thing
        return thing

    def shown(self, at: datetime, kinds: Collection[ItemKind] = tuple(ItemKind)) -> list[Thing]:
        """List what can be read."""
        return [each for each in self.things.values() if each.kind in kinds and each.shown(at)]

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
