"""The daily note: how every account is watched, what is open, and the checkpoint to keep outside.

A note that does not come is the alarm: nothing else tells that the machine
itself is gone. And because it holds the ledger's checkpoint, a mailbox full of
them is the outside copy that finds an archive shortened as a whole
(``civickeep verify --against FILE``).
"""

import base64
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from archiver.account_list import AccountEntry, list_entries
from archiver.accounts import Health
from archiver.alarm_events import MessageKind
from archiver.alarms.alarm import Alarm, Name
from archiver.alarms.conditions import alarms_of
from archiver.alarms.gathering import gather
from archiver.alarms.kept import KeptAlarm, awake_since, kept_alarms
from archiver.alarms.message import Message, Moment, alarm_lines, over_lines
from archiver.alarms.settings import AlarmSettings
from archiver.alarms.words import counted, in_words
from archiver.archive import Archive
from archiver.catalogue.connection_rows import Signal, signals
from archiver.civil_time import from_wire
from archiver.connection_events import SignalKind
from archiver.coverage.ledger import Colour
from archiver.ledger.checkpoint import SignedCheckpoint, read_checkpoint
from archiver.ledger.rows import newest_checkpoint

RULE = "-" * 24
"""Stands above and below the checkpoint, which lies between as it is to be saved."""

SIGNALS_TOLD = timedelta(days=7)
"""How long a platform's signal is told each day: nothing here knows when a person answered it."""

SIGNALLED = {
    SignalKind.DATA_DELETION: "somebody asked the platform for deletion",
    SignalKind.DEAUTHORIZED: "somebody removed the city's app on the platform",
}

DAILY = (
    "This note comes every day. A day without it means that nobody is watching: see that "
    "civickeep worker or civickeep run is running.\n"
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a note tells: open accounts, alarms, what was over lately, the newest checkpoint.

    ``told`` are the alarms that had a message of their own before; ``signals``
    is what platforms passed on lately, for a person to answer.
    """

    accounts: tuple[AccountEntry, ...]
    alarms: tuple[Alarm, ...]
    over: tuple[KeptAlarm, ...]
    told: frozenset[Name]
    checkpoint: SignedCheckpoint | None
    signals: tuple[Signal, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether all is quiet: every account really read of late, no alarm open, nobody asking."""
        watched = all(each.coverage == Colour.GREEN for each in self.accounts)
        return bool(self.accounts) and watched and not self.alarms and not self.signals


def standing(archive: Archive, now: datetime, since: datetime) -> Standing:
    """Look at everything now; ``since`` is from when on what is over is told."""
    with archive.reading() as connection:
        kept = kept_alarms(connection, since)
        facts = gather(archive, now, awake_since(connection, now))
        signalled = tuple(each for each in signals(connection) if now - each.at < SIGNALS_TOLD)
    return Standing(
        accounts=tuple(each for each in list_entries(archive) if each.health != Health.CLOSED),
        alarms=alarms_of(facts, archive.settings.section(AlarmSettings)),
        over=tuple(each for each in kept if each.cleared is not None),
        told=frozenset(each.name for each in kept if each.told is not None),
        checkpoint=newest(archive),
        signals=signalled,
    )


def newest(archive: Archive) -> SignedCheckpoint | None:
    """Read the newest checkpoint; raises ``LedgerDamaged`` where it is none."""
    with archive.reading() as connection:
        row = newest_checkpoint(connection)
    return None if row is None else read_checkpoint(archive.store.get(row.object))


def note_message(moment: Moment, told: Standing) -> Message:
    """Write the note of a day."""
    day = moment.at.astimezone(moment.zone).date().isoformat()
    message = moment.message(
        MessageKind.NOTE, f"daily note of {day}: {_verdict(told)}", note_text(moment, told)
    )
    # The note is the day's reminder of an alarm, but never the first that is heard of it.
    known = tuple(each for each in told.alarms if each.name in told.told)
    return replace(message, alarms=known, checkpoint=told.checkpoint)


def note_text(moment: Moment, told: Standing) -> str:
    """Write the note's text; what it says of the archive stands before the checkpoint."""
    zone = moment.zone
    accounts = [_account(each, moment) for each in told.accounts]
    open_now = alarm_lines(told.alarms, zone) or ["None.\n"]
    return "\n".join(
        [
            f"{moment.city}, {in_words(moment.at, zone)}: {_verdict(told)}.\n",
            "Accounts",
            *(accounts or ["None is under archive."]),
            "\nOpen alarms",
            *open_now,
            *over_lines(told.over, zone),
            *_signals(told.signals, moment),
            *_checkpoint(told.checkpoint),
            DAILY,
        ]
    )


def _verdict(told: Standing) -> str:
    if told.quiet:
        return "all is quiet"
    if told.alarms:
        return f"{counted(len(told.alarms), 'alarm')} open"
    unwatched = sum(each.coverage != Colour.GREEN for each in told.accounts)
    if unwatched:
        return f"{counted(unwatched, 'account')} of {len(told.accounts):,} not fully watched"
    if told.signals:
        return f"{counted(len(told.signals), 'signal')} of a platform to answer"
    return "no account is under archive"


def _account(entry: AccountEntry, moment: Moment) -> str:
    last = entry.last_complete_capture
    when = "never read to the end" if last is None else in_words(from_wire(last), moment.zone)
    return f"- {entry.account}: {entry.coverage}; last complete capture: {when}"


def _signals(signalled: tuple[Signal, ...], moment: Moment) -> list[str]:
    if not signalled:
        return []
    lines = [
        f"- {in_words(each.at, moment.zone)}: {SIGNALLED[SignalKind(each.kind)]}"
        for each in signalled
    ]
    return ["To answer", *lines, "  Next:  civickeep account signals shows whom it is about.\n"]


def _checkpoint(signed: SignedCheckpoint | None) -> list[str]:
    if signed is None:
        return ["Checkpoint\nNone is signed yet.\n"]
    root = base64.b64encode(signed.root).decode()
    return [
        "Checkpoint",
        f"Size {signed.size}, root {root}. Keep this note where the archive's machine cannot",
        "reach it. To check the archive against it, save the attached file, or what stands",
        "between the lines, and run: civickeep verify --against FILE\n",
        RULE,
        f"{bytes(signed.note).decode()}{RULE}\n",
    ]
