"""A way to tell people, and sending by each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from archiver.alarms.alarm import Alarm
from archiver.alarms.errors import RecipientsRefused
from archiver.alarms.kept import note_delivery
from archiver.alarms.message import Message
from archiver.alarms.state import Turn
from archiver.archive import Archive
from archiver.errors import CivickeepError

TRIES, PAUSE = 2, 5.0
"""Tries in one round, and seconds between them; the next round tries again."""

Wait = Callable[[float], None]


class Channel(Protocol):
    """A way to tell people.

    ``send`` returns only when the other side has taken the message. It raises
    ``RecipientsRefused`` where some did, and ``DeliveryFailed`` or
    ``ChannelNotReady`` where nobody did, in our words alone. It may be called
    twice for one message: whoever receives it bears that.
    """

    @property
    def name(self) -> str:
        """What the channel is called in ``civickeep alarm``, such as ``e-mail``."""

    def send(self, message: Message) -> None:
        """Hand a message over."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a message by one channel; ``error`` is None where all went well."""

    channel: str
    message: Message
    error: CivickeepError | None = None

    @property
    def taken(self) -> bool:
        """Whether anybody has the message."""
        return self.error is None or isinstance(self.error, RecipientsRefused)


@dataclass(frozen=True, slots=True)
class Round:
    """What came of a round: what is open, what changed, and what was sent."""

    open: tuple[Alarm, ...]
    turn: Turn
    deliveries: tuple[Delivery, ...]

    @property
    def undelivered(self) -> tuple[Delivery, ...]:
        """What did not go out as it should."""
        return tuple(each for each in self.deliveries if each.error is not None)


def deliver(archive: Archive, channel: Channel, message: Message, wait: Wait) -> Delivery:
    """Send a message by a channel, again where that may help, and note whether it works."""
    delivery = attempt(channel, message, wait)
    error = None if delivery.error is None else delivery.error.what
    note_delivery(archive, channel.name, error, archive.clock())
    return delivery


def attempt(channel: Channel, message: Message, wait: Wait) -> Delivery:
    """Send a message, again where that may help; notes nothing."""
    error: CivickeepError | None = None
    for number in range(TRIES):
        if number:
            wait(PAUSE)
        try:
            channel.send(message)
        except CivickeepError as failed:
            error = failed
            if not failed.retryable:
                break
        else:
            return Delivery(channel.name, message)
    return Delivery(channel.name, message, error)
