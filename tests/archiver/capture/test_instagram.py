"""An Instagram account: media, comments of two levels, stills, counts, and what is not listed."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

import pytest

from archiver.archive import Archive
from archiver.capture.instagram.asking import COMMENTS_A_CALL
from archiver.capture.listed import WALKS
from archiver.capture.plan import EVERYTHING
from archiver.captures import Receipt, Verdict
from archiver.items import Item, ItemKind, ItemState, Platform
from archiver.platforms import (
    Child,
    Comment,
    CommentPages,
    Delete,
    Edge,
    Edit,
    Entry,
    FaultKind,
    Hide,
    Instagram,
    Media,
    MediaType,
    Playback,
    Product,
    Profile,
    edges,
    make_timeline,
)
from archiver.platforms.paging import Cut, cut
from archiver.platforms.played import ItemList
from archiver.registration import add_account
from archiver.surfaces import Surface
from tests.archiver.quillback import BEGINNING, RUTH, TOKEN_ENV, Harvester, items, photo, texts

ACCOUNT = "17841400000000001"
MEDIUM = "17890000000000001"


class Scene:
    """An account of a city as a test moves it on, a minute an entry."""

    def __init__(self, archive: Archive, comments: CommentPages) -> None:
        self.now = BEGINNING
        account = Instagram(at=self.now, id=ACCOUNT, username="quillbackmn", comments=comments)
        self.platform = Playback(make_timeline([account]))
        self.platform.start()
        added = add_account(
            archive,
            Platform.INSTAGRAM,
            ACCOUNT,
            token_env=TOKEN_ENV,
            api_url=self.platform.url,
        )
        assert added is not None
        self._visit = Harvester(archive, added, {TOKEN_ENV: self.platform.token}, plan=EVERYTHING)

    def harvest(self) -> Receipt:
        """Make one visit."""
        return self._visit()

    def tell(self, *entries: Entry) -> None:
        """Let things happen."""
        self.platform.add(entries)
        self.now = max(self.now, *(entry.at for entry in entries))
        self.platform.set_time(self.now)

    def next(self) -> datetime:
        """Give the next minute."""
        self.now += timedelta(minutes=1)
        return self.now

    def medium(self, ident: str = MEDIUM, message: str = "Movie night", **more: object) -> None:
        """Let the city show something."""
        self.tell(Media(at=self.next(), id=ident, account=ACCOUNT, message=message, **more))  # type: ignore[arg-type] # the optional parts of a medium

    def comment(self, ident: str, parent: str = MEDIUM, message: str = "Lovely") -> None:
        """Let somebody answer."""
        self.tell(Comment(at=self.next(), id=ident, parent=parent, message=message, author=RUTH))


def said(archive: Archive) -> dict[str, Item]:
    """Give everything but how the account itself stands."""
    return {ident: item for ident, item in items(archive).items() if ident != ACCOUNT}


@pytest.fixture(params=[CommentPages.PAGES, CommentPages.FIFTY])
def scene(archive: Archive, request: pytest.FixtureRequest) -> Iterator[Scene]:
    """Play an account with nothing on it yet, under each reading of the papers."""
    played = Scene(archive, request.param)
    yield played
    played.platform.stop()


def test_a_medium_its_comments_and_their_replies_are_kept(archive: Archive, scene: Scene) -> None:
    """Each as an item of its own, in its thread."""
    scene.medium()
    scene.comment("c1", message="Which film?")
    scene.comment("r1", parent="c1", message="The one with the dog")

    receipt = scene.harvest()

    found = said(archive)
    assert Verdict.COMPLETE == receipt.verdict
    assert {MEDIUM: None, "c1": MEDIUM, "r1": "c1"} == {i: e.parent_id for i, e in found.items()}
    assert {MEDIUM} == {item.thread_id for item in found.values()}
    assert [ItemKind.POST, ItemKind.COMMENT, ItemKind.REPLY] == [
        found[ident].kind for ident in (MEDIUM, "c1", "r1")
    ]
    assert "Movie night" == found[MEDIUM].text


def test_nothing_new_means_no_new_version(archive: Archive, scene: Scene) -> None:
    """Links that change at every call are no edit; an edited caption is one."""
    scene.medium()
    scene.comment("c1")
    scene.harvest()
    again = scene.harvest()
    scene.tell(Edit(at=scene.next(), id=MEDIUM, message="Movie night is off"))

    edited = scene.harvest()

    assert (0, 1) == (again.new_versions, edited.new_versions)
    assert ["Movie night", "Movie night is off"] == texts(archive)[MEDIUM]


def test_every_part_of_a_carousel_is_kept(archive: Archive, scene: Scene) -> None:
    """A picture has one file; the video has its still as well."""
    parts = (
        Child(id="p1", image=photo("one").image),
        Child(id="p2", type=MediaType.VIDEO, image=photo("two").image),
    )
    scene.medium(type=MediaType.CAROUSEL, children=parts)

    scene.harvest()

    files = items(archive)[MEDIUM].media
    assert [0, 2, 3] == [file.position for file in files]
    assert {None} == {file.missing for file in files}


def test_a_file_that_the_platform_withholds_is_missing_with_its_cause(
    archive: Archive, scene: Scene
) -> None:
    """The medium is kept all the same."""
    scene.medium(image=photo("song").image, withheld=True)

    receipt = scene.harvest()

    (file,) = items(archive)[MEDIUM].media
    assert (None, Verdict.COMPLETE) == (file.sha256, receipt.verdict)
    assert "no address" in (file.missing or "")


def test_more_replies_than_come_with_a_comment_are_read(archive: Archive, scene: Scene) -> None:
    """The first fifty come with it, the others are asked for."""
    scene.medium()
    scene.comment("c1")
    for number in range(60):
        scene.comment(f"r{number}", parent="c1")

    receipt = scene.harvest()

    assert 62 == len(said(archive))
    assert Verdict.COMPLETE == receipt.verdict


def test_comments_that_are_not_listed_leave_the_run_partial_where_there_is_a_cap(
    archive: Archive, scene: Scene
) -> None:
    """With pages all come; with a cap fifty do, and the rest is a gap."""
    scene.medium()
    for number in range(55):
        scene.comment(f"c{number}")

    receipt = scene.harvest()

    capped = 51 == len(said(archive))
    assert (Verdict.PARTIAL if capped else Verdict.COMPLETE) == receipt.verdict
    assert capped == any("counts 55 and lists 50" in gap.cause for gap in receipt.gaps)


def test_a_hidden_comment_is_found_by_its_id(archive: Archive, scene: Scene) -> None:
    """It is not listed any more, but it is not gone."""
    scene.medium()
    scene.comment("c1")
    scene.comment("c2")
    scene.harvest()
    scene.tell(Hide(at=scene.next(), id="c1"))

    receipts = [scene.harvest() for _ in range(3)]

    assert ItemState.HIDDEN is items(archive)["c1"].state
    assert {Verdict.COMPLETE} == {receipt.verdict for receipt in receipts}
    assert () == receipts[-1].gaps


def test_a_deleted_comment_is_proven_gone(archive: Archive, scene: Scene) -> None:
    """By a direct read, a canary and a second run."""
    scene.medium()
    scene.comment("c1")
    scene.comment("c2")
    scene.harvest()
    scene.tell(Delete(at=scene.next(), id="c1"))
    scene.harvest()
    once = items(archive)["c1"].state

    scene.harvest()

    assert (ItemState.PRESENT, ItemState.UNAVAILABLE) == (once, items(archive)["c1"].state)


def test_comments_from_before_the_account_was_professional_are_a_gap_that_stays(
    scene: Scene,
) -> None:
    """It is told every time, and holds nothing else up."""
    scene.medium(before_business=True)
    scene.comment("c1")

    receipt = scene.harvest()

    assert Verdict.COMPLETE is receipt.verdict
    assert [f"the comments of {MEDIUM}"] == [gap.what for gap in receipt.gaps if not gap.surface]


def test_an_answer_that_is_a_limit_in_disguise_marks_nothing(
    archive: Archive, scene: Scene
) -> None:
    """A hidden comment stands in no list, and its first direct read says that it is gone."""
    scene.medium()
    scene.comment("c1")
    scene.comment("c2")
    scene.harvest()
    scene.tell(Hide(at=scene.next(), id="c1"))

    for _ in range(3):
        scene.platform.misbehave(FaultKind.OBJECT_UNREADABLE, path="/c1")
        scene.harvest()

    assert ItemState.HIDDEN is items(archive)["c1"].state


def test_a_broadcast_that_ends_has_not_disappeared(archive: Archive, scene: Scene) -> None:
    """It and what was said below it are shown only while it runs."""
    scene.medium()
    scene.comment("c1")
    scene.medium("l1", "The parade", product=Product.LIVE)
    scene.comment("lc", parent="l1")
    scene.harvest()
    scene.tell(Delete(at=scene.next(), id="l1"))

    receipts = [scene.harvest() for _ in range(3)]

    assert {ItemState.PRESENT} == {item.state for item in said(archive).values()}
    assert {()} == {receipt.findings for receipt in receipts}


def test_an_empty_list_of_media_is_not_believed_beside_what_others_tagged(
    scene: Scene,
) -> None:
    """A medium that was listed before can be read."""
    scene.medium()
    scene.tell(Media(at=scene.next(), id="t1", account=ACCOUNT, author=RUTH))
    scene.harvest()
    scene.platform.misbehave(FaultKind.SILENT_EMPTY, path="/media", times=9)

    receipt = scene.harvest()

    assert Verdict.PARTIAL is receipt.verdict
    assert Surface.FEED in [gap.surface for gap in receipt.gaps]


def test_an_empty_list_of_comments_is_not_believed_where_one_can_be_read(scene: Scene) -> None:
    """Nothing is marked in such a visit, and the thread is named."""
    scene.medium()
    scene.comment("c1")
    scene.harvest()
    scene.platform.misbehave(FaultKind.SILENT_EMPTY, path="/comments", times=9)

    receipt = scene.harvest()

    assert Verdict.PARTIAL is receipt.verdict
    assert f"the comments of {MEDIUM}" in [gap.what for gap in receipt.gaps]


def test_a_story_that_expires_has_not_disappeared(archive: Archive, scene: Scene) -> None:
    """It is kept, and its end after a day is what stories do."""
    scene.medium("s1", "Plow is out", product=Product.STORY)
    scene.harvest()
    scene.tell(Media(at=scene.now + timedelta(hours=25), id=MEDIUM, account=ACCOUNT))

    receipts = [scene.harvest() for _ in range(3)]

    story = items(archive)["s1"]
    assert (ItemKind.STORY, ItemState.PRESENT) == (story.kind, story.state)
    assert {Verdict.COMPLETE} == {receipt.verdict for receipt in receipts}


def test_the_account_itself_is_kept_as_it_changes(archive: Archive, scene: Scene) -> None:
    """Name and biography are a version each time they change."""
    scene.medium()
    scene.harvest()
    scene.tell(Profile(at=scene.next(), id=ACCOUNT, biography="Snow line 555-0100"))
    scene.harvest()

    wordings = texts(archive)[ACCOUNT]

    assert [False, True] == ["Snow line" in wording for wording in wordings]
    assert ItemKind.PROFILE is items(archive)[ACCOUNT].kind


def test_what_tags_the_account_is_kept_without_its_comments(archive: Archive, scene: Scene) -> None:
    """They are under somebody else's medium."""
    scene.tell(
        Media(at=scene.next(), id="t1", account=ACCOUNT, message="At the parade", author=RUTH)
    )
    scene.comment("c1", parent="t1")

    receipt = scene.harvest()

    assert Surface.TAGGED is items(archive)["t1"].surface
    assert "c1" not in items(archive)
    assert Verdict.COMPLETE == receipt.verdict


