"""One round of alarms: look, keep what changed, and tell it by every channel."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from archiver.alarm_events import AlarmCleared, AlarmRaised, MessageKind, MessageSent, ToldAlarm
from archiver.alarms.alarm import ARCHIVE, Alarm, AlarmKind
from archiver.alarms.channel import Channel, Delivery, Round, Wait, attempt, deliver
from archiver.alarms.conditions import alarms_of
from archiver.alarms.gathering import gather
from archiver.alarms.kept import (
    begin_round,
    forget_other_channels,
    kept_alarms,
    last_message,
    standing,
    told_by,
)
from archiver.alarms.mail import mail_channel
from archiver.alarms.message import Message, Moment, alarm_message
from archiver.alarms.settings import AlarmSettings
from archiver.alarms.state import News, Turn, news, turn
from archiver.alarms.webhook import webhook_channel
from archiver.archive import Archive
from archiver.errors import CivickeepError
from archiver.settings import Settings

WATCH = "alarm watch"
"""Who the events of alarms are by."""

CRY = timedelta(minutes=10)
"""Of each hour, in which it is told that nothing can be kept: then nothing remembers what was
told, and a round every ten minutes tells it once an hour."""


def channels_of(settings: Settings, environment: Mapping[str, str]) -> tuple[Channel, ...]:
    """Give the channels that the settings name."""
    section = settings.section(AlarmSettings)
    ca = None if section.smtp_ca is None else settings.resolve(section.smtp_ca)
    both: tuple[Channel | None, ...] = (
        mail_channel(section, environment, ca),
        webhook_channel(section, environment),
    )
    return tuple(each for each in both if each is not None)


def check_alarms(archive: Archive, channels: Sequence[Channel], wait: Wait) -> Round:
    """Look for alarms, keep what changed, and tell what is to be told.

    What was sent by a process that was killed before it could keep that is
    sent again. Where nothing can be kept, that is told without keeping it,
    and the error is raised.
    """
    try:
        return _check(archive, channels, wait)
    except CivickeepError as error:
        if not error.retryable:
            _cry(archive, channels, wait, error)
        raise


def _check(archive: Archive, channels: Sequence[Channel], wait: Wait) -> Round:
    now = archive.clock()
    forget_other_channels(archive, tuple(each.name for each in channels))
    facts = gather(archive, now, begin_round(archive, now))
    found = alarms_of(facts, archive.settings.section(AlarmSettings))
    with archive.reading() as connection:
        changed = turn(standing(connection), found)
    _keep(archive, changed, now)
    told = [_tell(archive, channel, found, now, wait) for channel in channels]
    return Round(found, changed, tuple(each for each in told if each is not None))


def _keep(archive: Archive, changed: Turn, now: datetime) -> None:
    for name in changed.cleared:
        archive.record(AlarmCleared(at=now, by=WATCH, kind=name.kind, subject=name.subject))
    for alarm in changed.raised:
        archive.record(
            AlarmRaised(
                at=now,
                by=WATCH,
                kind=alarm.kind,
                subject=alarm.subject,
                since=alarm.since,
                step=alarm.step,
                what=alarm.what,
                next_step=alarm.next_step,
            )
        )


def _tell(
    archive: Archive, channel: Channel, found: Sequence[Alarm], now: datetime, wait: Wait
) -> Delivery | None:
    """Tell by one channel what it has not told yet, and what it is to tell again."""
    remind = timedelta(hours=archive.settings.section(AlarmSettings).remind_hours)
    with archive.reading() as connection:
        told = told_by(connection, channel.name)
        raised = {each.name: each.raised for each in standing(connection)}
        last = last_message(connection, channel.name, MessageKind.ALARMS, MessageKind.NOTE)
        over = [
            each
            for each in kept_alarms(connection, last or now)
            if each.cleared is not None and each.name in told
        ]
    told_now = news(found, raised, told, now, remind)
    if told_now is None:
        return None
    delivery = deliver(archive, channel, alarm_message(moment(archive, now), told_now, over), wait)
    if delivery.taken:
        keep_sent(archive, delivery)
    return delivery


def keep_sent(archive: Archive, delivery: Delivery) -> None:
    """Keep that a message was taken, and which alarms it told."""
    message = delivery.message
    archive.record(
        MessageSent(
            at=message.at,
            by=WATCH,
            kind=message.kind,
            channel=delivery.channel,
            day=message.day,
            alarms=tuple(ToldAlarm(each.kind, each.subject, each.step) for each in message.alarms),
        )
    )


def moment(archive: Archive, now: datetime) -> Moment:
    """Say where and when messages are written."""
    city = archive.settings.city
    return Moment(city.name, city.zone, now)


def _cry(archive: Archive, channels: Sequence[Channel], wait: Wait, error: CivickeepError) -> None:
    """Tell that alarms cannot be kept, once an hour."""
    now = archive.clock()
    if timedelta(minutes=now.minute) >= CRY:
        return
    alarm = Alarm(AlarmKind.CANNOT_KEEP, ARCHIVE, now, error.what, error.next_step)
    message: Message = alarm_message(moment(archive, now), News((alarm,), ()), ())
    for channel in channels:
        attempt(channel, message, wait)
