"""An alarm: what is wrong with an account or the archive, since when, and what to do about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

ARCHIVE = "archive"
"""The subject of an alarm that is about no single account."""


class AlarmKind(StrEnum):
    """What can be wrong; there is at most one open alarm of a kind for an account.

    How long after it began each is told, with the settings as they come and a
    round of ten minutes: a missed run two and a half intervals after the look
    that failed to come was due, a run that hangs after six hours and one that
    was broken off after half an hour, failing runs after two hours and a half,
    an account that is not read to the end after a day, a canary and counts at
    the second look, what a token can do at its daily check, its end thirty,
    fourteen, seven days and one day ahead, silence after four working days or
    three times the account's own longest pauses, an unstamped day after two
    days, a failing channel after two rounds, and all else in the next round.
    """

    MISSED_RUN = "missed_run"
    RUN_NOT_FINISHED = "run_not_finished"
    RUNS_FAILING = "runs_failing"
    FEWER_ACCOUNTS = "fewer_accounts"
    CANARY_UNREADABLE = "canary_unreadable"
    TOKEN_ENDS = "token_ends"  # noqa: S105 - the name of an alarm
    TOKEN_INVALID = "token_invalid"  # noqa: S105 - same
    TOKEN_NARROWED = "token_narrowed"  # noqa: S105 - same
    COUNTS_DIFFER = "counts_differ"
    SILENT = "silent"
    MANY_GONE = "many_gone"
    UNSTAMPED = "unstamped"
    VERIFY_PROBLEMS = "verify_problems"
    DISK_FULL = "disk_full"
    BACKUP_OLD = "backup_old"
    DELIVERY_FAILING = "delivery_failing"
    CANNOT_KEEP = "cannot_keep"


TOLD_BY_STEP = frozenset({AlarmKind.TOKEN_ENDS})
"""Told when they become more urgent, and not again each day: the daily note lists them anyway."""


class Name(NamedTuple):
    """What tells alarms apart: the kind, and the account's key or ``archive``."""

    kind: AlarmKind
    subject: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that needs a person. Both sentences are ours: no platform text, never a token.

    ``step`` grows as it becomes more urgent.
    """

    kind: AlarmKind
    subject: str
    since: datetime
    what: str
    next_step: str
    step: int = 0

    @property
    def name(self) -> Name:
        """What tells it apart from others."""
        return Name(self.kind, self.subject)
