"""A clock that was set back between two visits makes no row another one when it is made again."""

from datetime import timedelta

from archiver.archive import Archive
from archiver.verify.whole import verify
from tests.archiver.quillback import Harvester, PlayedClock, PlayedPage


def test_wordings_seen_under_a_clock_set_back_keep_their_own_times(
    archive: Archive, page: PlayedPage, harvest: Harvester, clock: PlayedClock
) -> None:
    """What a visit days ahead vouched for is no sighting of the wording that came after it."""
    page.comment("c1", page.post("1"), "A question")
    clock.now += timedelta(days=3)
    harvest()
    clock.now -= timedelta(days=3)
    for wording in ("A complaint", "A question", "A complaint"):
        page.edit("c1", wording)
        harvest()

    assert [] == verify(archive).findings.problems
