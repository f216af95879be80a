"""What a visit keeps, what a second one adds, and what its receipt says."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from archiver.archive import Archive
from archiver.capture.harvest import HARVEST
from archiver.captures import Finding, Receipt, StateChange, Verdict
from archiver.errors import CatalogueBusy
from archiver.items import Author, ItemKind, ItemRef, ItemState, Platform
from archiver.leases.holding import claimed
from archiver.leases.lease import Work
from archiver.platforms import FaultKind, Page, Playback, edges
from archiver.platforms.paging import Cut, cut
from archiver.platforms.played import ItemList
from archiver.platforms.world import World
from archiver.record import read_record
from tests.archiver.quillback import (
    ACCOUNT,
    CITY,
    PAGE,
    READER,
    RUTH,
    Harvester,
    PlayedPage,
    items,
    objects,
    photo,
    texts,
    versions_in,
    with_facebook,
)

QUESTION = "¿Hasta cuándo? ❄️"


def found(receipt: Receipt) -> list[tuple[str, StateChange]]:
    """Give what a visit found out beside content."""
    return [(finding.ref.id, finding.change) for finding in receipt.findings]


def receipt_object(archive: Archive, receipt: Receipt) -> tuple[str, Any]:
    """Read the stored receipt of a capture back: its envelope's verdict and its content."""
    for path in archive.store.paths():
        if "/receipts/" in path:
            envelope, block = read_record(archive.store.get(path))
            if envelope.field("Capture") == receipt.capture:
                return envelope.field("Verdict") or "", json.loads(block)
    pytest.fail("there is no such receipt")


@pytest.fixture
def thread(page: PlayedPage) -> str:
    """Let the city post, Ruth ask, and the city answer."""
    post = page.post("1", "Road closed", attachments=(photo("plow", "The plow"),))
    page.comment("1_1", post, QUESTION)
    page.comment("1_2", "1_1", "Until noon", author=None)
    return post


def test_a_first_visit_keeps_everything_it_is_shown(
    archive: Archive, harvest: Harvester, thread: str
) -> None:
    """Posts, comments, replies, authors, times, links and pictures."""
    receipt = harvest()

    kept = items(archive)
    assert {thread: "Road closed", "1_1": QUESTION, "1_2": "Until noon"} == {
        ident: item.text for ident, item in kept.items()
    }
    assert [ItemKind.POST, ItemKind.COMMENT, ItemKind.REPLY] == [i.kind for i in kept.values()]
    assert [None, thread, "1_1"] == [item.parent_id for item in kept.values()]
    assert {thread} == {item.thread_id for item in kept.values()}
    assert [Author(PAGE, CITY), Author(RUTH.id, RUTH.name), None] == [
        item.author for item in kept.values()
    ]
    (file,) = kept[thread].media
    assert ("image/png", "The plow") == (file.type, file.alt)
    assert receipt.verdict is Verdict.COMPLETE
    assert (3, 3, 3, ()) == (
        receipt.items_seen,
        receipt.claimed,
        receipt.new_versions,
        receipt.gaps,
    )


def test_a_second_visit_writes_only_its_receipt(
    archive: Archive, harvest: Harvester, thread: str
) -> None:
    """No object, no version and no change number for what has not changed; last seen moves."""
    harvest()
    kept, before, change = objects(archive), items(archive), archive.change_number()

    receipt = harvest()

    added = set(objects(archive)) - set(kept)
    assert 1 == len([path for path in added if "/receipts/" in path])
    assert [] == versions_in(added)
    assert [] == [path for path in added if path.startswith("media/")]
    assert [] == list(archive.changed_since(READER, change))
    assert (0, 3, ()) == (receipt.new_versions, receipt.items_seen, receipt.findings)
    after = items(archive)
    assert all(after[ident].last_seen > item.last_seen for ident, item in before.items())
    assert all(after[i].current.last_seen > before[i].current.last_seen for i in before)
    assert before[thread].first_seen == after[thread].first_seen


