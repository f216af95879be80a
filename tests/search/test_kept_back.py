"""That files in quarantine are not searched is told, to whoever may know of them."""

from hashlib import sha256

import pytest

from archiver.archive import Archive
from archiver.catalogue.quarantined import Among, count_items
from archiver.media.quarantine import place, quarantines, release
from archiver.viewer import Role, Viewer
from search.kept_back import kept_back
from tests.archiver.quillback import ACCOUNT, CITY, READER, Harvester, PlayedPage, photo, png

BAD = sha256(png("bad")).hexdigest()
DANA = "Dana Ortiz"


@pytest.fixture
def shown(archive: Archive, page: PlayedPage, harvest: Harvester) -> Archive:
    """Harvest two posts of May 4 with a bad picture, and one without."""
    for number, picture in enumerate(("bad", "bad", "good")):
        page.post(f"9{number}", "Look", attachments=(photo(picture),))
    harvest()
    return archive


def test_items_with_files_in_quarantine_are_counted_while_they_are(shown: Archive) -> None:
    """Whatever was asked: what the file shows might have answered."""
    before = kept_back(shown, READER, "sidewalk")
    place(shown, READER, (BAD,), reason="reported", by=DANA, attorney=None)
    during = kept_back(shown, READER, "sidewalk")
    (one,) = quarantines(shown)
    release(shown, one.id, reason="a mistake", by=DANA, directed_by="Cole Weber")

    assert (0, 2, 0) == (before, during, kept_back(shown, READER, "sidewalk"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("posted:2026-05", 2),
        ("posted:2026-04", 0),
        ("posted:>=2026-05-04", 2),
        ("posted:<2026-05-04", 0),
        ("posted:>2026-05-04", 0),
        (f"account:{ACCOUNT}", 2),
        (f"account:{ACCOUNT} posted:2026-05-04", 2),
    ],
)
def test_only_the_time_and_the_accounts_of_the_query_count(
    shown: Archive, query: str, expected: int
) -> None:
    """As for the gaps of the coverage."""
    place(shown, READER, (BAD,), reason="reported", by=DANA, attorney=None)

    assert expected == kept_back(shown, READER, query)


@pytest.mark.parametrize(
    "viewer",
    [
        Viewer("anyone", frozenset({Role.PUBLIC}), CITY),
        Viewer("admin", frozenset({Role.ADMIN}), CITY),
        Viewer("parks", frozenset({Role.DEPARTMENT}), CITY, frozenset({"Parks"})),
    ],
)
def test_who_may_not_read_the_items_is_told_of_none(shown: Archive, viewer: Viewer) -> None:
    """Nor that there is any (invariant 10)."""
    place(shown, READER, (BAD,), reason="reported", by=DANA, attorney=None)

    with shown.reading() as connection:
        counted = [count_items(connection, who, Among()) for who in (viewer, READER)]

    assert (0, [0, 2]) == (kept_back(shown, viewer, "look"), counted)
