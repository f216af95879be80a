"""The pure rule: whether something may go, as of a given day, and every reason why not.

Nothing here reads a clock, a file or an archive. Dates are civil dates in the
city's zone; whoever has an instant takes its date there first
(``archiver.civil_time.civil_date``).
"""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from retention_schedules.errors import DateBeyondCalendar
from retention_schedules.series import Period, RecordSeries, Trigger


class Outcome(StrEnum):
    """What the rule says. Only ``eligible`` may ever be proposed for destruction."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    REVIEW_DUE = "review_due"
    CANNOT_EVALUATE = "cannot_evaluate"


class Reason(StrEnum):
    """Why something is not (or not yet) eligible; all that apply are given, in this order."""

    HELD = "held"
    PERMANENT = "permanent"
    AWAITING_EVENT = "awaiting_event"
    PERIOD_NOT_ELAPSED = "period_not_elapsed"
    UNCLASSIFIED = "unclassified"
    UNSCHEDULED = "unscheduled"
    NOT_ADOPTED = "not_adopted"
    SERIES_RETIRED = "series_retired"
    TRIGGER_UNSTATED = "trigger_unstated"
    PERIOD_UNKNOWN = "period_unknown"
    CONFLICT = "conflict"
    UNCONFIRMED = "unconfirmed"


NOT_ELIGIBLE = frozenset(
    {Reason.HELD, Reason.PERMANENT, Reason.AWAITING_EVENT, Reason.PERIOD_NOT_ELAPSED}
)
"""Reasons that say for certain: not now."""

NO_SERIES = frozenset(
    {Reason.UNCLASSIFIED, Reason.UNSCHEDULED, Reason.NOT_ADOPTED, Reason.SERIES_RETIRED}
)
"""Reasons that already say why no series claims a thing."""

REVIEW = frozenset({Reason.CONFLICT, Reason.UNCONFIRMED})
"""Reasons that ask a person to look, once nothing else stands in the way. Every other reason says
that the question cannot be answered at all."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One series that lays claim to an item, with the civil dates of its events.

    A date is ``None`` while the event has not happened; a matter that is
    reopened clears it again. A ``floor`` of law or policy is a further claim:
    it lengthens what a series says from the day ``effective``, and never makes
    anything eligible by itself. ``retired`` says that the series is not in the
    edition in force any more.
    """

    series: RecordSeries
    trigger_on: date | None
    until_on: date | None = None
    floor: bool = False
    effective: date | None = None
    retired: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answer. Both dates are ``None`` where no date is known; they are never guessed.

    ``last_day`` is the last day on which the thing must be kept, and
    ``eligible_on`` the day after.
    """

    outcome: Outcome
    last_day: date | None
    eligible_on: date | None
    reasons: tuple[Reason, ...]


def last_day(trigger_on: date, period: Period) -> date:
    """Add a period to the original trigger date.

    A day that the month does not have becomes that month's last day, so 29
    February and one year end on 28 February. A zero period ends on the event's
    own day. Weekends and holidays move nothing: a period is a floor, not an
    act that is due. Raises ``DateBeyondCalendar`` past the year 9999.
    """
    months = trigger_on.year * 12 + trigger_on.month - 1 + period.years * 12 + period.months
    year, month = divmod(months, 12)
    try:
        days_in_month = calendar.monthrange(year, month + 1)[1]
        ends = date(year, month + 1, min(trigger_on.day, days_in_month))
        return ends + timedelta(days=period.days)
    except (ValueError, OverflowError):
        raise _beyond(trigger_on) from None


def year_end_cutoff(trigger_on: date, month: int, day: int) -> date:
    """Move a trigger to the end of the city's year it falls in, which ends on ``month``/``day``.

    For cities that close their files once a year. 29 February as a year's end
    is read as the last day of February.
    """
    year = trigger_on.year
    ends = date(year, month, min(day, calendar.monthrange(year, month)[1]))
    if ends >= trigger_on:
        return ends
    if year == date.max.year:
        raise _beyond(trigger_on)
    return date(year + 1, month, min(day, calendar.monthrange(year + 1, month)[1]))


