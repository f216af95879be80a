"""How items stand, read from a real catalogue."""

from datetime import timedelta

import pytest
from sqlalchemy import Table, insert, select

from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.items import ItemRef, Platform
from archiver.viewer import Role, Viewer
from retention_schedules.holds import lift_hold, place_hold
from retention_schedules.pending import pending
from retention_schedules.standing import Standing, standings
from tests.retention_schedules.conftest import CITY, WRITTEN, Put

LATER = WRITTEN + timedelta(days=3)


def only(archive: Archive, viewer: Viewer) -> Standing:
    """Give the one item there is."""
    (one,) = standings(archive, viewer)
    return one


def test_an_edit_moves_the_newest_wording(archive: Archive, viewer: Viewer, put: Put) -> None:
    """The first wording is not a rewording."""
    put("c-1", "Thank you!")
    first = only(archive, viewer)
    put("c-1", "Thanks!", seen=LATER)
    second = only(archive, viewer)

    assert (WRITTEN, WRITTEN, None) == (first.written_at, first.newest_at, first.reworded_at)
    assert (WRITTEN, LATER, LATER) == (second.written_at, second.newest_at, second.reworded_at)


def test_an_item_without_a_time_was_written_when_first_seen_at_the_latest(
    archive: Archive, viewer: Viewer, put: Put
) -> None:
    """Its period then ends later than it might, never earlier."""
    put("c-1", "Thank you!", created=None, seen=LATER)

    assert LATER == only(archive, viewer).written_at


def test_only_open_holds_hold(archive: Archive, viewer: Viewer, put: Put) -> None:
    """A lifted hold stays on record and holds nothing."""
    put("c-1", "Thank you!")
    refs = (ItemRef(Platform.FACEBOOK, "c-1"),)
    name = place_hold(archive, refs, by="Dana Ortiz", reason="Lawsuit")
    assert only(archive, viewer).held

    lift_hold(archive, name, by="Dana Ortiz", reason="Settled")

    assert not only(archive, viewer).held


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (t.hidden, {"since": WRITTEN, "until": LATER}),
        (
            t.disappearance,
            {"first_missing": LATER, "last_seen": WRITTEN, "established": "direct read"},
        ),
    ],
    ids=["hidden", "gone"],
)
def test_what_was_ever_out_of_sight_vanished(
    archive: Archive, viewer: Viewer, put: Put, table: Table, row: dict[str, object]
) -> None:
    """Though it came back: a form about its removal may exist."""
    put("c-1", "Thank you!")
    with archive.writing() as connection:
        key = connection.scalar(select(t.item.c.pk))
        connection.execute(insert(table).values(item=key, **row))

    assert only(archive, viewer).vanished


def test_who_may_not_read_an_item_is_told_nothing_of_it(archive: Archive, put: Put) -> None:
    """Neither its standing nor its wording."""
    put("c-1", "Thank you!")
    public = Viewer("somebody", frozenset({Role.PUBLIC}), CITY)

    assert [] == list(standings(archive, public))
    assert [] == list(pending(archive, public, everything=True))