def test_other_peoples_media_that_cannot_be_read_by_their_ids_leave_a_visit_complete(
    archive: Archive, scene: Scene
) -> None:
    """Where one of them is not listed any more, nothing is proven, and that is told."""
    for ident in ("t1", "t2"):
        scene.tell(Media(at=scene.next(), id=ident, account=ACCOUNT, author=RUTH))
    scene.harvest()
    scene.tell(Delete(at=scene.next(), id="t1"))
    scene.platform.misbehave(FaultKind.OBJECT_UNREADABLE, path="/t2", times=99)

    receipt = scene.harvest()

    assert Verdict.COMPLETE is receipt.verdict
    assert "t2, which was listed a moment ago" in [gap.what for gap in receipt.gaps]
    assert ItemState.PRESENT is items(archive)["t1"].state


def test_a_surface_that_may_not_be_read_is_a_gap(scene: Scene) -> None:
    """The rest is complete; once it was read, losing it is not."""
    scene.medium()
    scene.tell(Edge(at=scene.next(), account=ACCOUNT, edge="tags", code=10))
    refused = scene.harvest()
    scene.tell(Edge(at=scene.next(), account=ACCOUNT, edge="tags", code=None))
    scene.harvest()
    scene.tell(Edge(at=scene.next(), account=ACCOUNT, edge="tags", code=10))

    lost = scene.harvest()

    assert [Surface.TAGGED] == [gap.surface for gap in refused.gaps]
    assert (Verdict.COMPLETE, Verdict.PARTIAL) == (refused.verdict, lost.verdict)


