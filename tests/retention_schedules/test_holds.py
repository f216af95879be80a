"""Placing and lifting holds."""

import pytest

from archiver.archive import Archive
from archiver.errors import WrongUsage
from archiver.items import ItemRef, Platform
from archiver.viewer import Viewer
from retention_schedules.errors import HoldUnknown
from retention_schedules.holds import holds, lift_hold, place_hold
from tests.retention_schedules.conftest import PlayedClock, Put

REF = ItemRef(Platform.FACEBOOK, "c-1")


def test_a_hold_stands_on_its_items_until_it_is_lifted(
    archive: Archive, viewer: Viewer, put: Put, clock: PlayedClock
) -> None:
    """Two holds on one item: lifting one leaves the other."""
    put("c-1", "Thank you!")
    first = place_hold(archive, (REF,), by="Dana Ortiz", reason="Lawsuit")
    clock.now = clock.now.replace(hour=18)
    second = place_hold(archive, (REF,), by="Sam Lee", reason="Audit")

    lift_hold(archive, first, by="Dana Ortiz", reason="Settled")

    assert (second,) == archive.item(viewer, "c-1").holds
    lifted, still = holds(archive)
    assert ("Settled", "Dana Ortiz", 1) == (lifted.lift_reason, lifted.lifted_by, lifted.items)
    assert still.lifted_at is None


def test_a_hold_that_is_not_open_cannot_be_lifted(archive: Archive, put: Put) -> None:
    """Neither an unknown one nor the same one twice."""
    put("c-1", "Thank you!")
    name = place_hold(archive, (REF,), by="Dana Ortiz", reason="Lawsuit")
    lift_hold(archive, name, by="Dana Ortiz", reason="Settled")

    for each in (name, "hold-nowhere"):
        with pytest.raises(HoldUnknown):
            lift_hold(archive, each, by="Dana Ortiz", reason="Settled")


@pytest.mark.parametrize(("by", "reason"), [("", "Lawsuit"), ("Dana Ortiz", " ")])
def test_a_hold_needs_a_person_and_a_reason(
    archive: Archive, put: Put, by: str, reason: str
) -> None:
    """Nothing is held, or let go, by nobody or for nothing."""
    put("c-1", "Thank you!")

    with pytest.raises(WrongUsage):
        place_hold(archive, (REF,), by=by, reason=reason)
