"""What alarms are decided from: everything read at one moment, and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from archiver.captures import Verdict
from archiver.coverage.promise import Tier


@dataclass(frozen=True, slots=True)
class Look:
    """One capture; ``doubtful`` where what had just been listed could not be read."""

    started: datetime
    verdict: Verdict
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class TierFacts:
    """A tier of an account: the promised interval, when it is due, its latest looks in order."""

    tier: Tier
    interval: timedelta
    due: datetime
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class Running:
    """A visit that was begun and has left no receipt.

    ``since`` is None where that is not known; ``alive`` is whether its process
    gave a sign lately.
    """

    since: datetime | None
    alive: bool


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What the last check said of a token; ``lost`` is what it could do before."""

    checked: datetime
    valid: bool
    ends_at: datetime | None = None
    lost: tuple[str, ...] = ()
    lost_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Differing:
    """Threads of which the platform counted more than it listed, in two looks in a row."""

    threads: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Vanished:
    """Posts that captures miss, that are not marked as gone and that no person confirmed.

    ``among`` is how many posts the account has that are not known to be gone.
    """

    posts: int
    among: int
    since: datetime


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An open account.

    ``active_days`` are the city's dates on which something was said there, in
    order; what was said up to ``read_until`` is known. ``last_complete`` is
    when its latest complete capture ended.
    """

    key: str
    opened: datetime
    tiers: tuple[TierFacts, ...] = ()
    last_complete: datetime | None = None
    running: Running | None = None
    token: TokenFacts | None = None
    differing: Differing | None = None
    vanished: Vanished | None = None
    active_days: tuple[date, ...] = ()
    read_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Disk:
    """A disk that the archive lies on; ``what`` is what of it, and sizes are in bytes."""

    what: str
    free: int
    size: int


@dataclass(frozen=True, slots=True)
class Backup:
    """The backup that the settings name; ``taken`` is None where it cannot be read."""

    taken: datetime | None


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that was found lately, how much of it, and since when."""

    what: str
    count: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything at one moment.

    ``awake_since`` is since when alarms have been looked for without a long
    pause. ``unstamped`` are days that an authority did not stamp, ``problems``
    what the latest verification found, ``channels`` those that fail.
    """

    now: datetime
    zone: ZoneInfo
    awake_since: datetime
    accounts: tuple[AccountFacts, ...] = ()
    unstamped: tuple[date, ...] = ()
    problems: Trouble | None = None
    disks: tuple[Disk, ...] = ()
    backup: Backup | None = None
    channels: tuple[Trouble, ...] = ()
