"""Section: how long each thing is kept, what is transitory and why, and the audit."""

from collections import defaultdict
from dataclasses import dataclass

from archiver.items import Item
from requests_portal.demo.page.section import Section
from requests_portal.demo.tour import Tour
from retention_schedules.audit import Audit
from retention_schedules.due import Outcome
from retention_schedules.rules import TRANSITORY, UNSCHEDULED
from retention_schedules.starter import starter_schedule
from retention_schedules.words import OUTCOME_WORDS, REASON_WORDS

EXAMPLES = 2


@dataclass(frozen=True, slots=True)
class Count:
    """A number and what it counts."""

    number: int
    of: str


@dataclass(frozen=True, slots=True)
class Group:
    """Items that are in one series for one reason, with some examples."""

    series: str
    period: str
    why: str
    by: str
    items: tuple[Item, ...]

    @property
    def examples(self) -> tuple[Item, ...]:
        """The first few of them."""
        return self.items[:EXAMPLES]


@dataclass(frozen=True, slots=True)
class View:
    """The audit in words, the transitory items, and all other groups, the largest last."""

    audit: Audit
    edition: str
    outcomes: tuple[Count, ...]
    reasons: tuple[Count, ...]
    transitory: tuple[Group, ...]
    others: tuple[Group, ...]


def view(tour: Tour) -> View:
    """Group every item by its series and the reason it is there."""
    audit = tour.retained.audit
    groups = _groups(tour.items)
    return View(
        audit=audit,
        edition=starter_schedule().title,
        outcomes=tuple(Count(n, OUTCOME_WORDS[outcome]) for outcome, n in audit.outcomes.items()),
        reasons=tuple(Count(n, REASON_WORDS[reason]) for reason, n in audit.reasons.items() if n),
        transitory=tuple(one for one in groups if one.series == TRANSITORY),
        others=tuple(one for one in groups if one.series != TRANSITORY),
    )


def _groups(items: tuple[Item, ...]) -> tuple[Group, ...]:
    found: defaultdict[tuple[str, str, str], list[Item]] = defaultdict(list)
    for item in items:
        if (given := item.classification) is not None:
            found[given.series, given.reason, given.by].append(item)
    groups = [
        Group(series, _period(series), why, by, tuple(each))
        for (series, why, by), each in found.items()
    ]
    return tuple(sorted(groups, key=lambda one: (one.series == UNSCHEDULED, -len(one.items))))


def _period(series: str) -> str:
    """Say in the schedule's own words how long a series is kept."""
    if series == TRANSITORY:
        return "until read"
    if series == UNSCHEDULED:
        return "for ever, until a person gives it a series"
    row = starter_schedule().get(series)
    return row.retention_text if row else "not in this edition"


MAY_GO = OUTCOME_WORDS[Outcome.ELIGIBLE]

SECTION = Section(
    id="retention",
    short="Retention",
    title="How long each thing is kept, and why",
    says="Every item has a place in the retention schedule with the reason in words; what no "
    "rule knows is kept until a person has looked.",
    commands=("civickeep retention classify", "civickeep retention audit --as-of 2026-04-16"),
    view=view,
)
