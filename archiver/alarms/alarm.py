"""An alarm: what is wrong with an account or the archive, since when, and what to do about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

ARCHIVE = "archive"
"""The subject of an alarm that is about no single account."""


class AlarmKind(StrEnum):
    """What can be wrong; there is at most one open alarm of a kind for an account."""

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
