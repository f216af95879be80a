"""Whether an archived item may go: its classification, reading, floors and holds together."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.items import ItemRef, Platform
from retention_schedules.assess import assess
from retention_schedules.due import Outcome, Reason
from retention_schedules.law import Law, Reading
from retention_schedules.rules import starter_rules
from retention_schedules.settings import RetentionSettings
from retention_schedules.standing import Placement, Standing
from retention_schedules.starter import STARTER_EDITION, floor_series, starter_schedule

NOON = datetime(2024, 3, 1, 18, tzinfo=UTC)
PLACED = Placement("transitory", STARTER_EDITION, "rule:thanks-or-greeting@starter-2026-11")
ITEM = Standing(
    ref=ItemRef(Platform.FACEBOOK, "c-1"),
    account="facebook/5550001",
    written_at=NOON,
    newest_at=NOON,
    reworded_at=None,
    vanished=False,
    held=False,
    placement=PLACED,
)
READ = Reading(None, NOON + timedelta(hours=1), datetime(2024, 3, 4, 18, tzinfo=UTC), "Dana Ortiz")
LAW = Law(
    adopted={STARTER_EDITION: starter_schedule()},
    in_force=starter_schedule(),
    readings=(READ,),
    rules=starter_rules(),
    settings=RetentionSettings(),
    zone=ZoneInfo("America/Chicago"),
    removed_comment=floor_series("removed_comment"),
)
LATER = date(2024, 3, 5)


def in_series(series: str, by: str = "Dana Ortiz") -> Standing:
    """Give the item in another series, put there by a person."""
    return replace(ITEM, placement=replace(PLACED, series=series, by=by))


def test_a_passing_message_may_go_the_day_after_it_was_read() -> None:
    """Kept until read; the day of reading is the last."""
    assert Outcome.NOT_ELIGIBLE == assess(ITEM, LAW, date(2024, 3, 4)).outcome
    assert Outcome.ELIGIBLE == assess(ITEM, LAW, LATER).outcome


def test_harvesting_is_not_reading() -> None:
    """Invariant 6: without a person's recorded act the item waits, however old it is."""
    result = assess(ITEM, replace(LAW, readings=()), date(2090, 1, 1))

    assert (Outcome.NOT_ELIGIBLE, (Reason.AWAITING_EVENT,)) == (result.outcome, result.reasons)


def test_reading_is_dated_in_the_citys_zone() -> None:
    """02:00 UTC is still the evening before in Minnesota."""
    late = replace(READ, at=datetime(2024, 3, 5, 2, tzinfo=UTC))

    assert date(2024, 3, 4) == assess(ITEM, replace(LAW, readings=(late,)), LATER).last_day


@pytest.mark.parametrize(
    "act",
    [
        replace(READ, up_to=NOON - timedelta(seconds=1)),
        replace(READ, account="facebook/other"),
    ],
    ids=["before", "other-account"],
)
def test_reading_covers_only_what_was_read(act: Reading) -> None:
    """Earlier items of this account, or of every account."""
    assert (Reason.AWAITING_EVENT,) == assess(ITEM, replace(LAW, readings=(act,)), LATER).reasons


def test_an_edit_after_reading_is_unread_again() -> None:
    """The new wording waits for a person as the old one did."""
    later = NOON + timedelta(days=9)

    result = assess(replace(ITEM, newest_at=later, reworded_at=later), LAW, date(2030, 1, 1))

    assert (Reason.AWAITING_EVENT,) == result.reasons


def test_holds_beat_everything() -> None:
    """Invariant 7: an open hold stops what else would be eligible, and moves no date."""
    result = assess(replace(ITEM, held=True), LAW, LATER)

    assert (Outcome.NOT_ELIGIBLE, (Reason.HELD,)) == (result.outcome, result.reasons)
    assert date(2024, 3, 4) == result.last_day


@pytest.mark.parametrize(
    ("item", "law", "reason"),
    [
        (replace(ITEM, placement=None), LAW, Reason.UNCLASSIFIED),
        (in_series("unscheduled"), LAW, Reason.UNSCHEDULED),
        (ITEM, replace(LAW, adopted={}, in_force=None), Reason.NOT_ADOPTED),
        (in_series("administration/gone"), LAW, Reason.SERIES_RETIRED),
        (in_series("administration/complaints-general"), LAW, Reason.AWAITING_EVENT),
        (in_series("administration/correspondence-historical"), LAW, Reason.PERMANENT),
        (in_series("administration/correspondence-general"), LAW, Reason.TRIGGER_UNSTATED),
        (in_series("library/overdue-damaged-library-material-records"), LAW, Reason.AWAITING_EVENT),
    ],
)
def test_what_is_not_known_is_kept(item: Standing, law: Law, reason: Reason) -> None:
    """Each with the reason that stands in its way."""
    result = assess(item, law, date(2090, 1, 1))

    assert result.outcome is not Outcome.ELIGIBLE
    assert reason in result.reasons