def test_media_that_move_while_they_are_listed_are_all_kept(archive: Archive, scene: Scene) -> None:
    """A list of several pages is walked until two walks agree."""
    for number in range(130):
        scene.medium(f"m{number}")

    receipt = scene.harvest()

    assert Verdict.COMPLETE == receipt.verdict
    assert 130 == len(said(archive))
    assert {"feed": 2, "feed ids": 2}.items() <= {r.path: r.calls for r in receipt.requests}.items()


def test_comments_that_are_others_at_every_walk_are_told(
    monkeypatch: pytest.MonkeyPatch, archive: Archive, scene: Scene
) -> None:
    """A list of several pages is walked again; one that ends on its first page is not."""
    scene.medium()
    for number in range(55):
        scene.comment(f"c{number}")

    def growing(listed: ItemList, parameters: Mapping[str, str], limit: int) -> Cut:
        if {"c0"} <= {each.id for each in listed.items} and "after" not in parameters:
            scene.comment(f"c{len(listed.items)}")
        return cut(listed, parameters, limit)

    monkeypatch.setattr(edges, "cut", growing)
    receipt = scene.harvest()

    paged = "the list was another each time it was walked" in {gap.cause for gap in receipt.gaps}
    calls = next(asked.calls for asked in receipt.requests if asked.path == "comments")
    assert (WALKS * 2 if paged else 1) == calls
    assert paged == (len(said(archive)) > 1 + COMMENTS_A_CALL)
    assert Verdict.PARTIAL == receipt.verdict
