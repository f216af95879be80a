"""The audit's counts and findings over a real catalogue."""

from datetime import date

from archiver.archive import Archive
from archiver.items import ItemRef, Platform
from archiver.viewer import Viewer
from retention_schedules.audit import Audit, audit
from retention_schedules.due import Outcome, Reason
from retention_schedules.editions import adopt_edition
from retention_schedules.holds import place_hold
from retention_schedules.in_force import law_of
from retention_schedules.reading import record_reading
from retention_schedules.settings import RetentionSettings
from retention_schedules.standing import standings
from retention_schedules.starter import STARTER_EDITION
from retention_schedules.sweep import sweep
from tests.retention_schedules.conftest import Put, with_settings


def audited(archive: Archive, viewer: Viewer, as_of: date = date(2024, 6, 2)) -> Audit:
    """Audit everything as of a day."""
    return audit(standings(archive, viewer), law_of(archive), as_of)


def kinds(result: Audit) -> list[str]:
    """Name the findings."""
    return [problem.kind for problem in result.problems]


def test_an_empty_archive_is_clean(archive: Archive, viewer: Viewer) -> None:
    """There is nothing to find, even with no edition adopted."""
    result = audited(archive, viewer)

    assert (0, ()) == (result.items, result.problems)


def test_every_item_is_counted_under_every_reason(
    archive: Archive, viewer: Viewer, put: Put
) -> None:
    """Outcomes split the items; reasons overlap."""
    for identity, text in (
        ("c-1", "Thank you!"),
        ("c-2", "Thanks!"),
        ("c-3", "There is a pothole on Elm Street"),
        ("c-4", "Something else altogether"),
    ):
        put(identity, text)
    adopt_edition(archive, STARTER_EDITION, by="Dana Ortiz")
    sweep(archive, viewer, everything=False)
    put("c-5", "Brand new")
    held = ItemRef(Platform.FACEBOOK, "c-2"), ItemRef(Platform.FACEBOOK, "c-4")
    place_hold(archive, held, by="Dana Ortiz", reason="Lawsuit")
    record_reading(archive, "2024-06-01", account=None, by="Dana Ortiz")

    result = audited(archive, viewer)

    assert 5 == result.items == sum(result.outcomes.values())
    assert 1 == result.outcomes[Outcome.ELIGIBLE]
    assert (2, 1, 1, 1) == (
        result.reasons[Reason.HELD],
        result.reasons[Reason.AWAITING_EVENT],
        result.reasons[Reason.UNSCHEDULED],
        result.reasons[Reason.UNCLASSIFIED],
    )
    assert 2 == result.transitory
    assert ["unclassified", "unscheduled"] == kinds(result)
    assert ("facebook/c-5",) == result.problems[0].items


def test_nothing_is_eligible_while_nothing_is_adopted(
    archive: Archive, viewer: Viewer, put: Put
) -> None:
    """The audit says so once, and what to do."""
    put("c-1", "Thank you!")
    sweep(archive, viewer, everything=False)
    record_reading(archive, "2024-06-01", account=None, by="Dana Ortiz")

    result = audited(archive, viewer, date(2090, 1, 1))

    assert 0 == result.outcomes[Outcome.ELIGIBLE]
    assert ["nothing_adopted"] == kinds(result)


def test_an_audit_can_be_run_as_of_any_day(archive: Archive, viewer: Viewer, put: Put) -> None:
    """Eligible, later overdue; how long that takes is the city's setting."""
    put("c-1", "Thank you!")
    adopt_edition(archive, STARTER_EDITION, by="Dana Ortiz")
    sweep(archive, viewer, everything=False)
    record_reading(archive, "2024-06-01", account=None, by="Dana Ortiz")
    strict = with_settings(archive, RetentionSettings(overdue_days=10))

    days = (date(2024, 6, 1), date(2024, 6, 2), date(2024, 6, 12), date(2024, 6, 13))
    found = [audited(strict, viewer, day) for day in days]

    assert [0, 1, 1, 1] == [one.outcomes[Outcome.ELIGIBLE] for one in found]
    assert [0, 0, 0, 1] == [one.overdue for one in found]
    assert [[], [], [], ["overdue"]] == [kinds(one) for one in found]


def test_the_audit_shows_how_the_schedule_was_read(archive: Archive, viewer: Viewer) -> None:
    """What a bare number counts from is a choice, and an auditor must see it."""
    own = with_settings(archive, RetentionSettings(unstated_trigger="creation"))

    assert "ask" == audited(archive, viewer).settings["unstated_trigger"]
    assert "creation" == audited(own, viewer).settings["unstated_trigger"]


def test_a_problem_names_a_few_items_and_counts_the_rest(
    archive: Archive, viewer: Viewer, put: Put
) -> None:
    """Whatever the size of the archive, the report stays short."""
    for n in range(9):
        put(f"c-{n}", "Hello")
    adopt_edition(archive, STARTER_EDITION, by="Dana Ortiz")

    (problem,) = audited(archive, viewer).problems

    assert (9, 5) == (problem.count, len(problem.items))
