"""Alarms and messages as JSON: what commands and the webhook promise."""

import base64
from collections.abc import Iterable

import msgspec

from archiver.alarms.alarm import ARCHIVE, Alarm
from archiver.alarms.channel import Delivery, Round
from archiver.alarms.kept import KeptAlarm
from archiver.alarms.message import Message
from archiver.civil_time import to_wire
from archiver.ledger.checkpoint import SignedCheckpoint


class AlarmEntry(msgspec.Struct, frozen=True):
    """An alarm; ``account`` is null where it is about the archive. ``step`` grows with urgency."""

    kind: str
    account: str | None
    since: str
    what: str
    next_step: str
    step: int


class KeptAlarmEntry(AlarmEntry, frozen=True):
    """One line of ``civickeep alarm list``; ``told`` is null where nobody was told yet."""

    raised: str
    told: str | None
    over: str | None


class CheckpointNote(msgspec.Struct, frozen=True):
    """A checkpoint: ``note`` is what ``civickeep verify --against FILE`` reads, root in base64."""

    size: int
    root: str
    note: str


class DeliveryEntry(msgspec.Struct, frozen=True):
    """What came of a message by one channel."""

    channel: str
    message: str
    delivered: bool
    error: str | None


class WebhookEntry(msgspec.Struct, frozen=True):
    """What the webhook posts; ``kind`` is ``alarms``, ``note`` or ``test``."""

    kind: str
    city: str
    sent: str
    title: str
    text: str
    alarms: tuple[AlarmEntry, ...]
    checkpoint: CheckpointNote | None


class DeliveriesEntry(msgspec.Struct, frozen=True):
    """What ``civickeep alarm test --json`` prints."""

    sent: tuple[DeliveryEntry, ...]


class NamedEntry(msgspec.Struct, frozen=True):
    """An alarm by name alone."""

    kind: str
    account: str | None


class RoundEntry(msgspec.Struct, frozen=True):
    """What ``civickeep alarm check --json`` prints: all that is open, and what changed now."""

    open: tuple[AlarmEntry, ...]
    raised: tuple[NamedEntry, ...]
    cleared: tuple[NamedEntry, ...]
    sent: tuple[DeliveryEntry, ...]


def alarm_entry(alarm: Alarm) -> AlarmEntry:
    """Put an alarm into its promised shape."""
    return AlarmEntry(
        kind=alarm.kind,
        account=_account(alarm.subject),
        since=to_wire(alarm.since),
        what=alarm.what,
        next_step=alarm.next_step,
        step=alarm.step,
    )


def kept_entry(kept: KeptAlarm) -> KeptAlarmEntry:
    """Put an alarm that was kept into its promised shape."""
    return KeptAlarmEntry(
        kind=kept.name.kind,
        account=_account(kept.name.subject),
        since=to_wire(kept.since),
        what=kept.what,
        next_step=kept.next_step,
        step=kept.step,
        raised=to_wire(kept.raised),
        told=None if kept.told is None else to_wire(kept.told),
        over=None if kept.cleared is None else to_wire(kept.cleared),
    )


def checkpoint_note(signed: SignedCheckpoint) -> CheckpointNote:
    """Put a checkpoint into its promised shape."""
    root = base64.b64encode(signed.root).decode()
    return CheckpointNote(signed.size, root, bytes(signed.note).decode())


def delivery_entry(delivery: Delivery) -> DeliveryEntry:
    """Put what came of a message into its promised shape."""
    error = delivery.error
    return DeliveryEntry(
        channel=delivery.channel,
        message=delivery.message.kind,
        delivered=delivery.taken,
        error=None if error is None else f"{error.what} {error.next_step}",
    )


def deliveries_entry(deliveries: Iterable[Delivery]) -> DeliveriesEntry:
    """Put what came of a message by every channel into its promised shape."""
    return DeliveriesEntry(tuple(map(delivery_entry, deliveries)))


def round_entry(found: Round) -> RoundEntry:
    """Put a round into its promised shape."""
    return RoundEntry(
        open=tuple(map(alarm_entry, found.open)),
        raised=tuple(NamedEntry(each.kind, _account(each.subject)) for each in found.turn.raised),
        cleared=tuple(NamedEntry(each.kind, _account(each.subject)) for each in found.turn.cleared),
        sent=tuple(map(delivery_entry, found.deliveries)),
    )


def webhook_entry(message: Message) -> WebhookEntry:
    """Put a message into the shape that the webhook posts."""
    return WebhookEntry(
        kind=message.kind,
        city=message.city,
        sent=to_wire(message.at),
        title=message.title,
        text=message.text,
        alarms=tuple(alarm_entry(each) for each in message.alarms),
        checkpoint=None if message.checkpoint is None else checkpoint_note(message.checkpoint),
    )


def _account(subject: str) -> str | None:
    return None if subject == ARCHIVE else subject
