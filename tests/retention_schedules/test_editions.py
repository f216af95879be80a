"""Importing and adopting editions of a schedule."""

import pytest

from archiver.archive import Archive
from archiver.errors import WrongUsage
from retention_schedules.editions import (
    adopt_edition,
    adoptions,
    edition_names,
    find_edition,
    import_schedule,
    listed_editions,
)
from retention_schedules.errors import EditionTaken, EditionUnknown, ScheduleUnreadable
from retention_schedules.in_force import law_of, schedule_in_force
from retention_schedules.starter import STARTER_EDITION, starter_content
from tests.retention_schedules.conftest import PlayedClock

OFFICIAL = starter_content(STARTER_EDITION).replace(b"Publicity", b"Publicity files")


def bring(archive: Archive, content: bytes = OFFICIAL, edition: str = "official-2021") -> None:
    """Import a file."""
    import_schedule(archive, content, edition=edition, title="Official", by="Dana Ortiz")


def test_an_imported_edition_comes_back_byte_for_byte(archive: Archive) -> None:
    """Its rows and the digest of its file are those of the file; a mark at its start too."""
    bring(archive, b"\xef\xbb\xbf" + OFFICIAL, "marked")
    bring(archive)

    assert find_edition(archive, "official-2021").get("library/publicity-files")
    assert find_edition(archive, "marked").sha256 != find_edition(archive, "official-2021").sha256
    assert ("marked", "official-2021") == edition_names(archive)[-2:]


def test_the_same_file_again_changes_nothing(archive: Archive) -> None:
    """And another file under the same name is refused."""
    bring(archive)
    before = archive.change_number()
    bring(archive)

    assert before == archive.change_number()
    with pytest.raises(EditionTaken):
        bring(archive, starter_content(STARTER_EDITION))


def test_the_starters_name_cannot_be_taken(archive: Archive) -> None:
    """It stands for its own file for ever."""
    with pytest.raises(EditionTaken):
        bring(archive, edition=STARTER_EDITION)


def test_a_file_with_a_broken_row_brings_nothing(archive: Archive) -> None:
    """Not even its good rows."""
    with pytest.raises(ScheduleUnreadable, match="official-2021, line 18"):
        bring(archive, OFFICIAL + b"a,b\n")

    assert "official-2021" not in edition_names(archive)


@pytest.mark.parametrize("name", ["", "../x", "Two words", "a" * 101])
def test_an_edition_has_a_plain_name(archive: Archive, name: str) -> None:
    """One that can be typed and stands in citations."""
    with pytest.raises(WrongUsage):
        bring(archive, edition=name)


def test_the_edition_adopted_last_is_in_force(archive: Archive, clock: PlayedClock) -> None:
    """Adopting once more changes nothing; both stay known."""
    bring(archive)
    assert adopt_edition(archive, STARTER_EDITION, by="Dana Ortiz")
    clock.now = clock.now.replace(month=7)
    assert adopt_edition(archive, "official-2021", by="Dana Ortiz")
    assert not adopt_edition(archive, STARTER_EDITION, by="Dana Ortiz")

    assert "official-2021" == schedule_in_force(archive).edition
    assert (STARTER_EDITION, "official-2021") == tuple(one.edition for one in adoptions(archive))
    assert ["official-2021"] == [one.edition for one in listed_editions(archive) if one.in_force]


def test_nothing_is_in_force_until_it_is_adopted(archive: Archive) -> None:
    """Coming with the program is not being adopted."""
    assert law_of(archive).in_force is None


def test_what_is_no_schedule_cannot_be_adopted(archive: Archive) -> None:
    """Periods of statutes hold by themselves; an unknown edition cannot be adopted either."""
    with pytest.raises(WrongUsage):
        adopt_edition(archive, "minnesota-other-periods-2026-11", by="Dana Ortiz")
    with pytest.raises(EditionUnknown):
        adopt_edition(archive, "nowhere", by="Dana Ortiz")
