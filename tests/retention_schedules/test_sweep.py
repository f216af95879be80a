"""Classifying a whole archive: repeatable, and never over a person's head."""

from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.errors import WrongUsage
from archiver.items import Classification, ItemKind, ItemRef, Platform
from archiver.viewer import Viewer
from retention_schedules import sweep as sweeping
from retention_schedules.errors import SeriesUnknown
from retention_schedules.rules import RuleBook, read_rules
from retention_schedules.settings import RetentionSettings
from retention_schedules.starter import STARTER_EDITION
from retention_schedules.sweep import classify_by_person, series_named, sweep
from tests.retention_schedules.conftest import PAGE, Put, with_settings

POTHOLE = "There is a pothole on Elm Street"


def standing(archive: Archive, viewer: Viewer) -> dict[str, Classification | None]:
    """Give the classification of every item by its id."""
    return {item.id: item.classification for item in archive.items(viewer)}


def series(archive: Archive, viewer: Viewer) -> dict[str, str | None]:
    """Give the series of every item by its id."""
    return {key: one.series if one else None for key, one in standing(archive, viewer).items()}


def ref(identity: str) -> ItemRef:
    """Name an item."""
    return ItemRef(Platform.FACEBOOK, identity)


def test_every_item_gets_a_series_a_rule_and_a_reason(
    archive: Archive, viewer: Viewer, put: Put
) -> None:
    """Transitory, a series of the schedule, or unscheduled; each signed by its rule."""
    put("post-1", "Join us for storytime!", kind=ItemKind.POST, author=PAGE)
    put("c-1", "Thank you!")
    put("c-2", POTHOLE)
    put("c-3", "Something else altogether")

    done = sweep(archive, viewer, everything=False)

    assert {
        "post-1": "transitory",
        "c-1": "transitory",
        "c-2": "administration/complaints-general",
        "c-3": "unscheduled",
    } == series(archive, viewer)
    assert (4, 0, 2) == (done.classified, done.unchanged, done.needs_person)
    signed = standing(archive, viewer)["c-3"]
    assert signed is not None
    assert (STARTER_EDITION, "rule:no-rule@starter-2026-11") == (signed.edition, signed.by)
    assert signed.reason


def test_a_second_sweep_writes_nothing(archive: Archive, viewer: Viewer, put: Put) -> None:
    """What comes out as it stood is left alone, so the change number stands still."""
    put("c-1", "Thank you!")
    sweep(archive, viewer, everything=False)
    before = archive.change_number()

    again = sweep(archive, viewer, everything=True)

    assert (0, 1) == (again.classified, again.unchanged)
    assert before == archive.change_number()


def test_an_edit_is_seen_by_the_next_full_sweep(archive: Archive, viewer: Viewer, put: Put) -> None:
    """A thank-you that became a complaint is one."""
    put("c-1", "Thank you!")
    sweep(archive, viewer, everything=False)
    put("c-1", POTHOLE)

    sweep(archive, viewer, everything=True)

    assert {"c-1": "administration/complaints-general"} == series(archive, viewer)


def test_an_edit_cannot_hide_a_complaint(archive: Archive, viewer: Viewer, put: Put) -> None:
    """Every wording is looked at, so a complaint edited into a thank-you stays one."""
    put("c-1", POTHOLE)
    put("c-1", "Thank you!")

    sweep(archive, viewer, everything=False)

    assert {"c-1": "administration/complaints-general"} == series(archive, viewer)


def test_what_a_person_decided_no_rule_overrules(
    archive: Archive, viewer: Viewer, put: Put
) -> None:
    """Not even with ``--all``."""
    put("c-1", "Thank you!")
    key = "administration/correspondence-historical"
    classify_by_person(archive, [ref("c-1")], key, by="Dana Ortiz", reason="A farewell")

    done = sweep(archive, viewer, everything=True)

    assert 1 == done.kept
    assert {"c-1": key} == series(archive, viewer)


def test_answers_to_a_call_for_comment_wait_for_a_person(
    archive: Archive, viewer: Viewer, put: Put
) -> None:
    """Even where the call was edited away, and wherever the post stands in the order."""
    put("post-1", "Share your feedback on the park", kind=ItemKind.POST, author=PAGE, created=None)
    put("post-1", "The park", kind=ItemKind.POST, author=PAGE, created=None)
    put("c-1", "👍")

    sweep(archive, viewer, everything=False)

    assert {"unscheduled"} == set(series(archive, viewer).values())


def test_a_series_the_edition_lacks_leaves_an_item_unscheduled(
    archive: Archive, viewer: Viewer, put: Put, tmp_path: Path
) -> None:
    """A city's own rules may name a series that its edition does not have; the reason says so."""
    put("c-1", "Thank you!")
    rules = tmp_path / "our-rules.toml"
    rules.write_text(
        'edition = "ours-1"\n[[rule]]\nname = "thanks"\nseries = "ours/thanks"\n'
        'person = "none"\nwhy = "Thanks."\nphrases = ["thank*"]\n',
        "utf-8",
    )
    own = with_settings(archive, RetentionSettings(rules="our-rules.toml"))

    done = sweep(own, viewer, everything=False)

    found = standing(own, viewer)["c-1"]
    assert found is not None
    assert "ours-1" == done.rules
    assert ("unscheduled", "rule:thanks@ours-1") == (found.series, found.by)
    assert "ours/thanks" in found.reason


def test_many_items_are_recorded_in_batches(
    archive: Archive, viewer: Viewer, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One event holds at most so many; none is left out."""
    monkeypatch.setattr(sweeping, "BATCH", 3)
    for n in range(8):
        put(f"c-{n}", "Thank you!")

    done = sweep(archive, viewer, everything=False)

    assert 8 == done.classified
    assert {"transitory"} == set(series(archive, viewer).values())


@pytest.mark.parametrize(("by", "reason"), [("", "why"), ("Dana Ortiz", " "), ("rule:x@y", "why")])
def test_a_decision_needs_a_person_and_a_reason(
    archive: Archive, put: Put, by: str, reason: str
) -> None:
    """Nobody signs as a rule."""
    put("c-1", "Thank you!")

    with pytest.raises(WrongUsage):
        classify_by_person(archive, [ref("c-1")], "transitory", by=by, reason=reason)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("transitory", "transitory"),
        ("Correspondence - Messages", "transitory"),
        ("Unscheduled", "unscheduled"),
        ("lib 01800", "library/publicity"),
    ],
)
def test_a_person_names_a_series_in_her_own_words(
    archive: Archive, text: str, expected: str
) -> None:
    """Key, code, title, or one of the two words; kept in one spelling."""
    assert expected == series_named(archive, text)


def test_a_person_cannot_name_a_series_that_is_not_there(archive: Archive) -> None:
    """The message lists the nearest."""
    with pytest.raises(SeriesUnknown):
        series_named(archive, "Parades")


def test_rules_are_a_book_with_an_edition() -> None:
    """What a sweep signs with comes from the file."""
    book: RuleBook = read_rules(b'edition = "empty-1"\nrule = []\n', "empty.toml")

    assert ("empty-1", ()) == (book.edition, book.rules)
