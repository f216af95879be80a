"""What is kept about alarms between rounds: read from rows, and written to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from archiver.alarms.account_alarms import ROUND
from archiver.alarms.alarm import AlarmKind, Name
from archiver.alarms.state import Standing, Told
from archiver.archive import Archive
from archiver.catalogue.alarm_tables import (
    alarm,
    alarm_message,
    alarm_round,
    alarm_told,
    channel_trouble,
    verify_trouble,
)

PAUSE = 3 * ROUND
"""Longer between two rounds, and nobody was looking."""


@dataclass(frozen=True, slots=True)
class KeptAlarm:
    """An alarm as it is kept; ``cleared`` is None while it is open."""

    name: Name
    raised: datetime
    since: datetime
    step: int
    what: str
    next_step: str
    cleared: datetime | None
    told: datetime | None


def standing(connection: Connection) -> tuple[Standing, ...]:
    """Give the open alarms."""
    return tuple(
        Standing(each.name, each.raised, each.since, each.step)
        for each in kept_alarms(connection)
        if each.cleared is None
    )


def kept_alarms(
    connection: Connection, cleared_after: datetime | None = None, *, past: bool = False
) -> tuple[KeptAlarm, ...]:
    """Give the open alarms, with those that were over after a moment, or all there ever were."""
    told = {name: each.at for name, each in told_by(connection, None).items()}
    query = select(alarm).order_by(alarm.c.leaf)
    if not past:
        ended = alarm.c.cleared.is_(None)
        query = query.where(
            ended if cleared_after is None else ended | (alarm.c.cleared > cleared_after)
        )
    found = []
    for row in connection.execute(query):
        name = Name(AlarmKind(row.kind), row.subject)
        at = told.get(name)
        found.append(
            KeptAlarm(
                name=name,
                raised=row.raised,
                since=row.since,
                step=row.step,
                what=row.what,
                next_step=row.next_step,
                cleared=row.cleared,
                told=at if at is not None and at >= row.raised else None,
            )
        )
    return tuple(found)


def told_by(connection: Connection, channel: str | None) -> Mapping[Name, Told]:
    """Say when each alarm was told last by a channel, or by any."""
    query = select(alarm_told).order_by(alarm_told.c.at)
    if channel is not None:
        query = query.where(alarm_told.c.channel == channel)
    return {
        Name(AlarmKind(row.kind), row.subject): Told(row.at, row.step)
        for row in connection.execute(query)
    }


def last_message(connection: Connection, channel: str, *kinds: str) -> datetime | None:
    """Say when a channel delivered anything of these kinds last."""
    times = connection.scalars(
        select(alarm_message.c.at).where(
            alarm_message.c.channel == channel, alarm_message.c.kind.in_(kinds)
        )
    )
    return max(times, default=None)


def awake_since(connection: Connection, now: datetime) -> datetime:
    """Say since when alarms have been looked for without a long pause."""
    row = connection.execute(select(alarm_round)).first()
    regular = row is not None and timedelta(0) <= now - row.at <= PAUSE
    return row.awake_since if row is not None and regular else now


def begin_round(archive: Archive, now: datetime) -> datetime:
    """Note that alarms are looked for now; give since when that was done without a long pause."""
    with archive.writing() as connection:
        since = awake_since(connection, now)
        connection.execute(delete(alarm_round))
        connection.execute(insert(alarm_round).values(id=1, at=now, awake_since=since))
    return since


def note_delivery(archive: Archive, channel: str, error: str | None, now: datetime) -> None:
    """Note that a channel failed, or that it works."""
    mine = channel_trouble.c.channel == channel
    with archive.writing() as connection:
        row = connection.execute(select(channel_trouble).where(mine)).first()
        connection.execute(delete(channel_trouble).where(mine))
        if error is not None:
            values = {
                "channel": channel,
                "since": now if row is None else row.since,
                "tries": 1 if row is None else row.tries + 1,
                "error": error,
            }
            connection.execute(insert(channel_trouble).values(**values))


def forget_other_channels(archive: Archive, channels: tuple[str, ...]) -> None:
    """Forget the troubles of channels that the settings name no more."""
    gone = channel_trouble.c.channel.not_in(channels)
    with archive.reading() as connection:
        left = connection.scalar(select(channel_trouble.c.channel).where(gone).limit(1))
    if left is not None:
        with archive.writing() as connection:
            connection.execute(delete(channel_trouble).where(gone))


def note_verification(archive: Archive, part: int, of: int, problems: int) -> None:
    """Note what verifying a part of the archive found; the whole is part 1 of 1.

    Writes only where there is something to write: problems, or their end.
    """
    mine = (verify_trouble.c.part == part) & (verify_trouble.c.of == of)
    found = select(verify_trouble.c.part)
    with archive.reading() as connection:
        known = connection.scalar(found.where(mine).limit(1) if of > 1 else found.limit(1))
    if not problems and known is None:
        return
    with archive.writing() as connection:
        # What the whole archive says holds for every part of it.
        connection.execute(delete(verify_trouble).where(mine) if of > 1 else delete(verify_trouble))
        if problems:
            values = {"part": part, "of": of, "at": archive.clock(), "problems": problems}
            connection.execute(insert(verify_trouble).values(**values))