@pytest.mark.usefixtures("thread")
def test_an_edit_is_a_new_version_beside_the_old(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """Both wordings stay, each with its own bytes; the other items are left alone."""
    harvest()
    first = items(archive)["1_1"].current
    bytes_before = archive.native(READER, items(archive)["1_1"], first)
    page.edit("1_1", "¿Hasta las doce?")

    receipt = harvest()

    item = items(archive)["1_1"]
    assert [QUESTION, "¿Hasta las doce?"] == [v.text for v in item.versions]
    assert "¿Hasta las doce?" == item.text
    assert 1 == receipt.new_versions
    assert bytes_before == archive.native(READER, item, item.versions[0])
    assert "¿Hasta las doce?" == json.loads(archive.native(READER, item, item.current))["message"]
    assert first.last_seen == item.versions[0].last_seen < item.versions[1].first_seen


def test_an_edit_between_two_visits_that_was_taken_back_leaves_no_trace(
    archive: Archive, page: PlayedPage, harvest: Harvester, thread: str
) -> None:
    """What nobody saw was not seen; no version is made up."""
    harvest()
    page.edit(thread, "Oops")
    page.edit(thread, "Road closed")

    assert 0 == harvest().new_versions
    assert ["Road closed"] == texts(archive)[thread]


def test_an_old_wording_that_returns_is_no_third_version(
    archive: Archive, page: PlayedPage, harvest: Harvester, thread: str
) -> None:
    """It is shown again, and so is the present one again."""
    harvest()
    page.edit(thread, "Road open")
    harvest()
    page.edit(thread, "Road closed")

    receipt = harvest()

    item = items(archive)[thread]
    assert ["Road closed", "Road open"] == [version.text for version in item.versions]
    assert "Road closed" == item.text
    assert [(thread, StateChange.WORDING_RETURNED)] == found(receipt)
    assert [thread] == [i.id for i in archive.changed_since(READER, archive.change_number() - 1)]


@pytest.mark.usefixtures("thread")
def test_hiding_and_showing_again_are_stretches_of_time(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """No new version: the content is the same."""
    harvest()
    page.hide("1_1")
    hidden = harvest()
    during = items(archive)["1_1"]
    page.unhide("1_1")
    shown = harvest()
    after = items(archive)["1_1"]

    assert ([("1_1", StateChange.HIDDEN)], [("1_1", StateChange.UNHIDDEN)]) == (
        found(hidden),
        found(shown),
    )
    assert (ItemState.HIDDEN, ItemState.PRESENT) == (during.state, after.state)
    assert [None] == [interval.until for interval in during.hidden]
    assert [(hidden.ended, shown.ended)] == [(i.since, i.until) for i in after.hidden]
    assert 1 == len(after.versions)


@pytest.mark.usefixtures("thread")
def test_what_is_hidden_from_the_start_is_kept_as_hidden(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """The city's own hiding does not keep it out of the archive."""
    page.hide("1_1")

    harvest()

    assert ItemState.HIDDEN is items(archive)["1_1"].state
    assert QUESTION == items(archive)["1_1"].text


def test_what_vanished_and_returned_has_both_instants(
    archive: Archive, page: PlayedPage, harvest: Harvester, thread: str
) -> None:
    """The stretch is closed, and nothing was lost meanwhile."""
    page.comment("1_3", thread, "Thanks")
    harvest()
    page.delete("1_3")
    first_missed, agreed = harvest(), harvest()
    gone = items(archive)["1_3"]
    page.restore("1_3")
    back = harvest()

    item = items(archive)["1_3"]
    assert [("1_3", StateChange.MISSING)] == found(first_missed)
    assert [("1_3", StateChange.UNAVAILABLE)] == found(agreed)
    assert [("1_3", StateChange.RETURNED)] == found(back)
    assert (ItemState.UNAVAILABLE, ItemState.PRESENT) == (gone.state, item.state)
    (stretch,) = item.unavailable
    assert (gone.last_seen, first_missed.ended, back.ended) == (
        stretch.last_seen,
        stretch.first_missing,
        stretch.returned,
    )
    assert ["Thanks"] == texts(archive)["1_3"]


def test_what_returns_hidden_is_hidden(
    archive: Archive, page: PlayedPage, harvest: Harvester, thread: str
) -> None:
    """Whether it is there and whether it is hidden are two things."""
    page.comment("1_3", thread, "Thanks")
    page.hide("1_3")
    harvest()
    page.delete("1_3")
    harvest()
    harvest()
    page.restore("1_3")

    harvest()

    item = items(archive)["1_3"]
    assert ItemState.HIDDEN is item.state
    assert [None] == [interval.until for interval in item.hidden]


def test_a_post_that_goes_takes_its_comments_along(
    page: PlayedPage, harvest: Harvester, thread: str
) -> None:
    """They are proven gone by their parent, with one direct read for all of them."""
    other = page.post("2", "Another")
    page.comment("2_1", other)
    harvest()
    calls = len(page.platform.calls)
    page.delete(thread)
    harvest()

    receipt = harvest()

    gone = {ident for ident, change in found(receipt) if change is StateChange.UNAVAILABLE}
    assert {thread, "1_1", "1_2"} == gone
    reads = [call.path for call in page.platform.calls[calls:] if "fields" in call.parameters]
    assert {"/1_1", "/1_2"}.isdisjoint(reads)


def test_a_post_that_left_the_list_is_still_watched(
    archive: Archive,
    page: PlayedPage,
    harvest: Harvester,
    thread: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The feed ends after some hundred posts; what is older is read directly, comments too."""
    other = page.post("2", "Another")
    harvest()
    page.comment("1_9", thread, "Years later")
    page.edit("1_1", "Edited")
    calls = len(page.platform.calls)
    whole = World.feed

    def shortened(self: World, *args: Any, **kwargs: Any) -> ItemList:  # noqa: ANN401 - as they come
        listed = whole(self, *args, **kwargs).items
        return ItemList(tuple(post for post in listed if post.id != thread))

    monkeypatch.setattr(World, "feed", shortened)

    receipt = harvest()

    assert "Years later" == items(archive)["1_9"].text
    assert [QUESTION, "Edited"] == texts(archive)["1_1"]
    assert (Verdict.COMPLETE, ()) == (receipt.verdict, receipt.findings)
    asked = [call.path.removeprefix("/") for call in page.platform.calls[calls:]]
    assert [f"{PAGE}/feed", thread, f"{thread}/comments"] == asked
    assert other in items(archive)


def test_a_picture_is_stored_once_however_often_it_is_shown(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """Two posts and an album with the same picture are one file."""
    page.post("1", attachments=(photo("same"),))
    page.post("2", attachments=(photo("same"), photo("other")))

    receipt = harvest()

    digests = [media.sha256 for item in items(archive).values() for media in item.media]
    assert (3, 2) == (len(digests), len(set(digests)))
    assert 2 == len([path for path in archive.store.paths() if path.startswith("media/")])
    assert 3 == len(receipt.media)


def test_a_picture_that_could_not_be_had_is_tried_again(
    archive: Archive, page: PlayedPage, harvest: Harvester, thread: str
) -> None:
    """A file host that fails is told, and the next visit fetches the file by its new link."""
    page.platform.misbehave(FaultKind.HTTP_502, path="/media/", times=4)
    first = harvest()
    missing = items(archive)[thread].media[0].missing

    second = harvest()

    assert "the download failed (HTTP 502)" == missing
    assert (None, "image/png") == (first.media[0].sha256, second.media[0].type)
    (file,) = items(archive)[thread].media
    assert b"\x89PNG" == archive.media(READER, items(archive)[thread], file)[:4]


def test_a_picture_that_stays_away_is_told_once(
    archive: Archive, page: PlayedPage, harvest: Harvester, thread: str
) -> None:
    """The same reason again is nothing new: no finding, no change of the item."""
    page.platform.misbehave(FaultKind.HTTP_502, path="/media/", times=99)
    harvest()
    change = archive.change_number()

    receipt = harvest()

    assert () == receipt.media
    assert [] == list(archive.changed_since(READER, change))
    assert items(archive)[thread].media[0].missing


def test_a_picture_on_another_host_is_never_asked_for(
    archive: Archive, page: PlayedPage, harvest: Harvester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason is kept with the item."""
    post = page.post("1", attachments=(photo("a"),))
    monkeypatch.setattr(
        "archiver.platforms.scene.Scene.media_address", lambda *_: "https://evil.example/a.png"
    )

    harvest()

    (file,) = items(archive)[post].media
    assert "its address is not one of the platform's file hosts" == file.missing


def test_an_item_shown_on_two_pages_of_a_list_is_taken_in_once(
    archive: Archive,
    page: PlayedPage,
    harvest: Harvester,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the two are taken in apart, and a picture hangs on it."""
    monkeypatch.setattr("archiver.capture.visit.BATCH", 1)
    page.post("1")
    page.post("2", attachments=(photo("a"),))
    page.post("3")
    monkeypatch.setattr(edges, "cut", _shifted)
    small = Harvester(with_facebook(archive, page_size=2), harvest.account, harvest.environment)

    receipt = small()

    assert (Verdict.COMPLETE, 3, 1) == (receipt.verdict, receipt.items_seen, len(receipt.media))
    assert {1} == {len(item.versions) for item in items(archive).values()}


def _shifted(listed: ItemList, parameters: Mapping[str, str], limit: int) -> Cut:
    """Let every page of a list begin with the last item of the one before."""
    made = cut(listed, parameters, limit)
    if not made.more_before:
        return made
    start = made.start - 1
    found = listed.items[start : start + limit]
    return Cut(found, start, more_before=True, more_after=start + limit < len(listed.items))


def test_what_the_platform_counts_and_never_lists_is_said(
    page: PlayedPage, harvest: Harvester
) -> None:
    """A fact to report, not an error: the visit is complete."""
    post = page.post("1", unlisted_comments=3)
    page.comment("1_1", post)

    receipt = harvest()

    assert receipt.verdict is Verdict.COMPLETE
    (gap,) = receipt.gaps
    assert f"the comments of {post}" == gap.what
    assert "the platform counts 4 and lists 1" == gap.cause


@pytest.mark.usefixtures("thread")
def test_the_receipt_is_an_object_with_all_that_was_found(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """What the catalogue says of a visit can be made again from it."""
    harvest()
    page.hide("1_1")

    receipt = harvest()

    verdict, stored = receipt_object(archive, receipt)
    assert "complete" == verdict
    assert receipt.items_seen == stored["items_seen"]
    assert [{"path": "comments", "calls": 1}, {"path": "feed", "calls": 1}] == stored["requests"]
    assert ["hidden"] == [finding["change"] for finding in stored["findings"]]
    assert isinstance(receipt.findings[0], Finding)


def test_a_receipt_tells_the_difference_from_the_one_before(
    page: PlayedPage, harvest: Harvester, thread: str
) -> None:
    """What is not listed any more, and what is again."""
    page.comment("1_3", thread)
    harvest()
    page.delete("1_3")
    lost = harvest()
    page.restore("1_3")
    back = harvest()

    ref = ItemRef(Platform.FACEBOOK, "1_3")
    assert ((), (ref,), (ref,), ()) == (lost.appeared, lost.missing, back.appeared, back.missing)


def test_two_harvests_of_one_account_do_not_meet(archive: Archive, harvest: Harvester) -> None:
    """The second one is told to wait, and leaves nothing."""
    before = objects(archive)

    with claimed(archive, Work(HARVEST, ACCOUNT)), pytest.raises(CatalogueBusy):
        harvest()

    assert before == objects(archive)


@pytest.mark.usefixtures("thread")
def test_without_a_token_nothing_is_asked(
    archive: Archive, harvest: Harvester, platform: Playback
) -> None:
    """The receipt says which variable to set."""
    receipt = harvest(QUILLBACK_TOKEN="")

    assert (Verdict.FAILED, 0, 0) == (receipt.verdict, receipt.calls, len(platform.calls))
    assert "QUILLBACK_TOKEN" in (receipt.error or "")
    assert {} == items(archive)


def test_an_item_with_half_a_pair_and_a_strange_id_is_kept_like_any_other(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """Exact bytes, a readable view, and a path that is safe."""
    post = page.post("1", "half \ud83d pair")
    strange = "x y\u00fc?&#%../\u202e".replace("/", "")
    page.comment(strange, post, "odd", author=None)
    page.comment("after", strange, "answer")

    receipt = harvest()

    assert (Verdict.COMPLETE, ()) == (receipt.verdict, receipt.gaps)
    assert {post: "half \ufffd pair", strange: "odd", "after": "answer"} == {
        ident: item.text for ident, item in items(archive).items()
    }
    assert b"half \\ud83d pair" in archive.native(
        READER, items(archive)[post], items(archive)[post].current
    )
    assert all(path.isascii() and ".." not in path for path in archive.store.paths())


@pytest.mark.usefixtures("thread")
def test_a_renamed_page_and_moving_links_make_no_versions(
    page: PlayedPage, harvest: Harvester
) -> None:
    """Signed links differ at every call, and a page may change its name."""
    harvest()
    page.add([Page(at=page.platform.now, id=PAGE, name="Quillback, Minn.", username="q")])

    assert 0 == harvest().new_versions
