"""Searches kept under a name, and what they find that is new, over a real archive."""

import pytest

from archiver.archive import Archive
from archiver.events import HoldPlaced
from archiver.rebuild.catalogue import rebuild_catalogue
from archiver.verify.whole import verify
from archiver.viewer import Role, Viewer
from search.composed import composed
from search.errors import SearchNameTaken, SearchUnknown
from search.follow import follow, rebuild
from search.question import Narrowing
from search.saved import (
    News,
    SavedSearch,
    forget,
    news,
    note_look,
    note_told,
    save,
    saved_search,
    saved_searches,
)
from tests.archiver.quillback import CITY, PAGE, Harvester, PlayedPage

CLERK = Viewer("clerk", frozenset({Role.CLERK}), CITY)


def keep(archive: Archive, query: str, name: str = "plows") -> SavedSearch:
    """Keep a search whose saver knows everything there is by now."""
    change = follow(archive).change
    return save(archive, name, query, change=change, by="Ann", mail=("ann@example.gov",))


def new_in(archive: Archive, saved: SavedSearch) -> News:
    """Count what is new in it, over an index that has everything."""
    follow(archive)
    return news(archive, CLERK, saved, saved.looked_change)


def test_what_came_since_is_new(archive: Archive, page: PlayedPage, harvest: Harvester) -> None:
    """A new item and a new wording are; what was there, and a hold on it, are not."""
    harvest()
    saved = keep(archive, "plow OR alder")
    before = new_in(archive, saved)
    ref = archive.item(CLERK, f"{PAGE}_1").ref
    archive.record(HoldPlaced(at=archive.clock(), by="c", hold="H1", reason="case", refs=(ref,)))
    page.comment("1_3", f"{PAGE}_1", "The plow was here")
    page.edit("1_2", "You missed Alder Court and Elm Street")
    page.comment("1_4", f"{PAGE}_1", "Thank you")
    harvest()

    found = new_in(archive, saved)

    assert (News(0, 0), News(2, 0)) == (before, found)


def test_what_went_away_since_is_told_apart(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """A comment that was hidden has no new wording, and is news all the same."""
    harvest()
    saved = keep(archive, "state:hidden")
    page.hide("1_2")
    harvest()

    found = new_in(archive, saved)

    assert News(0, 1) == found


def test_after_a_look_nothing_is_new(
    archive: Archive, page: PlayedPage, harvest: Harvester
) -> None:
    """What was new when somebody looked is not new the next time; mail is counted apart."""
    harvest()
    saved = keep(archive, "plow")
    page.comment("1_3", f"{PAGE}_1", "The plow was here")
    harvest()
    seen = follow(archive).change

    note_look(archive, saved, seen, "Ann")

    again = saved_search(archive, "plows")
    assert News(0, 0) == new_in(archive, again)
    assert (seen, saved.told_change) == (again.looked_change, again.told_change)
    note_told(archive, again, seen, 1, "alerts")
    assert seen == saved_search(archive, "plows").told_change


def test_a_name_is_given_once(archive: Archive) -> None:
    """The same search again changes nothing; another one under its name is refused."""
    kept = keep(archive, "plow")

    again = keep(archive, "plow")

    assert kept == again
    with pytest.raises(SearchNameTaken, match="plow"):
        keep(archive, "snow")
    forget(archive, "plows", "Ann")
    assert "snow" == keep(archive, "snow").query
    assert ["plows"] == [each.name for each in saved_searches(archive)]


def test_a_name_that_is_not_kept_is_refused_with_those_that_are(archive: Archive) -> None:
    """A mistyped name finds nothing, which is not the same as nothing new."""
    keep(archive, "plow")

    with pytest.raises(SearchUnknown, match="plowz") as refused:
        saved_search(archive, "plowz")

    assert "plows" in refused.value.next_step
    with pytest.raises(SearchUnknown):
        forget(archive, "plowz", "Ann")


def test_saved_searches_survive_a_rebuild(archive: Archive, harvest: Harvester) -> None:
    """The store alone knows them, how far they were looked at, and which were given up."""
    harvest()
    note_look(archive, keep(archive, "plow"), 5, "Ann")
    keep(archive, "snow", "gone")
    forget(archive, "gone", "Ann")
    harvest()  # which closes with a checkpoint
    before = saved_searches(archive)
    archive.engine.dispose()

    rebuild_catalogue(archive.settings)

    assert before == saved_searches(archive)
    assert not verify(archive).findings.problems
    rebuild(archive)
    assert News(0, 0) == news(archive, CLERK, before[0], follow(archive).change)


@pytest.mark.parametrize(
    ("narrowing", "expected"),
    [
        (Narrowing(), "a OR b"),
        (
            Narrowing(accounts=("City Hall", "facebook/1")),
            '(a OR b) account:("City Hall" OR "facebook/1")',
        ),
    ],
)
def test_options_become_part_of_the_query(narrowing: Narrowing, expected: str) -> None:
    """What is kept is one query that can be read and typed again."""
    assert expected == composed("a OR b", narrowing)
