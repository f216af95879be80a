"""What changed since the last round, and what is to be told by a channel. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from archiver.alarms.alarm import TOLD_BY_STEP, Alarm, Name


@dataclass(frozen=True, slots=True)
class Standing:
    """An open alarm as it is kept: when it was raised, since when it is so, how urgent it was."""

    name: Name
    raised: datetime
    since: datetime
    step: int


@dataclass(frozen=True, slots=True)
class Told:
    """When an alarm was told last by a channel, and how urgent it was then."""

    at: datetime
    step: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What a round changes: alarms that are new or became worse, and those that are over."""

    raised: tuple[Alarm, ...]
    cleared: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What a channel is to tell in one message: what is new, and what is still open."""

    new: tuple[Alarm, ...]
    still: tuple[Alarm, ...]

    @property
    def all(self) -> tuple[Alarm, ...]:
        """Everything the message names."""
        return (*self.new, *self.still)


def turn(standing: Iterable[Standing], found: Iterable[Alarm]) -> Turn:
    """Compare what is open with what was found."""
    known, now = {each.name: each for each in standing}, {each.name: each for each in found}
    return Turn(
        raised=tuple(
            alarm
            for name, alarm in now.items()
            if name not in known or alarm.step > known[name].step
        ),
        cleared=tuple(name for name in known if name not in now),
    )


def news(
    found: Iterable[Alarm],
    raised: Mapping[Name, datetime],
    told: Mapping[Name, Told],
    now: datetime,
    remind: timedelta,
) -> News | None:
    """Say what a channel is to tell now; None where nothing is.

    Where anything is to be told, everything that is open goes with it, so that
    one message a day is all that comes while nothing changes. An alarm that
    was told, went away and came back within ``remind`` is not told anew.
    """
    found = tuple(found)
    new = tuple(each for each in found if _is_new(each, raised[each.name], told, now, remind))
    still = tuple(each for each in found if each not in new)
    reminded = (
        now - told[each.name].at >= remind and each.kind not in TOLD_BY_STEP for each in still
    )
    return News(new, still) if new or any(reminded) else None


def _is_new(
    alarm: Alarm, raised: datetime, told: Mapping[Name, Told], now: datetime, remind: timedelta
) -> bool:
    last = told.get(alarm.name)
    # What was told in the future was told by a clock that was wrong.
    if last is None or last.at > now or alarm.step > last.step:
        return True
    return last.at < raised and now - last.at >= remind
