"""What can be wrong with how an account is read. Pure."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import takewhile

from archiver.alarms.alarm import Alarm, AlarmKind
from archiver.alarms.facts import AccountFacts, Facts, Look, TierFacts
from archiver.alarms.settings import AlarmSettings
from archiver.alarms.silence import silence
from archiver.alarms.words import counted, day_in_words, in_words
from archiver.capture.absence import AGREEING_RUNS, runs_needed
from archiver.captures import Verdict

Condition = Callable[[AccountFacts, Facts, AlarmSettings], Alarm | None]

OVERDUE = 2
"""Intervals that a look may be overdue before that is told."""

ROUND = timedelta(minutes=10)
"""How often alarms are looked for."""

WAKING = timedelta(hours=2)
"""After a pause, as when the machine was started anew, what is overdue by less than this is left
for one round: most of it is being caught up on at that moment."""

IN_A_ROW = 3
"""Looks that failed one after the other: fewer are mended by the next one as a rule."""

DOUBTFUL = 2
"""Looks that contradict themselves: one can come of something deleted at that very moment."""

STRANDED = timedelta(minutes=30)
"""After which a visit whose process has died should have been taken up by another."""

TOKEN_STEPS = (30, 14, 7, 1)
"""Days before a token ends on which that is told."""


def missed_run(account: AccountFacts, facts: Facts, _settings: AlarmSettings) -> Alarm | None:
    """Tell of tiers that nobody looks at, unless somebody is at the account right now."""
    if account.running is not None and account.running.alive:
        return None  # that it takes too long is an alarm of its own
    patience = timedelta() if facts.now - facts.awake_since >= ROUND / 2 else WAKING
    late = [
        tier for tier in account.tiers if facts.now - tier.due > OVERDUE * tier.interval + patience
    ]
    if not late:
        return None
    names, since = ", ".join(tier.tier for tier in late), min(tier.due for tier in late)
    return Alarm(
        AlarmKind.MISSED_RUN,
        account.key,
        since,
        f"{account.key} has not been looked at as it should ({names}): a look was due on "
        f"{in_words(since, facts.zone)}, and none was made since.",
        "See that civickeep worker or civickeep run is running, or harvest --due from a timer; "
        "then run civickeep harvest --due. What was not watched is listed by civickeep coverage.",
    )


def run_not_finished(account: AccountFacts, facts: Facts, settings: AlarmSettings) -> Alarm | None:
    """Tell of a visit that hangs, or whose process died and that nobody took up again."""
    running = account.running
    if running is None or running.since is None:
        return None
    hours = timedelta(hours=settings.unfinished_hours)
    if facts.now - running.since <= (hours if running.alive else STRANDED):
        return None
    how = "has not ended yet" if running.alive else "was broken off"
    return Alarm(
        AlarmKind.RUN_NOT_FINISHED,
        account.key,
        running.since,
        f"A visit to {account.key} that was begun on {in_words(running.since, facts.zone)} {how}; "
        "there is no receipt of it.",
        "Look at what the worker says, stop it and start it again: it begins the visit anew, and "
        "nothing that was kept is lost.",
    )


def runs_failing(account: AccountFacts, facts: Facts, settings: AlarmSettings) -> Alarm | None:
    """Tell of several partial or failed looks one after the other."""
    hours = timedelta(hours=settings.failing_hours)
    failing = [(tier, trail) for tier in account.tiers if (trail := _since_complete(tier))]
    bad = [
        (tier, trail)
        for tier, trail in failing
        if len(trail) >= IN_A_ROW and facts.now - trail[0].started >= hours
    ]
    if not bad:
        return None
    since = min(trail[0].started for _, trail in bad)
    failed = any(look.verdict is Verdict.FAILED for _, trail in bad for look in trail)
    names = ", ".join(tier.tier for tier, _ in bad)
    return Alarm(
        AlarmKind.RUNS_FAILING,
        account.key,
        since,
        f"The last looks at {account.key} ({names}) {'failed' if failed else 'were partial'}, "
        f"the first of them on {in_words(since, facts.zone)}; the account is not fully watched.",
        f"Run civickeep coverage --account {account.key}: it names the cause. Where it is the "
        f"token, run civickeep account connect {account.key}.",
    )


def canary_unreadable(
    account: AccountFacts, facts: Facts, _settings: AlarmSettings
) -> Alarm | None:
    """Tell of looks that contradict themselves: what was listed could not be read."""
    trails = [_since_complete(tier) for tier in account.tiers]
    doubts = sorted({look.started for trail in trails for look in trail if look.doubtful})
    if len(doubts) < DOUBTFUL:
        return None
    return Alarm(
        AlarmKind.CANARY_UNREADABLE,
        account.key,
        doubts[0],
        f"What the platform says of {account.key} contradicts itself since "
        f"{in_words(doubts[0], facts.zone)}: it refuses what it lists, or lists nothing of what "
        "can be read. Nothing is marked as gone meanwhile.",
        f"Most often the token may read less than before. Run civickeep account connect "
        f"{account.key}; where that changes nothing, the platform has a fault and it passes.",
    )


def token_ends(account: AccountFacts, facts: Facts, _settings: AlarmSettings) -> Alarm | None:
    """Tell some days ahead that the token ends, or the app's access to the data."""
    token = account.token
    if token is None or not token.valid or token.ends_at is None:
        return None
    left = token.ends_at - facts.now
    step = sum(left <= timedelta(days=days) for days in TOKEN_STEPS)
    if not step:
        return None
    told = "ended" if left <= timedelta(0) else f"ends in {counted(left.days, 'day')}"
    return Alarm(
        AlarmKind.TOKEN_ENDS,
        account.key,
        token.ends_at - timedelta(days=TOKEN_STEPS[0]),
        f"The access to {account.key} {told}, on {in_words(token.ends_at, facts.zone)}; after "
        "that nothing of it can be read.",
        f"Let the person who connected it run civickeep account connect {account.key} before.",
        step,
    )


