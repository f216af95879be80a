"""A message to people: what was found, in words and as data, whichever way it goes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from archiver.alarm_events import MessageKind
from archiver.alarms.alarm import ARCHIVE, Alarm
from archiver.alarms.kept import KeptAlarm
from archiver.alarms.state import News
from archiver.alarms.words import counted, in_words
from archiver.civil_time import civil_date
from archiver.ledger.checkpoint import SignedCheckpoint

MARK = "TEST"
"""Stands first in everything that is only a test."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent. ``title`` is one line; ``alarms`` are those it names.

    ``checkpoint`` goes with the daily note, to be kept outside the archive.
    """

    kind: MessageKind
    city: str
    at: datetime
    day: date
    title: str
    text: str
    alarms: tuple[Alarm, ...] = ()
    checkpoint: SignedCheckpoint | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """When and where a message is written: the city, the clock it goes by, and the instant."""

    city: str
    zone: ZoneInfo
    at: datetime

    def message(self, kind: MessageKind, title: str, text: str) -> Message:
        """Put a message together; its title names the city."""
        named = f"Civickeep {self.city}: {title}"
        return Message(kind, self.city, self.at, civil_date(self.at, self.zone), named, text)


def alarm_message(moment: Moment, news: News, over: Iterable[KeptAlarm]) -> Message:
    """Write one message of everything that is to be told now."""
    message = moment.message(MessageKind.ALARMS, _title(news), _text(moment, news, over))
    return replace(message, alarms=news.all)


def trial_message(moment: Moment, alarm: Alarm) -> Message:
    """Write what an alarm would look like, marked as a test in its title and its first line."""
    news = News((alarm,), ())
    text = f"{MARK}: this is a test of the alarms. Nothing is wrong.\n\n{_text(moment, news, ())}"
    return moment.message(MessageKind.TEST, f"{MARK}: {_title(news)}", text)


def _text(moment: Moment, news: News, over: Iterable[KeptAlarm]) -> str:
    parts = [
        *_section("New:", news.new, moment.zone),
        *_section("Still open:", news.still, moment.zone),
        *over_lines(over, moment.zone),
        "civickeep alarm list shows what is open; civickeep alarm check looks again.\n",
    ]
    return "\n".join(parts)


def alarm_lines(alarms: Iterable[Alarm | KeptAlarm], zone: ZoneInfo) -> list[str]:
    """Write alarms as a list: what is wrong, since when, and the next step."""
    return [
        f"- {each.what}\n  Since: {in_words(each.since, zone)}\n  Next:  {each.next_step}\n"
        for each in alarms
    ]


def over_lines(over: Iterable[KeptAlarm], zone: ZoneInfo) -> list[str]:
    """Write what is over, where anything is."""
    lines = [
        f"- {each.what}\n  Over:  {in_words(each.cleared, zone)}\n"
        for each in over
        if each.cleared is not None
    ]
    return ["Over:", *lines] if lines else []


def _section(title: str, alarms: tuple[Alarm, ...], zone: ZoneInfo) -> list[str]:
    return [title, *alarm_lines(alarms, zone)] if alarms else []


def _title(news: News) -> str:
    subjects = sorted({each.subject for each in news.all})
    about = ", ".join("the archive" if each == ARCHIVE else each for each in subjects[:3])
    more = f" and {len(subjects) - 3:,} more" if len(subjects) > 3 else ""  # noqa: PLR2004 - that many are named
    what = f"{counted(len(news.new), 'new alarm')}" if news.new else "reminder"
    return f"{what}, {len(news.all):,} open ({about}{more})"
