"""Events of alarms: what was raised, what is over, and what was told to people.

Never a text of an item, a word of a platform or a token: an alarm's sentences
are ours.
"""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from archiver.events import Event


class AlarmRaised(Event, frozen=True, tag="alarm_raised"):
    """Something needs a person, or an open alarm took a turn for the worse.

    ``subject`` is an account's key or ``archive``. ``step`` grows as it
    becomes more urgent.
    """

    kind: str
    subject: str
    since: datetime
    step: int
    what: str
    next_step: str


class AlarmCleared(Event, frozen=True, tag="alarm_cleared"):
    """What an alarm was about is over."""

    kind: str
    subject: str


class MessageKind(StrEnum):
    """What was sent: news of alarms, the daily note, the weekly test, or a saved search's finds."""

    ALARMS = "alarms"
    NOTE = "note"
    TEST = "test"
    SEARCH = "search"


class ToldAlarm(msgspec.Struct, frozen=True):
    """An alarm that a message named, and how bad it was then."""

    kind: str
    subject: str
    step: int


class MessageSent(Event, frozen=True, tag="alarm_message_sent"):
    """A channel took a message: a mail server, or whoever receives the webhook.

    ``day`` is the city's date. Whether a person read it is not known.
    """

    kind: MessageKind
    channel: str
    day: date
    alarms: tuple[ToldAlarm, ...] = ()


class TokenNarrowed(Event, frozen=True, tag="token_narrowed"):
    """A token can do less than when it was looked at before; with nothing ``lost`` it is mended."""

    account: str
    lost: tuple[str, ...]
