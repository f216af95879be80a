"""The work ``alarms``, every ten minutes, and ``note``, once a day by the city's clock."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from archiver.alarm_events import MessageKind
from archiver.alarms.account_alarms import ROUND
from archiver.alarms.alarm import ARCHIVE, Alarm, AlarmKind
from archiver.alarms.channel import Channel, Delivery, Round, Wait, deliver
from archiver.alarms.checking import channels_of, check_alarms, keep_sent, moment
from archiver.alarms.message import Message, trial_message
from archiver.alarms.note import note_message, standing
from archiver.alarms.settings import AlarmSettings, Weekday
from archiver.alarms.words import counted
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.catalogue.alarm_tables import alarm_message
from archiver.civil_time import civil_date
from archiver.ledger.closing import close_ledger
from archiver.schedule.kinds import Outcome, WorkKind

ALARMS = "alarms"
"""The kind of work under whose lease alarms are looked for."""

AGAIN = timedelta(minutes=10)
"""When a note is sent again that did not go out."""

DAY = timedelta(days=1)
NOWHERE = "there is nowhere to send it; set to and smtp_host, or webhook_url, under [alarms]"


def when_looked(archive: Archive) -> Mapping[str, datetime]:
    """Look from the beginning on."""
    return {ARCHIVE: archive.clock()}


def look(archive: Archive, _subject: str, outside: Surroundings) -> Outcome:
    """Look for alarms and tell them."""
    began = archive.clock()
    channels = channels_of(archive.settings, outside.environment)
    found = check_alarms(archive, channels, outside.wait)
    return Outcome(
        next_due=began + ROUND,
        said=said_of(found, channels),
        clean=not found.turn.raised and not found.undelivered,
    )


def said_of(found: Round, channels: tuple[Channel, ...]) -> str | None:
    """Tell of a round in a line; None where nothing changed and nothing is open."""
    changed = found.turn.raised or found.turn.cleared or found.deliveries
    if not found.open and not changed:
        return None
    parts = [f"{counted(len(found.open), 'alarm')} open, {len(found.turn.raised):,} new"]
    parts += [f"{each.kind} {each.subject}" for each in found.turn.raised]
    parts += [f"{each.channel}: {each.error.what}" for each in found.undelivered if each.error]
    if found.open and not channels:
        parts.append(NOWHERE.replace("it;", "them;"))
    return "; ".join(parts)


def when_noted(archive: Archive) -> Mapping[str, datetime]:
    """Write the first note when its hour comes."""
    return {ARCHIVE: next_note(archive)}


def next_note(archive: Archive) -> datetime:
    """Give the next time that the city's clock shows the note's hour."""
    now, zone = archive.clock(), archive.settings.city.zone
    at, today = archive.settings.section(AlarmSettings).note_time, civil_date(now, zone)
    days = (today, today + DAY)
    return next(then for day in days if (then := datetime.combine(day, at, tzinfo=zone)) > now)


def note(archive: Archive, _subject: str, outside: Surroundings) -> Outcome:
    """Send the daily note, and on one day of the week a test of the alarms.

    A channel that has today's is not sent it again. Where a checkpoint cannot
    be signed, the note holds the newest there is.
    """
    channels = channels_of(archive.settings, outside.environment)
    if not channels:
        return Outcome(next_note(archive), f"the daily note: {NOWHERE}")
    close_ledger(archive, outside.progress.say)
    now = archive.clock()
    message = note_message(moment(archive, now), standing(archive, now, now - DAY))
    sent = send_today(archive, channels, message, outside.wait)
    if _is_test_day(archive, message.day):
        sent += send_today(archive, channels, trial(archive), outside.wait)
    failed = [each for each in sent if each.error is not None]
    undone = any(not each.taken for each in sent)
    return Outcome(
        next_due=now + AGAIN if undone else next_note(archive),
        said="; ".join(_line(each) for each in sent) or None,
        clean=not failed,
    )


def send_today(
    archive: Archive, channels: tuple[Channel, ...], message: Message, wait: Wait
) -> tuple[Delivery, ...]:
    """Send a message by the channels that have none of its kind of this day yet."""
    with archive.reading() as connection:
        query = select(alarm_message.c.channel).where(
            alarm_message.c.kind == message.kind, alarm_message.c.day == message.day
        )
        done = set(connection.scalars(query))
    return send_now(
        archive, tuple(each for each in channels if each.name not in done), message, wait
    )


def send_now(
    archive: Archive, channels: tuple[Channel, ...], message: Message, wait: Wait
) -> tuple[Delivery, ...]:
    """Send a message by every channel, and keep what was taken."""
    sent = tuple(deliver(archive, channel, message, wait) for channel in channels)
    for delivery in sent:
        if delivery.taken:
            keep_sent(archive, delivery)
    return sent


def trial(archive: Archive) -> Message:
    """Write a test of the alarms: what one would look like."""
    now = archive.clock()
    alarm = Alarm(
        AlarmKind.MISSED_RUN,
        ARCHIVE,
        now,
        "If this were no test, it would say here what is wrong.",
        "Nothing is to be done. If this message does not come once a week, alarms reach nobody: "
        "run civickeep alarm test.",
    )
    return trial_message(moment(archive, now), alarm)


def _is_test_day(archive: Archive, day: date) -> bool:
    return tuple(Weekday)[day.weekday()] is archive.settings.section(AlarmSettings).test_day


def _line(delivery: Delivery) -> str:
    told = "sent" if delivery.error is None else delivery.error.what
    what = "the daily note" if delivery.message.kind is MessageKind.NOTE else "the weekly test"
    return f"{what} by {delivery.channel}: {told}"


ALARM_WORK = WorkKind(wanted=when_looked, do=look)
NOTE_WORK = WorkKind(wanted=when_noted, do=note)
