"""What an index is made of agrees with the items read whole."""

from datetime import UTC, datetime

import pytest

from archiver.archive import Archive
from archiver.items import ItemRef, Platform
from archiver.media.events import MediaQuarantined
from archiver.viewer import Role, Viewer
from tests.archiver.findable import findable
from tests.archiver.lively import hold, live, page_post, under_archive
from tests.archiver.quillback import CITY, READER, PlayedPage, items

pytestmark = pytest.mark.usefixtures("own_keys")

PARKS = Viewer("parks", frozenset({Role.DEPARTMENT}), CITY, frozenset({"Parks"}))


def test_it_is_what_the_whole_items_say(archive: Archive, page: PlayedPage) -> None:
    """Of items that were edited, held, classified, imported, put in quarantine and shared pages."""
    live(archive, page, under_archive(archive, page))
    archive.record(hold("H-2"))
    archive.record(
        MediaQuarantined(
            at=datetime(2026, 6, 9, 15, tzinfo=UTC),
            by="Dana Ortiz",
            quarantine="Q-2",
            reason="Police case 26-118",
            refs=(ItemRef(Platform.FACEBOOK, page_post(1)),),
            files=(),
        )
    )
    whole = {ident: findable(item) for ident, item in items(archive).items()}

    found = list(archive.changed_since(READER, 0))

    assert whole == {each.id: each for each in found}
    assert sorted(each.change for each in found) == [each.change for each in found]
    assert any(each.holds for each in found)
    assert any(each.series for each in found)
    assert any(file.alt for each in found for file in each.files)
    assert any(file.n is None for each in found for file in each.files)
    assert any(wording.links for each in found for wording in each.wordings)


def test_nobody_finds_what_is_not_theirs(archive: Archive, page: PlayedPage) -> None:
    """The viewer is part of the query."""
    live(archive, page, under_archive(archive, page))

    assert [] == list(archive.changed_since(PARKS, 0))