def token_invalid(account: AccountFacts, facts: Facts, _settings: AlarmSettings) -> Alarm | None:
    """Tell of a token that the platform does not accept."""
    token = account.token
    if token is None or token.valid:
        return None
    return Alarm(
        AlarmKind.TOKEN_INVALID,
        account.key,
        token.checked,
        f"The platform does not accept the token of {account.key}, as its check of "
        f"{in_words(token.checked, facts.zone)} found; nothing of the account can be read.",
        f"Run civickeep account connect {account.key} with somebody who manages the account.",
    )


def token_narrowed(account: AccountFacts, _facts: Facts, _settings: AlarmSettings) -> Alarm | None:
    """Tell of a token that can do less than at the check before."""
    token = account.token
    if token is None or not token.lost or token.lost_since is None:
        return None
    return Alarm(
        AlarmKind.TOKEN_NARROWED,
        account.key,
        token.lost_since,
        f"The token of {account.key} can do less than before; it lost: {', '.join(token.lost)}. "
        "What it may not read the platform leaves out without a word.",
        f"Grant it again, or run civickeep account connect {account.key}.",
        len(token.lost),
    )


def counts_differ(account: AccountFacts, _facts: Facts, _settings: AlarmSettings) -> Alarm | None:
    """Tell of threads of which the platform counts more than it lists, look after look."""
    differing = account.differing
    if differing is None:
        return None
    return Alarm(
        AlarmKind.COUNTS_DIFFER,
        account.key,
        differing.since,
        f"In {counted(differing.threads, 'thread')} of {account.key} the platform counted more "
        "comments than it listed, in two looks in a row.",
        f"Run civickeep coverage --account {account.key} and look at these threads on the "
        "platform: comments that it filters or hides from the token are not in the archive.",
    )


def many_gone(account: AccountFacts, facts: Facts, _settings: AlarmSettings) -> Alarm | None:
    """Tell of so many posts missing at once that a third capture or a person has to agree."""
    vanished = account.vanished
    if vanished is None or runs_needed(vanished.posts, vanished.among) == AGREEING_RUNS:
        return None
    return Alarm(
        AlarmKind.MANY_GONE,
        account.key,
        vanished.since,
        f"{counted(vanished.posts, 'post')} of {account.key} cannot be found any more since "
        f"{in_words(vanished.since, facts.zone)}. So many at once can be a mistake of the "
        "platform's or of ours: none is marked as gone before a third complete capture, or a "
        "person, agrees.",
        "Look for them on the platform. Where they are really gone, run civickeep account "
        f"confirm-gone {account.key} --by PERSON --reason TEXT: it lists them and asks. Where "
        "they are there, do nothing: the next captures find them.",
        vanished.posts,
    )


def silent(account: AccountFacts, facts: Facts, settings: AlarmSettings) -> Alarm | None:
    """Tell of an account on which nothing new was said for much longer than usual."""
    if account.read_until is None:
        return None
    found = silence(account.active_days, account.read_until, facts.zone, settings.silent_days)
    if found is None:
        return None
    return Alarm(
        AlarmKind.SILENT,
        account.key,
        datetime.combine(found.last + timedelta(days=1), time(), facts.zone),
        f"Nothing new was seen on {account.key} since {day_in_words(found.last)}, for "
        f"{counted(found.days, 'working day')}; its pauses were hardly ever longer than "
        f"{counted(found.usual, 'working day')}.",
        "Look at the account on the platform. Where there is something new, the token may not "
        f"see it: run civickeep account connect {account.key}. Else all is well.",
    )


def _since_complete(tier: TierFacts) -> tuple[Look, ...]:
    """Give the looks since the last complete one, in order."""
    bad = takewhile(lambda look: look.verdict is not Verdict.COMPLETE, reversed(tier.looks))
    return tuple(reversed(tuple(bad)))


ACCOUNT_CONDITIONS: tuple[Condition, ...] = (
    missed_run,
    run_not_finished,
    runs_failing,
    canary_unreadable,
    token_ends,
    token_invalid,
    token_narrowed,
    counts_differ,
    many_gone,
    silent,
)
"""Every condition of an account, in the order in which alarms are told."""
