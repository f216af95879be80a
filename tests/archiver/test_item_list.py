"""Items in the promised shape, now and as the archive stood at an instant."""

import json
from datetime import timedelta

import msgspec
import pytest

from archiver.archive import Archive
from archiver.civil_time import to_wire
from archiver.errors import WrongUsage
from archiver.item_list import item_entry, parse_instant, standing_at
from archiver.items import ItemState
from archiver.platforms import FaultKind
from tests.archiver.quillback import Harvester, PlayedPage, items, photo, shared

PROMISED = {
    "platform": str,
    "account": str,
    "id": str,
    "kind": str,
    "parent_id": str,
    "thread_id": str,
    "author": dict,
    "created_at": str,
    "permalink": str,
    "state": str,
    "versions": list,
    "hidden": list,
    "unavailable": list,
    "media": list,
    "classification": None,
    "holds": list,
}
"""The keys of shared/cli.md: a promise to other programs."""


def test_an_item_has_the_promised_keys(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """All ids are strings, all times end in Z; further keys come after those promised."""
    post = page.post("1", "Hello", attachments=(photo("a"),))
    page.comment("1_1", post, "Hi")
    page.comment("1_2", post, "gone", attachment=photo("b"))
    page.hide("1_1")
    harvest()
    page.delete("1_2")
    harvest()
    harvest()

    shown = [json.loads(msgspec.json.encode(item_entry(i))) for i in items(archive).values()]

    assert all(list(PROMISED) == list(entry)[: len(PROMISED)] for entry in shown)
    post_entry, hidden, gone = shown
    assert (None, {"id": "880100", "name": "City of Quillback"}) == (
        post_entry["parent_id"],
        post_entry["author"],
    )
    assert {"n", "text", "first_seen", "last_seen", "digest", "object"} <= set(
        post_entry["versions"][0]
    )
    assert {"sha256", "type", "bytes", "object"} == set(post_entry["media"][0])
    assert [{"from", "to"}] == [set(each) for each in hidden["hidden"]]
    assert [{"last_seen", "first_missing", "returned"}] == [set(e) for e in gone["unavailable"]]
    assert ("present", "hidden", "unavailable") == tuple(entry["state"] for entry in shown)
    assert post_entry["created_at"].endswith("Z")


def test_what_a_wording_shares_stands_beside_it(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """Where the link leads, past the platform's redirect, and what the page says of itself."""
    notice = shared("https://alder.example/road?a=1&b=2", "Road closed", "Diamond Path, 8 to 5")
    post = page.post("1", "See here", attachments=(notice,))
    comment = page.comment("1_1", post, "or here", attachment=shared("https://birch.example/"))
    harvest()

    shown = {
        name: json.loads(msgspec.json.encode(item_entry(item)))["versions"][0]["links"]
        for name, item in items(archive).items()
    }
    assert {
        post: [
            {
                "url": "https://alder.example/road?a=1&b=2",
                "title": "Road closed",
                "description": "Diamond Path, 8 to 5",
            }
        ],
        comment: [{"url": "https://birch.example/", "title": None, "description": None}],
    } == shown


def test_a_file_that_was_not_kept_has_its_reason(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """And no other key."""
    post = page.post("1", attachments=(photo("a"),))
    page.platform.misbehave(FaultKind.MEDIA_GONE, path="/media/", times=100)
    harvest()

    (file,) = json.loads(msgspec.json.encode(item_entry(items(archive)[post])))["media"]
    assert {"missing": "the platform answered HTTP 404"} == file


def test_the_archive_as_it_stood(archive: Archive, page: PlayedPage, harvest: Harvester) -> None:
    """At each instant it shows what had been captured by then, and nothing later."""
    post = page.post("1", "First")
    page.comment("1_1", post)
    receipts = [harvest()]
    page.edit(post, "Second")
    receipts.append(harvest())
    page.hide(post)
    receipts.append(harvest())
    page.unhide(post)
    receipts.append(harvest())
    page.post("2")
    page.delete(post)
    receipts += [harvest(), harvest()]
    page.restore(post)
    receipts.append(harvest())
    item = items(archive)[post]

    stood = [standing_at(item, receipt.ended) for receipt in receipts]

    assert standing_at(item, receipts[0].started - timedelta(days=1)) is None
    assert None not in stood
    assert [1, 2, 2, 2, 2, 2, 2] == [len(each.versions) for each in stood if each]
    assert ["First"] + ["Second"] * 6 == [each.text for each in stood if each]
    present, hidden, gone = ItemState.PRESENT, ItemState.HIDDEN, ItemState.UNAVAILABLE
    assert [present, present, hidden, present] == [each.state for each in stood[:4] if each]
    assert [gone, present] == [each.state for each in stood[5:] if each]
    for each, receipt in zip(stood, receipts, strict=True):
        assert each is not None
        shown = msgspec.json.encode(item_entry(each)).decode()
        instants = [text for text in shown.split('"') if text.startswith("2026-06")]
        assert max(instants) <= to_wire(receipt.ended)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30", "12:00", "9999-12-31T23:59:59-14"])
def test_a_time_that_is_none_is_refused_with_an_example(text: str) -> None:
    """The person types it again."""
    with pytest.raises(WrongUsage) as refusal:
        parse_instant(text)

    assert "2026-03-31T17:00:00Z" in refusal.value.next_step
