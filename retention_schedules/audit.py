"""The audit: what may go, what must stay and why, and what somebody has to look at."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from retention_schedules.assess import assess
from retention_schedules.due import Evaluation, Outcome, Reason
from retention_schedules.law import Law
from retention_schedules.rules import TRANSITORY
from retention_schedules.standing import Standing

EXAMPLES = 5
"""How many items a problem names; the rest are counted. Bounds memory and the length of a page."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something an auditor should see: what it is, how many items, and what to do."""

    kind: str
    count: int
    what: str
    next: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesCount:
    """How many items are in one series of one edition, and how many of them are eligible."""

    series: str
    edition: str
    items: int
    eligible: int


@dataclass(frozen=True, slots=True)
class Audit:
    """The result of an audit as of one day.

    ``outcomes`` splits all items; ``reasons`` does not: an item is counted
    under every reason that applies to it. ``settings`` shows how the schedule
    was read.
    """

    as_of: date
    edition: str | None
    settings: Mapping[str, str | int]
    items: int
    outcomes: Mapping[Outcome, int]
    reasons: Mapping[Reason, int]
    transitory: int
    overdue: int
    series: tuple[SeriesCount, ...]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Tally:
    """Counts taken while items stream by; its size does not grow with them."""

    items: int = 0
    overdue: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    reasons: Counter[Reason] = field(default_factory=Counter)
    series: Counter[tuple[str, str]] = field(default_factory=Counter)
    eligible: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: dict[str, list[str]] = field(default_factory=dict)

    def add(self, item: Standing, result: Evaluation, *, overdue: bool) -> None:
        """Count one item."""
        self.items += 1
        self.outcomes[result.outcome] += 1
        self.reasons.update(result.reasons)
        marks: list[str] = [*result.reasons, result.outcome]
        if overdue:
            self.overdue += 1
            marks.append("overdue")
        for mark in marks:
            named = self.examples.setdefault(mark, [])
            if len(named) < EXAMPLES:
                named.append(str(item.ref))
        if item.placement is not None:
            key = (item.placement.edition, item.placement.series)
            self.series[key] += 1
            self.eligible[key] += result.outcome is Outcome.ELIGIBLE


def audit(items: Iterable[Standing], law: Law, as_of: date) -> Audit:
    """Assess every item as of a day, and say what is to be looked at.

    Dates are counted to that day; classifications, holds and editions are
    those that stand now.
    """
    tally = Tally()
    for item in items:
        result = assess(item, law, as_of)
        tally.add(item, result, overdue=_is_overdue(result, law, as_of))
    return Audit(
        as_of=as_of,
        edition=None if law.in_force is None else law.in_force.edition,
        settings={
            "unstated_trigger": law.settings.unstated_trigger,
            "year_end_cutoff": law.settings.year_end_cutoff,
            "overdue_days": law.settings.overdue_days,
            "transitory_series": law.settings.transitory_series,
            "rules": law.rules.edition,
        },
        items=tally.items,
        outcomes={outcome: tally.outcomes[outcome] for outcome in Outcome},
        reasons={reason: tally.reasons[reason] for reason in Reason},
        transitory=sum(n for (_, key), n in tally.series.items() if key == TRANSITORY),
        overdue=tally.overdue,
        series=tuple(
            SeriesCount(series, edition, count, tally.eligible[edition, series])
            for (edition, series), count in sorted(tally.series.items())
        ),
        problems=problems(tally, law),
    )


def _is_overdue(result: Evaluation, law: Law, as_of: date) -> bool:
    """Say whether something has been eligible for longer than the city wants to let it lie."""
    return (
        result.outcome is Outcome.ELIGIBLE
        and result.eligible_on is not None
        and as_of - result.eligible_on > timedelta(days=law.settings.overdue_days)
    )


def problems(tally: Tally, law: Law) -> tuple[Problem, ...]:
    """Say what somebody has to look at.

    Waiting for an event, a running period, a hold and permanence are no
    findings: they are the schedule at work.
    """
    found = [] if law.in_force is not None or not tally.items else [NOTHING_ADOPTED]
    counts: dict[str, int] = {
        **{reason.value: count for reason, count in tally.reasons.items()},
        **{outcome.value: count for outcome, count in tally.outcomes.items()},
        "overdue": tally.overdue,
    }
    found += [
        Problem(kind, counts[kind], what, todo, tuple(tally.examples[kind]))
        for kind, what, todo in FINDINGS
        if counts.get(kind) and not (kind == Reason.NOT_ADOPTED and law.in_force is None)
    ]
    return tuple(found)


NOTHING_ADOPTED = Problem(
    "nothing_adopted",
    0,
    "The city has adopted no edition of a retention schedule here, so nothing is ever eligible.",
    "civickeep retention schedule adopt EDITION; schedule list names the editions.",
)

FINDINGS: tuple[tuple[str, str, str], ...] = (
    (
        Reason.UNCLASSIFIED,
        "Items that are not classified yet.",
        "civickeep retention classify",
    ),
    (
        Reason.UNSCHEDULED,
        "Items in no series: no rule knows them, and they are kept until a person gives them one.",
        "civickeep retention classify --item ID --series S --by PERSON --reason R",
    ),
    (
        Outcome.REVIEW_DUE,
        "Items whose period is over, but whose series a rule only proposed.",
        "Confirm or correct the series: civickeep retention classify --item ID --series S ...",
    ),
    (
        Reason.NOT_ADOPTED,
        "Items classified under an edition the city has not adopted.",
        "Adopt that edition, or classify again: civickeep retention classify --all",
    ),
    (
        Reason.SERIES_RETIRED,
        "Items whose series the edition in force does not have.",
        "Classify them again under the edition in force.",
    ),
    (
        Reason.TRIGGER_UNSTATED,
        "Items under a bare number of years; the schedule does not say what it counts from.",
        'Ask the city attorney, then set unstated_trigger = "creation" in [retention] if it is so.',
    ),
    (
        Reason.PERIOD_UNKNOWN,
        "Items whose row has no period that could be read.",
        "Import the official text of the schedule and adopt it.",
    ),
    (
        "overdue",
        "Items that have been eligible for longer than overdue_days.",
        "Propose them for destruction, or say why they are kept.",
    ),
)
