"""Every act is an object of its own first, and its rows can be made from that object alone."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from archiver.accounts import Ownership
from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.catalogue.projections import PROJECTIONS
from archiver.events import (
    AccountClosed,
    Event,
    HoldLifted,
    HoldPlaced,
    ItemsClassified,
    ItemSeries,
    ItemsRead,
)
from archiver.items import Classification, ItemRef, Platform
from archiver.record import RecordKind, read_record
from archiver.wire import EVENTS, decode_event, encode_event
from tests.archiver.quillback import (
    ACCOUNT,
    PAGE,
    READER,
    Harvester,
    PlayedPage,
    items,
    objects,
)

AT = datetime(2026, 6, 2, 9, tzinfo=UTC)


def said(event: type[Event], **parts: Any) -> Event:  # noqa: ANN401 - the parts of any event
    """Make an act of Dana's."""
    return event(at=AT, by="Dana Ortiz", **parts)


def refs(*idents: str) -> tuple[ItemRef, ...]:
    """Name items."""
    return tuple(ItemRef(Platform.FACEBOOK, ident) for ident in idents)


def changed(archive: Archive, since: int) -> list[str]:
    """Name what followers hear of."""
    return [item.id for item in archive.changed_since(READER, since)]


@pytest.fixture
def posts(page: PlayedPage, harvest: Harvester) -> list[str]:
    """Have three posts in the archive."""
    made = [page.post(str(number)) for number in range(3)]
    harvest()
    return made


def test_every_kind_of_act_has_rows() -> None:
    """None can be kept that the catalogue would not know of."""
    assert set(PROJECTIONS) == set(EVENTS)


def test_an_act_is_an_object_before_it_has_rows(archive: Archive, posts: list[str]) -> None:
    """The object says all that the rows do; the leaf is its digest."""
    before = set(objects(archive))
    act = said(HoldPlaced, hold="H-1", reason="lawsuit", refs=refs(posts[0]))

    number = archive.record(act)

    kept = objects(archive)
    (path,) = [path for path in set(kept) - before if path.startswith("events/")]
    envelope, block = read_record(archive.store.get(path))
    assert (act, encode_event(act)) == (decode_event(block), block)
    assert (RecordKind.EVENT, "hold_placed") == (envelope.kind, envelope.field("Event"))
    with archive.reading() as connection:
        leaf = connection.execute(select(t.leaf).where(t.leaf.c.n == number)).one()
        row = connection.execute(select(t.event).where(t.event.c.leaf == number)).one()
    assert (kept[path], path, "event") == (leaf.digest, leaf.object, leaf.kind)
    assert ("hold_placed", AT, "Dana Ortiz") == (row.kind, row.at, row.by)


def test_an_act_on_items_that_are_not_there_has_no_rows(archive: Archive, posts: list[str]) -> None:
    """All of it or nothing: no hold on the half of them, and no number used."""
    before = archive.change_number()
    unknown = refs(posts[0], "nobody")

    with pytest.raises(LookupError):
        archive.record(said(HoldPlaced, hold="H-1", reason="lawsuit", refs=unknown))

    assert before == archive.change_number()
    assert () == items(archive)[posts[0]].holds


def test_holds_grow_and_end(archive: Archive, posts: list[str]) -> None:
    """Whoever follows the archive hears of each item once."""
    archive.record(said(HoldPlaced, hold="H-1", reason="lawsuit", refs=refs(*posts[:2])))
    placed = archive.change_number()
    archive.record(said(HoldPlaced, hold="H-1", reason="lawsuit", refs=refs(*posts[1:])))
    grown = archive.change_number()
    held = [item.holds for item in items(archive).values()]

    archive.record(said(HoldLifted, hold="H-1", reason="settled"))

    assert [("H-1",)] * 3 == held
    assert [()] * 3 == [item.holds for item in items(archive).values()]
    assert posts[2] in changed(archive, placed)
    assert sorted(posts) == sorted(changed(archive, grown))


def test_a_later_classification_takes_the_place_of_the_earlier(
    archive: Archive, posts: list[str]
) -> None:
    """Its reason, edition and author are shown."""
    for series in ("A-1", "B-2"):
        items_ = tuple(ItemSeries(ref, series, f"because of {series}") for ref in refs(posts[0]))
        archive.record(said(ItemsClassified, edition="2026", items=items_))

    assert Classification("B-2", "2026", "Dana Ortiz", "because of B-2", AT) == (
        items(archive)[posts[0]].classification
    )
    assert items(archive)[posts[1]].classification is None


def test_reading_is_recorded_and_harvesting_is_not_reading(
    archive: Archive, posts: list[str]
) -> None:
    """Invariant 6: only a person's act of reading counts as one."""
    assert posts
    assert [] == _rows(archive)

    archive.record(said(ItemsRead, up_to=AT, account=ACCOUNT))

    assert [(ACCOUNT, AT, "Dana Ortiz")] == _rows(archive)


def _rows(archive: Archive) -> list[tuple[str, datetime, str]]:
    with archive.reading() as connection:
        return [(r.account, r.up_to, r.by) for r in connection.execute(select(t.reading))]


def test_a_closed_account_keeps_its_items(archive: Archive, posts: list[str]) -> None:
    """And says when and why it was closed, and who opened it."""
    archive.record(said(AccountClosed, account=ACCOUNT, reason="The Page was merged."))

    account = archive.account(PAGE)
    assert (AT, "The Page was merged.") == (account.closed_at, account.close_reason)
    assert (Ownership.CITY_OFFICIAL, "Dana Ortiz") == (account.ownership, account.authorized_by)
    assert set(posts) == set(items(archive))
