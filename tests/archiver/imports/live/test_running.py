"""A live run from the attorney's approval to the receipt of its import."""

from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import instaloader
import msgspec
import pytest

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.catalogue.import_tables import imported_gap
from archiver.imports.live.approval import Approval, approve, withdraw
from archiver.imports.live.errors import (
    InstagramRefuses,
    LiveNotAllowed,
)
from archiver.imports.live.place import Place
from archiver.imports.live.running import Fetching, fetch
from archiver.imports.receipt_list import import_entry
from archiver.registration import close_account
from archiver.verify.whole import verify
from tests.archiver.imports.live.conftest import Fetch, left, texts
from tests.archiver.imports.live.played_instagram import (
    NUMBER,
    PROFILE,
    PlayedInstagram,
    PlayedPost,
    said,
)
from tests.archiver.quillback import PlayedClock, items


def test_the_version_is_the_one_that_was_read() -> None:
    """Its questions and what it calls for them change between releases."""
    assert "4.16" == instaloader.__version__


@pytest.mark.usefixtures("approval")
def test_what_the_profile_shows_comes_in(archive: Archive, fetched: Fetch) -> None:
    """Posts with captions and pictures, through the import of folders; nothing is left behind."""
    outcome = fetched()

    kinds = {
        version.imported.kind
        for item in items(archive).values()
        for version in item.versions
        if version.imported
    }
    assert {"Snow emergency \N{SNOWFLAKE}", "First snow"} == texts(archive)
    assert {"instaloader"} == kinds
    assert ([], 2) == (left(archive), len(outcome.finished.media))


def test_the_receipt_says_that_it_was_live_and_by_whose_word(
    approval: Approval, fetched: Fetch
) -> None:
    """With the version, what was asked, and what no live run brings."""
    receipt = import_entry(fetched())

    live = receipt.live
    assert live is not None
    assert (approval.id, "Ines Okafor", "2026-05-20") == (
        live.approval,
        live.attorney,
        live.approved_on,
    )
    assert ("instaloader 4.16", PROFILE, NUMBER) == (live.program, live.username, live.profile)
    assert (2, 2, 7, "complete") == (live.posts, live.posts_claimed, live.requests, live.verdict)
    assert any("comments" in loss for loss in receipt.losses)


@pytest.mark.parametrize("state", ["none", "withdrawn", "future", "closed"])
def test_without_an_approval_nothing_is_asked(
    archive: Archive, account: Account, instagram: PlayedInstagram, clock: PlayedClock, state: str
) -> None:
    """None recorded, withdrawn, dated after today, or an account that was closed."""
    day = clock.now.date() + timedelta(days=3 if state == "future" else 0)
    if state != "none":
        named = {"username": PROFILE, "attorney": "Ines Okafor", "by": "ruth"}
        approve(archive, account, approved_on=day, **named)
    if state == "withdrawn":
        withdraw(archive, account, reason="The terms changed", by="ruth")
    if state == "closed":
        close_account(archive, account, by="ruth", reason="It ended")

    with pytest.raises(LiveNotAllowed) as refusal:
        fetch(archive, archive.account(account.key), Fetching("ruth"), lambda _: None)

    assert ([], True) == (instagram.asked, bool(refusal.value.next_step))


@pytest.mark.usefixtures("approval")
def test_every_page_of_posts_is_walked(
    archive: Archive, fetched: Fetch, instagram: PlayedInstagram
) -> None:
    """Pictures of a carousel and a film come with their post."""
    more = PlayedPost("Cc", "Three", pictures=3), PlayedPost("Cd", None, film=True)
    instagram.posts += more
    instagram.page_size = 1

    outcome = fetched()

    files = {item.text: len(item.media) for item in items(archive).values()}
    assert {"Snow emergency \N{SNOWFLAKE}": 1, "First snow": 1, "Three": 3, "": 2} == files
    assert () == outcome.finished.gaps


@pytest.mark.usefixtures("approval")
def test_comments_that_cannot_be_had_are_no_failure(
    fetched: Fetch, instagram: PlayedInstagram
) -> None:
    """They need a login; the receipt counts what the posts claim, and stays complete."""
    instagram.posts[0] = PlayedPost("Cb", comments=7)

    receipt = import_entry(fetched())

    assert (7, ()) == (receipt.comments_claimed, receipt.gaps)
    assert any("the post says 7" in gap.cause for gap in receipt.expected)
    assert "complete" == (receipt.live and receipt.live.verdict)


