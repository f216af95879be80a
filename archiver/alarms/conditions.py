"""From facts to alarms. Pure: everything is decided from what is known at one moment.

Each condition is made so that what mends itself within its own interval is not
told: a throttled hour, a visit that fails and is made again, a machine that was
started anew.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta

from archiver.alarms.account_alarms import ACCOUNT_CONDITIONS
from archiver.alarms.alarm import ARCHIVE, Alarm, AlarmKind
from archiver.alarms.facts import AccountFacts, Facts
from archiver.alarms.settings import AlarmSettings
from archiver.alarms.words import counted, in_words
from archiver.civil_time import civil_date

GIGABYTE = 1_000_000_000
TIMES_UNREAD = 2
"""Intervals in which an account must have been read to the end at least once."""

STAMP_LATE = timedelta(days=2)
"""A day can be stamped when it is over; then the authorities are asked every hour of another."""

UNDELIVERED = 2
"""Rounds in which a channel failed before others are told: servers are restarted now and then."""

Condition = Callable[[Facts, AlarmSettings], Alarm | None]


def alarms_of(facts: Facts, settings: AlarmSettings) -> tuple[Alarm, ...]:
    """Give every alarm, those of the archive first; at most one of a kind for an account."""
    return tuple(_all(facts, settings))


def _all(facts: Facts, settings: AlarmSettings) -> Iterator[Alarm]:
    for condition in ARCHIVE_CONDITIONS:
        if (alarm := condition(facts, settings)) is not None:
            yield alarm
    for account in facts.accounts:
        for each in ACCOUNT_CONDITIONS:
            if (alarm := each(account, facts, settings)) is not None:
                yield alarm


def fewer_accounts(facts: Facts, settings: AlarmSettings) -> Alarm | None:
    """Tell of accounts that are not there, or that no visit has read to the end lately."""
    unread = [each for each in facts.accounts if _is_unread(each, facts, settings)]
    there = len(facts.accounts)
    expected = max(there, settings.accounts or 0)
    if not unread and there == expected:
        return None
    read = there - len(unread)
    return Alarm(
        AlarmKind.FEWER_ACCOUNTS,
        ARCHIVE,
        min((each.last_complete or each.opened for each in unread), default=facts.now),
        " ".join(_unharvested(unread, there, expected)),
        "Run civickeep account list: it shows which accounts are under archive and when each was "
        "read to the end. Where one was closed on purpose, lower accounts under [alarms].",
        expected - read,
    )


def _unharvested(unread: list[AccountFacts], there: int, expected: int) -> Iterator[str]:
    if there < expected:
        yield f"Only {there:,} of the {expected:,} accounts that [alarms] names are under archive."
    if unread:
        names, verb = ", ".join(each.key for each in unread), "was" if len(unread) == 1 else "were"
        yield f"{len(unread):,} of {counted(there, 'account')} {verb} not read to the end: {names}."


def _is_unread(account: AccountFacts, facts: Facts, settings: AlarmSettings) -> bool:
    shortest = min((tier.interval for tier in account.tiers), default=timedelta())
    patience = max(timedelta(hours=settings.unread_hours), TIMES_UNREAD * shortest)
    return facts.now - (account.last_complete or account.opened) > patience


def unstamped(facts: Facts, _settings: AlarmSettings) -> Alarm | None:
    """Tell of days that are long over and that an authority has not stamped."""
    today = civil_date(facts.now, facts.zone)
    late = sorted(day for day in set(facts.unstamped) if today - day >= STAMP_LATE)
    if not late:
        return None
    return Alarm(
        AlarmKind.UNSTAMPED,
        ARCHIVE,
        datetime.combine(late[0] + timedelta(days=1), time(), facts.zone),
        f"{counted(len(late), 'day')} since {late[0].isoformat()} have no time stamp of every "
        "authority in [stamps].",
        "Run civickeep stamp: it says which authority gives none and why.",
    )


def verify_problems(facts: Facts, _settings: AlarmSettings) -> Alarm | None:
    """Tell of what a verification found."""
    if facts.problems is None:
        return None
    return Alarm(
        AlarmKind.VERIFY_PROBLEMS,
        ARCHIVE,
        facts.problems.since,
        f"The verification of {in_words(facts.problems.since, facts.zone)} found "
        f"{counted(facts.problems.count, 'problem')} in the archive.",
        "Run civickeep verify: it names each and what to do. What is damaged is not released "
        "meanwhile; the alarm ends when verify finds nothing there any more.",
        facts.problems.count,
    )


def disk_full(facts: Facts, settings: AlarmSettings) -> Alarm | None:
    """Tell of a disk with little room, by its share and by its size."""
    full = [each for each in facts.disks if _is_full(each.free, each.size, settings)]
    if not full:
        return None
    named = "; ".join(f"{each.what}: {each.free / GIGABYTE:,.1f} GB free" for each in full)
    return Alarm(
        AlarmKind.DISK_FULL,
        ARCHIVE,
        facts.now,
        f"The disk is nearly full ({named}).",
        "Make room or give the archive a larger disk; when it is full, nothing more is kept.",
    )


def _is_full(free: int, size: int, settings: AlarmSettings) -> bool:
    share = free * 100 < settings.disk_percent * size
    return share and free < settings.disk_gigabytes * GIGABYTE


def backup_old(facts: Facts, settings: AlarmSettings) -> Alarm | None:
    """Tell of a backup that is too old, or that cannot be read."""
    if facts.backup is None:
        return None
    taken = facts.backup.taken
    if taken is not None and facts.now - taken <= timedelta(days=settings.backup_days):
        return None
    what = (
        "There is no backup that can be read in the folder that [alarms] names."
        if taken is None
        else f"The newest backup is of {in_words(taken, facts.zone)}."
    )
    return Alarm(
        AlarmKind.BACKUP_OLD,
        ARCHIVE,
        facts.now if taken is None else taken,
        what,
        "Run civickeep backup --to that folder, and see that its timer runs.",
    )


def delivery_failing(facts: Facts, _settings: AlarmSettings) -> Alarm | None:
    """Tell by the other channels of one that does not deliver."""
    failing = [each for each in facts.channels if each.count >= UNDELIVERED]
    if not failing:
        return None
    since = min(each.since for each in failing)
    return Alarm(
        AlarmKind.DELIVERY_FAILING,
        ARCHIVE,
        since,
        f"Alarms cannot be told by {' and '.join(each.what for each in failing)} since "
        f"{in_words(since, facts.zone)}.",
        "Run civickeep alarm test: it says why.",
        len(failing),
    )


ARCHIVE_CONDITIONS: tuple[Condition, ...] = (
    delivery_failing,
    verify_problems,
    disk_full,
    fewer_accounts,
    unstamped,
    backup_old,
)
"""Every condition of the archive as a whole, in the order in which alarms are told."""
