"""What a rebuild says of when something was seen last, where visits were cut short."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.captures import Receipt, Verdict
from archiver.founding import found
from archiver.platforms import FaultKind
from archiver.settings import load_settings
from archiver.verify.whole import verify
from tests.archiver.lively import under_archive
from tests.archiver.quillback import CITY, PlayedClock, PlayedPage, with_facebook

MANY = tuple(range(2, 60))


@pytest.fixture
def page() -> Iterator[PlayedPage]:
    """Play a page with two posts."""
    played = PlayedPage()
    with played.platform:
        played.post("1")
        played.post("2")
        yield played


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Archive]:
    """Give an archive that reads one post at a time."""
    found(tmp_path / "archive", city=CITY, time_zone="America/Chicago", clock=PlayedClock())
    settings = load_settings(str(tmp_path / "archive" / "civickeep.toml"), {})
    with closing(Archive.open(settings, PlayedClock())) as archive:
        yield with_facebook(archive, page_size=1)


def test_what_is_listed_again_by_half_a_visit_was_not_seen_by_the_whole_one_before(
    small: Archive, page: PlayedPage
) -> None:
    """A visit that missed an item vouches for nothing about it, though the next one shows it."""
    harvest = under_archive(small, page)
    harvest()
    post = "880100_2"
    page.delete(post)
    harvest()
    page.restore(post)
    page.platform.misbehave(FaultKind.OBJECT_UNREADABLE, path="/feed", calls=MANY)
    half: Receipt = harvest()
    page.quiet()
    page.edit(post, "Another wording")

    harvest()

    assert (Verdict.PARTIAL, ()) == (half.verdict, half.surfaces)
    assert [post] == [ref.id for ref in half.appeared]
    assert [] == verify(small).findings.problems