def test_a_bare_number_counts_from_creation_only_where_the_city_says_so() -> None:
    """Three years from writing, once the setting says what is counted."""
    law = replace(LAW, settings=RetentionSettings(unstated_trigger="creation"))

    result = assess(in_series("administration/correspondence-general"), law, LATER)

    assert date(2027, 3, 1) == result.last_day


def test_an_edited_record_counts_from_its_last_wording() -> None:
    """What it says since the edit was made by the edit."""
    law = replace(LAW, settings=RetentionSettings(unstated_trigger="creation"))
    later = datetime(2024, 9, 9, 18, tzinfo=UTC)
    item = replace(in_series("library/publicity"), newest_at=later, reworded_at=later)

    assert date(2026, 9, 9) == assess(item, law, LATER).last_day


def test_the_citys_cutoff_moves_the_trigger_to_the_end_of_its_year() -> None:
    """But a message that is kept until read waits for no year's end."""
    settings = RetentionSettings(unstated_trigger="creation", year_end_cutoff="12-31")
    law = replace(LAW, settings=settings)

    assert date(2026, 12, 31) == assess(in_series("library/publicity"), law, LATER).last_day
    assert date(2024, 3, 4) == assess(ITEM, law, LATER).last_day


def test_a_rules_proposal_of_weight_waits_for_a_person() -> None:
    """When its period is over, a person has to confirm it; then it may go."""
    law = replace(LAW, settings=RetentionSettings(unstated_trigger="creation"))
    series = "administration/correspondence-general"
    proposed = assess(in_series(series, "rule:decision-or-order@old"), law, date(2030, 1, 1))
    unknown = assess(in_series(series, "rule:long-gone@old"), law, date(2030, 1, 1))
    confirmed = assess(in_series(series), law, date(2030, 1, 1))

    assert (Outcome.REVIEW_DUE, (Reason.UNCONFIRMED,)) == (proposed.outcome, proposed.reasons)
    assert Outcome.REVIEW_DUE == unknown.outcome
    assert Outcome.ELIGIBLE == confirmed.outcome


def test_what_was_hidden_or_disappeared_is_kept_for_the_removals_form() -> None:
    """Whether the city removed it is not known yet, so it cannot go yet."""
    result = assess(replace(ITEM, vanished=True), LAW, date(2090, 1, 1))

    assert (Reason.AWAITING_EVENT,) == result.reasons


def test_under_two_editions_the_longer_period_counts() -> None:
    """A newer edition with a shorter period shortens nothing without a look."""
    newer = starter_schedule()
    rows = tuple(
        replace(row, period=replace(row.period, years=1))
        if row.key == "library/publicity" and row.period
        else row
        for row in newer.series
    )
    newer = replace(newer, edition="newer", series=rows)
    law = replace(
        LAW,
        adopted={**LAW.adopted, "newer": newer},
        in_force=newer,
        settings=RetentionSettings(unstated_trigger="creation"),
    )

    result = assess(in_series("library/publicity"), law, date(2030, 1, 1))

    assert (Outcome.REVIEW_DUE, (Reason.CONFLICT,)) == (result.outcome, result.reasons)
    assert date(2026, 3, 1) == result.last_day


series_names = st.sampled_from(
    ["transitory", "unscheduled", "made/up", *(one.key for one in starter_schedule().series)]
)
placements = st.none() | st.builds(
    Placement,
    series=series_names,
    edition=st.sampled_from([STARTER_EDITION, "never-adopted"]),
    by=st.sampled_from(["Dana Ortiz", PLACED.by, "rule:decision-or-order@x", "rule:gone@x"]),
)


@given(
    placements,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["ask", "creation"]),
    st.dates(date(2024, 1, 1), date(2100, 1, 1)),
)
def test_unscheduled_is_never_eligible(  # noqa: PLR0913, PLR0917 - every way of not knowing
    placement: Placement | None,
    adopted: bool,  # noqa: FBT001 - hypothesis gives it
    read: bool,  # noqa: FBT001 - hypothesis gives it
    held: bool,  # noqa: FBT001 - hypothesis gives it
    unstated: str,
    as_of: date,
) -> None:
    """Invariant 6: not classified, no adopted edition, unknown trigger, open hold: kept."""
    law = replace(
        LAW,
        adopted=LAW.adopted if adopted else {},
        in_force=LAW.in_force if adopted else None,
        readings=LAW.readings if read else (),
        settings=RetentionSettings(unstated_trigger=unstated),  # type: ignore[arg-type] # one of the two
    )
    item = replace(ITEM, placement=placement, held=held)

    if assess(item, law, as_of).outcome is Outcome.ELIGIBLE:
        assert placement is not None
        assert adopted
        assert not held
        assert STARTER_EDITION == placement.edition
        assert (placement.series, read) == ("transitory", True) or (
            placement.series not in {"transitory", "unscheduled", "made/up"}
        )
        row = law.adopted[STARTER_EDITION].get(placement.series)
        assert row is None or (not row.permanent and row.waits_for is None)
        assert row is None or (row.trigger == "unstated" and unstated == "creation") or read