def evaluate(
    claims: Sequence[Claim],
    as_of: date,
    *,
    also: Iterable[Reason] = (),
) -> Evaluation:
    """Say whether an item may go on ``as_of``, by every series and floor that claims it.

    The latest date wins and one permanent series keeps it for good; without
    any claim it is unscheduled and never eligible (invariant 6). ``also`` are
    reasons known from elsewhere, such as an open hold: a hold never changes a
    date, it only stops destruction (invariant 7).
    """
    in_force = [one for one in claims if one.effective is None or one.effective <= as_of]
    reasons = set(also)
    for claim in in_force:
        reasons.update(_blocks(claim))
    if all(one.floor for one in in_force) and not reasons & NO_SERIES:
        reasons.add(Reason.UNSCHEDULED)
    if _disagree(in_force):
        reasons.add(Reason.CONFLICT)
    ends = _latest(in_force)
    if any(_still_running(one, as_of) for one in in_force):
        reasons.add(Reason.PERIOD_NOT_ELAPSED)
    return Evaluation(
        outcome=_outcome(reasons),
        last_day=ends,
        eligible_on=None if ends is None else _day_after(ends),
        reasons=tuple(reason for reason in Reason if reason in reasons),
    )


def _blocks(claim: Claim) -> Iterator[Reason]:
    """Give what stands in the way of one claim, apart from time."""
    series = claim.series
    if claim.retired:
        yield Reason.SERIES_RETIRED
    if series.permanent:
        yield Reason.PERMANENT
        return
    if series.period is None:
        yield Reason.PERIOD_UNKNOWN
    if claim.trigger_on is None:
        unstated = series.trigger is Trigger.UNSTATED
        yield Reason.TRIGGER_UNSTATED if unstated else Reason.AWAITING_EVENT
    if series.waits_for is not None and claim.until_on is None:
        yield Reason.AWAITING_EVENT


def _ends(claim: Claim) -> date | None:
    """Give the last day under one claim, or ``None`` where it cannot be known (yet)."""
    counted = _counted(claim)
    if counted is None or claim.series.waits_for is None:
        return counted
    return None if claim.until_on is None else max(counted, claim.until_on)


def _counted(claim: Claim) -> date | None:
    """Give the last day of the period alone, whatever else has to happen."""
    if claim.series.permanent or claim.series.period is None or claim.trigger_on is None:
        return None
    return last_day(claim.trigger_on, claim.series.period)


def _latest(claims: Sequence[Claim]) -> date | None:
    """Give the latest last day; ``None`` as soon as one claim has none, because it may be later."""
    ends = [_ends(claim) for claim in claims]
    known = [one for one in ends if one is not None]
    return max(known) if known and len(known) == len(ends) else None


def _still_running(claim: Claim, as_of: date) -> bool:
    """Say whether a claim's last day is still ahead, or its period where the whole has no date."""
    ends = _ends(claim) or _counted(claim)
    return ends is not None and as_of <= ends


def _disagree(claims: Sequence[Claim]) -> bool:
    """Say whether two editions give one and the same series different periods."""
    said: dict[str, tuple[bool, Period | None, Trigger | None]] = {}
    for claim in claims:
        words = (claim.series.permanent, claim.series.period, claim.series.trigger)
        if said.setdefault(claim.series.key, words) != words:
            return True
    return False


def _outcome(reasons: set[Reason]) -> Outcome:
    """Weigh the reasons: a certain no, then what cannot be known, then what a person must see."""
    if reasons & NOT_ELIGIBLE:
        return Outcome.NOT_ELIGIBLE
    if reasons - REVIEW:
        return Outcome.CANNOT_EVALUATE
    return Outcome.REVIEW_DUE if reasons else Outcome.ELIGIBLE


def _day_after(day: date) -> date:
    try:
        return day + timedelta(days=1)
    except OverflowError:
        raise _beyond(day) from None


def _beyond(day: date) -> DateBeyondCalendar:
    return DateBeyondCalendar(
        f"The period counted from {day.isoformat()} ends after the year 9999.",
        next_step="Check the trigger date and the years of the row.",
    )