@pytest.mark.usefixtures("approval")
def test_posts_of_one_second_stay_two(archive: Archive, fetched: Fetch) -> None:
    """The usual names of instaloader would make one file of them."""
    fetched()

    assert 2 == len(items(archive))


@pytest.mark.usefixtures("approval")
def test_nobody_is_logged_in_and_nothing_else_is_asked(
    fetched: Fetch, instagram: PlayedInstagram, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not even with a login for Instagram's hosts lying about where libraries look."""
    (tmp_path / "netrc").write_text("default login ruth password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    fetched()

    questions = {name.partition(" ")[0] for name in instagram.asked}
    names = {name.lower() for each in instagram.headers for name in each}
    cookies = SimpleCookie("; ".join(each.get("Cookie", "") for each in instagram.headers))
    assert {"profile", "start", "post", "file"} == questions
    assert "authorization" not in names
    assert ("", "") == (cookies["sessionid"].value, cookies["ds_user_id"].value)


@pytest.mark.usefixtures("approval")
def test_the_newest_alone_are_fetched_where_no_more_are_wanted(
    archive: Archive, fetched: Fetch, instagram: PlayedInstagram
) -> None:
    """That is no failure, and the receipt says it."""
    receipt = import_entry(fetched(newest=1))

    assert ({"Snow emergency \N{SNOWFLAKE}"}, ()) == (texts(archive), receipt.gaps)
    assert "posts after the newest 1" in {gap.what for gap in receipt.expected}
    assert "post Ca" not in instagram.asked


@pytest.mark.usefixtures("approval")
@pytest.mark.parametrize("fetching", [False, True])
def test_a_run_that_was_killed_is_imported_by_the_next(
    archive: Archive,
    account: Account,
    fetched: Fetch,
    instagram: PlayedInstagram,
    *,
    fetching: bool,
) -> None:
    """Killed while it fetched, it is part of a profile; killed later, it is what it was."""

    def killed(message: str) -> None:
        if "keeping what is new" in message:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(archive, account, Fetching("ruth"), killed)
    place = Place.of(archive, account.key)
    if fetching:
        noted = place.left()
        assert noted is not None
        begun = msgspec.structs.replace(noted, run=msgspec.structs.replace(noted.run, ended=None))
        place.note(begun)
    instagram.answers["profile"] = said({}, 429)

    with pytest.raises(InstagramRefuses):
        fetched()

    assert {"Snow emergency \N{SNOWFLAKE}", "First snow"} == texts(archive)
    assert [] == left(archive)
    gaps = [gap for gap in _gaps(archive) if "stopped by hand" in gap]
    assert fetching == bool(gaps)


def _gaps(archive: Archive) -> list[str]:
    with archive.reading() as connection:
        return [row.cause for row in connection.execute(imported_gap.select())]


@pytest.mark.usefixtures("approval")
def test_a_run_killed_before_its_first_post_leaves_nothing(
    archive: Archive, account: Account, approval: Approval, fetched: Fetch
) -> None:
    """The next one begins anew."""
    place = Place.of(archive, account.key)
    outcome = fetched()
    assert outcome.started.live is not None
    place.begin(msgspec.structs.replace(outcome.started.live, ended=None, approval=approval.id))

    again = fetched()

    assert (2, 0, []) == (again.finished.known, again.finished.new_versions, left(archive))


@pytest.mark.usefixtures("approval")
def test_a_later_run_adds_what_is_new(
    archive: Archive, fetched: Fetch, instagram: PlayedInstagram
) -> None:
    """An edited caption is a new version; each run has a receipt of its own."""
    first = fetched()
    instagram.posts[1] = PlayedPost("Ca", "First snow, corrected")

    second = fetched()

    assert (1, 1) == (second.finished.known, second.finished.new_versions)
    assert first.started.run != second.started.run
    assert "First snow, corrected" in texts(archive)


@pytest.mark.usefixtures("approval")
def test_it_all_comes_back_from_the_store(archive: Archive, fetched: Fetch) -> None:
    """Approvals and live runs are rows that verify derives anew."""
    fetched()

    found = verify(archive).findings.problems

    assert [] == found
