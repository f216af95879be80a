"""Rows of alarms: raised, over, and told."""

from sqlalchemy import ColumnElement, Connection, delete, insert, update

from archiver.alarm_events import AlarmCleared, AlarmRaised, MessageSent, TokenNarrowed
from archiver.catalogue.alarm_tables import alarm, alarm_message, alarm_told, token_loss


def project_alarm_raised(connection: Connection, event: AlarmRaised, number: int) -> None:
    """Open an alarm, or note that an open one became worse."""
    worse = {"step": event.step, "what": event.what, "next_step": event.next_step}
    changed = connection.execute(update(alarm).where(*_open(event)).values(**worse))
    if changed.rowcount:
        return
    connection.execute(
        insert(alarm).values(
            leaf=number,
            kind=event.kind,
            subject=event.subject,
            raised=event.at,
            since=event.since,
            **worse,
        )
    )


def project_alarm_cleared(connection: Connection, event: AlarmCleared, _number: int) -> None:
    """Close an alarm."""
    connection.execute(update(alarm).where(*_open(event)).values(cleared=event.at))


def project_message_sent(connection: Connection, event: MessageSent, number: int) -> None:
    """Note what was told last, and when."""
    same = (alarm_message.c.kind == event.kind, alarm_message.c.channel == event.channel)
    connection.execute(delete(alarm_message).where(*same))
    connection.execute(
        insert(alarm_message).values(
            kind=event.kind, channel=event.channel, at=event.at, day=event.day, leaf=number
        )
    )
    for told in event.alarms:
        key = {"kind": told.kind, "subject": told.subject, "channel": event.channel}
        mine = (alarm_told.c[name] == value for name, value in key.items())
        connection.execute(delete(alarm_told).where(*mine))
        connection.execute(insert(alarm_told).values(**key, at=event.at, step=told.step))


def project_token_narrowed(connection: Connection, event: TokenNarrowed, number: int) -> None:
    """Keep what a token has lost, until it has it again."""
    connection.execute(delete(token_loss).where(token_loss.c.account == event.account))
    if event.lost:
        connection.execute(
            insert(token_loss).values(
                account=event.account, at=event.at, lost=" ".join(event.lost), leaf=number
            )
        )


def _open(event: AlarmRaised | AlarmCleared) -> tuple[ColumnElement[bool], ...]:
    return (
        alarm.c.kind == event.kind,
        alarm.c.subject == event.subject,
        alarm.c.cleared.is_(None),
    )
