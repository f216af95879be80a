"""Whether one archived item may go: its classification, its events and its floors, weighed.

Pure: the item, what holds in the city, and the day come in as arguments.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from archiver.civil_time import civil_date
from retention_schedules.classify import rule_of
from retention_schedules.due import Claim, Evaluation, Reason, evaluate, year_end_cutoff
from retention_schedules.law import Law
from retention_schedules.rules import TRANSITORY, UNSCHEDULED, Attention
from retention_schedules.schedule import Schedule
from retention_schedules.series import RecordSeries, Trigger
from retention_schedules.standing import Placement, Standing


def assess(item: Standing, law: Law, as_of: date) -> Evaluation:
    """Say whether an item may go on a day, with every reason why not.

    Not classified, unscheduled, under no adopted edition, with an event that
    is not known, or held: kept (invariants 6 and 7).
    """
    claims = [*_series_claims(item, law), *_floors(item, law)]
    return evaluate(claims, as_of, also=_other_reasons(item, law))


def _other_reasons(item: Standing, law: Law) -> Iterator[Reason]:
    """Give what stands in the way apart from the series themselves."""
    if item.held:
        yield Reason.HELD
    classified = item.placement
    if classified is None:
        yield Reason.UNCLASSIFIED
        return
    if classified.series == UNSCHEDULED:
        yield Reason.UNSCHEDULED
    if classified.edition not in law.adopted:
        yield Reason.NOT_ADOPTED
    elif classified.series != UNSCHEDULED and not _is_known(classified, law):
        yield Reason.SERIES_RETIRED
    rule = rule_of(classified.by)
    if classified.series == UNSCHEDULED or rule is None:
        return
    if law.rules.attention(rule) is Attention.ALWAYS:
        yield Reason.UNCONFIRMED


def _is_known(classified: Placement, law: Law) -> bool:
    """Say whether the edition in force still has the series."""
    return law.in_force is not None and _row(classified, law, law.in_force) is not None


def _row(classified: Placement, law: Law, schedule: Schedule) -> RecordSeries | None:
    key = classified.series
    return schedule.get(law.settings.transitory_series if key == TRANSITORY else key)


def _series_claims(item: Standing, law: Law) -> Iterator[Claim]:
    """Claim the item for its series, under its own edition and under the one in force.

    Both, because the later date wins when an edition changes a period.
    """
    classified = item.placement
    if classified is None or classified.series == UNSCHEDULED:
        return
    own = law.adopted.get(classified.edition)
    for schedule in dict.fromkeys(one.edition for one in (own, law.in_force) if one is not None):
        row = _row(classified, law, law.adopted[schedule])
        if row is not None:
            yield Claim(row, _trigger_on(item, row, law), _until_on(item, row, law))


def _floors(item: Standing, law: Law) -> Iterator[Claim]:
    """Claim what was hidden or disappeared for as long as a removal's form must be kept.

    Whether the city removed it has not been established here, so the event
    (the form is complete) has not happened, and it is kept.
    """
    if item.vanished:
        row = replace(law.removed_comment, trigger=Trigger.OTHER_EVENT)
        yield Claim(row, trigger_on=None, floor=True)


def _trigger_on(item: Standing, row: RecordSeries, law: Law) -> date | None:
    """Give the civil date of the event a row counts from, or ``None`` where it is not known."""
    happened = _event_on(item, row.trigger, law)
    if happened is None or law.settings.cutoff is None or row.period is None or row.period.is_zero:
        return happened
    return year_end_cutoff(happened, *law.settings.cutoff)


def _until_on(item: Standing, row: RecordSeries, law: Law) -> date | None:
    """Give the date of a row's further event; only reading is known of an item."""
    return _read_on(item, law) if row.waits_for == Trigger.READ else None


def _event_on(item: Standing, trigger: Trigger | None, law: Law) -> date | None:
    if trigger is Trigger.READ:
        return _read_on(item, law)
    if trigger is Trigger.UNSTATED and law.settings.unstated_trigger == "ask":
        return None
    if trigger in {Trigger.UNSTATED, Trigger.CREATION, Trigger.RECEIPT}:
        return civil_date(_made_at(item), law.zone)
    return None


def _made_at(item: Standing) -> datetime:
    """Say when the record as it stands now was made: written, or reworded, whichever is later.

    An edited record is a new record of what it says since.
    """
    return max(item.written_at, item.reworded_at or item.written_at)


def _read_on(item: Standing, law: Law) -> date | None:
    """Give the date of the first recorded act of reading that covers the item as it stands now.

    Harvesting is not reading. An act covers what was here, in its newest
    wording, by the instant up to which the person read; an edit after that is
    unread again.
    """
    here = max(item.newest_at, item.written_at)
    for act in law.readings:
        if act.account in {None, item.account} and act.up_to >= here:
            return civil_date(act.at, law.zone)
    return None
