"""Every surface of a Page is read, each in its kind; what may not be read is a gap."""

import base64
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace as changed

from archiver.archive import Archive
from archiver.capture.plan import EVERYTHING
from archiver.captures import Gap, Receipt, StateChange, Verdict
from archiver.catalogue.block_rows import new_blocks
from archiver.items import Item, ItemKind, ItemState
from archiver.platforms import (
    Block,
    Comment,
    Delete,
    Edge,
    Edit,
    EndLive,
    Entry,
    FaultKind,
    Live,
    Person,
    Profile,
    Reel,
    Review,
    Setting,
    Story,
    Unblock,
)
from archiver.surfaces import TITLES, Surface
from archiver.verify.whole import verify
from tests.archiver.quillback import (
    ACCOUNT,
    BEGINNING,
    CITY,
    PAGE,
    RUTH,
    Harvester,
    PlayedPage,
    items,
    png,
    stay_away,
)
from tests.archiver.rebuild.test_catalogue import rebuilt

REEL, LIVE, STORY, REVIEW = "77001", "77002", f"{PAGE}_77003", "77004"


class Surfaces:
    """The page's other surfaces, which a test lets happen."""

    def __init__(self, page: PlayedPage) -> None:
        self.page = page
        self.now = BEGINNING + timedelta(hours=1)

    def happen(self, *entries: Entry) -> None:
        """Let things happen, a minute after one another."""
        self.page.add([changed(entry, at=self._tick()) for entry in entries])

    def later(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span
        self.page.platform.set_time(self.now)

    def _tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


AT = BEGINNING
EVERYWHERE = (
    Reel(at=AT, id=REEL, page=PAGE, message="The new plow"),
    Comment(at=AT, id="r1", parent=REEL, message="Nice", author=RUTH),
    Live(at=AT, id=LIVE, page=PAGE, title="Council", message="The meeting"),
    Comment(at=AT, id="l1", parent=LIVE, message="Louder", author=RUTH),
    Comment(at=AT, id="l2", parent=LIVE, message="spam", author=RUTH, low_quality=True),
    Story(at=AT, id=STORY, page=PAGE, media_id="77903"),
    Review(at=AT, id=REVIEW, page=PAGE, message="Helpful people", author=RUTH),
    Setting(at=AT, page=PAGE, setting="PROFANITY_FILTER", value="Off"),
    Setting(at=AT, page=PAGE, setting="USERS_CAN_POST", value=True),
    Block(at=AT, page=PAGE, person=RUTH),
)


@pytest.fixture
def surfaces(page: PlayedPage, harvest: Harvester) -> Surfaces:
    """Let there be something on every surface, and visit all of them."""
    harvest.plan = EVERYTHING
    page.post("1")
    page.post("2")
    made = Surfaces(page)
    made.happen(*EVERYWHERE)
    return made


def by_surface(archive: Archive) -> dict[Surface, dict[str, Item]]:
    """Give every item by its surface and id."""
    found: dict[Surface, dict[str, Item]] = {}
    for ident, item in items(archive).items():
        found.setdefault(item.surface, {})[ident] = item
    return found


def surface_gaps(receipt: Receipt) -> list[Gap]:
    """Give the gaps that are whole surfaces."""
    return [gap for gap in receipt.gaps if gap.surface is not None]


@pytest.mark.usefixtures("surfaces")
def test_everything_a_page_gives_is_kept(archive: Archive, harvest: Harvester) -> None:
    """Each kind on its surface, with its wording; nothing is a gap."""
    receipt = harvest()

    kept = by_surface(archive)
    assert (Verdict.COMPLETE, ()) == (receipt.verdict, receipt.gaps)
    assert set(Surface) - {Surface.TAGGED} == set(kept)
    assert set(receipt.surfaces) == set(Surface)
    told = {
        ident: (item.kind, item.text) for found in kept.values() for ident, item in found.items()
    }
    assert (ItemKind.REEL, "The new plow") == told[REEL]
    assert (ItemKind.LIVE_VIDEO, "Council\nThe meeting") == told[LIVE]
    assert (ItemKind.COMMENT, "spam") == told["l2"]
    assert (ItemKind.STORY, "") == told[STORY]
    assert (ItemKind.REVIEW, "Helpful people") == told[REVIEW]
    assert (ItemKind.PROFILE, CITY) == told[PAGE]
    assert (ItemKind.SETTING, "PROFANITY_FILTER: Off") == told[f"{PAGE}_setting_PROFANITY_FILTER"]
    assert (ItemKind.SETTING, "USERS_CAN_POST: true") == told[f"{PAGE}_setting_USERS_CAN_POST"]
    assert (ItemKind.BLOCK, RUTH.name) == told[f"{PAGE}_block_{RUTH.id}"]
    assert RUTH.id == getattr(items(archive)[REVIEW].author, "id", None)
    assert {PAGE, f"{PAGE}_setting_PROFANITY_FILTER", f"{PAGE}_setting_USERS_CAN_POST"} == {
        ident for ident, item in items(archive).items() if item.created_at is None
    }


@pytest.mark.usefixtures("surfaces")
def test_a_second_visit_writes_nothing_of_it_again(harvest: Harvester) -> None:
    """No surface changes by being read."""
    harvest()

    receipt = harvest()

    assert (0, (), (), ()) == (
        receipt.new_versions,
        receipt.appeared,
        receipt.missing,
        receipt.findings,
    )


def test_every_change_of_a_surface_is_a_version(
    archive: Archive, harvest: Harvester, surfaces: Surfaces
) -> None:
    """Of words, settings and the page's description of itself; the end of a broadcast is none."""
    harvest()
    surfaces.happen(
        Edit(at=AT, id=REEL, message="The old plow"),
        Edit(at=AT, id=REVIEW, message="Rude people"),
        EndLive(at=AT, id=LIVE),
        Setting(at=AT, page=PAGE, setting="PROFANITY_FILTER", value="Strong"),
        Profile(at=AT, id=PAGE, about="Home of the plow"),
    )

    receipt = harvest()

    changed = {ident for ident, item in items(archive).items() if len(item.versions) > 1}
    assert {REEL, REVIEW, f"{PAGE}_setting_PROFANITY_FILTER", PAGE} == changed
    # What is said of the account itself is no news in the count of what was said.
    assert 2 == receipt.new_versions


def test_the_archive_of_all_surfaces_is_made_again_from_its_store(
    archive: Archive, harvest: Harvester, surfaces: Surfaces
) -> None:
    """Also of what the platform does not number."""
    harvest()
    surfaces.happen(Edit(at=AT, id=REVIEW, message="Rude people"), Delete(at=AT, id="r1"))
    harvest()
    harvest()
    assert [] == verify(archive).findings.problems

    _, deviations = rebuilt(archive)

    assert [] == deviations


def test_a_story_that_ran_out_has_not_disappeared(
    archive: Archive, harvest: Harvester, surfaces: Surfaces
) -> None:
    """After a day nobody looks for it, however many visits agree."""
    harvest()
    surfaces.happen(Story(at=AT, id=f"{PAGE}_77005", page=PAGE))
    archive_clock_forward(archive, timedelta(hours=30))
    surfaces.later(timedelta(hours=30))

    receipts = [harvest(), harvest(), harvest()]

    assert [Verdict.COMPLETE] * 3 == [each.verdict for each in receipts]
    assert ItemState.PRESENT is items(archive)[STORY].state
    assert [] == [each for r in receipts for each in r.findings]


def archive_clock_forward(archive: Archive, span: timedelta) -> None:
    """Let the archive's clock jump."""
    archive.clock.now += span  # type: ignore[attr-defined] # the played one


@pytest.mark.parametrize("ident", [REEL, REVIEW, "l1"])
def test_what_is_gone_from_a_surface_is_proven_like_anything_else(
    archive: Archive, harvest: Harvester, surfaces: Surfaces, ident: str
) -> None:
    """A direct read, a canary of its kind, and a second visit."""
    surfaces.happen(
        Reel(at=AT, id="77101", page=PAGE, message="Another"),
        Review(at=AT, id="77104", page=PAGE, message="Another", author=None),
    )
    harvest()
    surfaces.happen(Delete(at=AT, id=ident))

    first, second = harvest(), harvest()

    assert {StateChange.MISSING} == {each.change for each in first.findings}
    assert ident in {e.ref.id for e in second.findings if e.change is StateChange.UNAVAILABLE}
    assert ItemState.UNAVAILABLE is items(archive)[ident].state


def test_an_unblocked_person_and_a_setting_gone_are_never_called_gone(
    harvest: Harvester, surfaces: Surfaces
) -> None:
    """Nobody can be asked about them directly; the receipt says that they are not listed."""
    harvest()
    surfaces.happen(Unblock(at=AT, page=PAGE, person=RUTH.id))

    receipt = harvest()
    harvest()

    assert [f"{PAGE}_block_{RUTH.id}"] == [ref.id for ref in receipt.missing]
    assert (Verdict.COMPLETE, ()) == (receipt.verdict, receipt.findings)


def test_a_block_after_the_first_look_is_one_to_ask_about(
    archive: Archive, harvest: Harvester, surfaces: Surfaces
) -> None:
    """Those that were there before are not."""
    harvest()
    other = Person(id="90012", name="Alvin Berg")
    surfaces.happen(Block(at=AT, page=PAGE, person=other))
    harvest()
    harvest()

    with archive.reading() as connection:
        new = new_blocks(connection, ACCOUNT)

    assert [f"{PAGE}_block_90012"] == [ref.id for ref in new]


REFUSED = [
    (Surface.REELS, "video_reels", 100),
    (Surface.LIVE, "live_videos", 2500),
    (Surface.TAGGED, "tagged", 10),
    (Surface.STORIES, "stories", 3),
    (Surface.REVIEWS, "ratings", 200),
    (Surface.SETTINGS, "settings", 100),
    (Surface.BLOCKS, "blocked", 200),
]


@pytest.mark.parametrize("refused", REFUSED)
def test_what_a_token_may_not_read_is_a_gap_and_no_silence(
    harvest: Harvester, surfaces: Surfaces, refused: tuple[Surface, str, int]
) -> None:
    """The visit is complete without it, each time; once it was read, it is partial."""
    surface, edge, code = refused
    surfaces.happen(Edge(at=AT, account=PAGE, edge=edge, code=code))  # type: ignore[arg-type] # one of them

    first, again = harvest(), harvest()
    surfaces.happen(Edge(at=AT, account=PAGE, edge=edge, code=None))
    offered = harvest()
    surfaces.happen(Edge(at=AT, account=PAGE, edge=edge, code=code))  # type: ignore[arg-type] # one of them
    lost = harvest()

    for receipt in (first, again):
        assert Verdict.COMPLETE is receipt.verdict
        assert [(TITLES[surface], surface)] == [(g.what, g.surface) for g in receipt.gaps]
        assert surface not in receipt.surfaces
    assert (Verdict.COMPLETE, []) == (offered.verdict, surface_gaps(offered))
    assert (Verdict.PARTIAL, [surface]) == (lost.verdict, [g.surface for g in surface_gaps(lost)])


def test_a_surface_that_never_answered_costs_little_patience(
    harvest: Harvester, surfaces: Surfaces
) -> None:
    """Two tries, a gap, and the others are read."""
    surfaces.page.platform.misbehave(FaultKind.HTTP_502, path="/stories", times=9)

    receipt = harvest()

    assert (Verdict.COMPLETE, [Surface.STORIES]) == (
        receipt.verdict,
        [gap.surface for gap in receipt.gaps],
    )
    assert 1 == sum(harvest.waits)


def test_what_a_person_switched_off_is_not_asked_for_and_said(
    harvest: Harvester, surfaces: Surfaces
) -> None:
    """In the receipt of every full visit."""
    harvest.account = replace(harvest.account, surfaces_off=(Surface.BLOCKS,))

    receipt = harvest()

    assert not [c for c in surfaces.page.platform.calls if c.path.endswith("/blocked")]
    assert [Surface.BLOCKS] == [gap.surface for gap in surface_gaps(receipt)]
    assert "switched off" in receipt.gaps[0].cause
    assert Verdict.COMPLETE is receipt.verdict


def test_the_picture_of_the_page_is_kept(
    archive: Archive, harvest: Harvester, surfaces: Surfaces
) -> None:
    """With the profile it belongs to."""
    inline = base64.b64encode(png("seal")).decode()
    surfaces.happen(Profile(at=AT, id=PAGE, picture=f"data:image/png;base64,{inline}"))

    harvest()

    (file,) = items(archive)[PAGE].media
    assert "image/png" == file.type


@pytest.mark.parametrize(
    "kind",
    [
        *(FaultKind.NUMERIC_IDS, FaultKind.MISSING_KEYS),
        *(FaultKind.UNKNOWN_KEYS, FaultKind.NO_AUTHORS),
    ],
)
def test_an_answer_of_another_shape_is_no_edit(
    archive: Archive, harvest: Harvester, surfaces: Surfaces, kind: FaultKind
) -> None:
    """Ids as numbers, no fields but the ids or but the author, and fields nobody has heard of."""
    harvest()
    for path in ("/feed", "/comments", "/video_reels", "/live_videos", "/blocked", "/stories"):
        surfaces.page.platform.misbehave(kind, path=path, times=9)

    receipt = harvest()

    assert 0 == receipt.new_versions
    assert {1} == {len(item.versions) for item in items(archive).values()}
    assert (kind is FaultKind.UNKNOWN_KEYS) == (receipt.unknown_fields > 0)
    expected = Verdict.PARTIAL if kind is FaultKind.MISSING_KEYS else Verdict.COMPLETE
    assert expected is receipt.verdict


@pytest.mark.parametrize("kind", FaultKind)
def test_no_fault_of_the_platform_ends_a_visit_to_all_surfaces_without_a_receipt(
    archive: Archive, harvest: Harvester, surfaces: Surfaces, kind: FaultKind
) -> None:
    """Nothing that was kept is marked as gone, and a quiet visit afterwards is complete."""
    harvest()
    before = set(items(archive))
    until = surfaces.now + timedelta(seconds=1)
    surfaces.page.platform.misbehave(kind, until=until)

    spoiled = harvest()
    surfaces.later(timedelta(minutes=1))
    surfaces.page.quiet()
    stay_away(archive)
    after = harvest()

    assert set() == {each.change for each in spoiled.findings} - {StateChange.MISSING}
    assert ItemState.UNAVAILABLE not in {item.state for item in items(archive).values()}
    assert before <= set(items(archive))
    assert Verdict.COMPLETE is after.verdict


def test_a_comment_of_a_live_video_is_no_canary_for_those_of_the_feed(
    archive: Archive, harvest: Harvester, surfaces: Surfaces
) -> None:
    """It may never be readable by its id; another comment of the feed is."""
    surfaces.page.comment("c7", f"{PAGE}_1")
    surfaces.page.comment("c8", f"{PAGE}_1")
    harvest()
    surfaces.happen(Comment(at=AT, id="l3", parent=LIVE, message="Bravo", author=RUTH))
    harvest()
    surfaces.page.platform.misbehave(FaultKind.OBJECT_UNREADABLE, path="/l3", times=99)
    surfaces.page.delete("c7")

    harvest()
    harvest()

    assert ItemState.UNAVAILABLE is items(archive)["c7"].state
