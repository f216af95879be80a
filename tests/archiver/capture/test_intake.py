"""What an answer leaves out is no news: nothing was edited, and what was known stays known."""

import pytest

from archiver.archive import Archive
from archiver.items import Author, Item
from archiver.platforms import FaultKind
from tests.archiver.quillback import PAGE, RUTH, Harvester, PlayedPage, items, texts
from tests.archiver.rebuild.test_catalogue import rebuilt

WRITER = Author(RUTH.id, RUTH.name)
TOP = f"{PAGE}_1"


@pytest.fixture
def asked(page: PlayedPage) -> PlayedPage:
    """Let somebody ask something."""
    page.post("1")
    page.comment("c1", TOP, "When?", permalink_url="https://www.facebook.com/c1")
    return page


def told(item: Item) -> tuple[object, ...]:
    """Give what is known of an item beside its wording."""
    return item.author, item.created_at, item.permalink


def test_an_answer_without_an_author_is_no_edit(
    archive: Archive, asked: PlayedPage, harvest: Harvester
) -> None:
    """The key is left out at times; who wrote it stays known."""
    harvest()
    asked.platform.misbehave(FaultKind.NO_AUTHORS, times=100)

    receipt = harvest()

    assert 0 == receipt.new_versions
    assert ["When?"] == texts(archive)["c1"]
    assert WRITER == items(archive)["c1"].author


def test_an_edit_that_comes_without_an_author_leaves_the_author_known(
    monkeypatch: pytest.MonkeyPatch, archive: Archive, asked: PlayedPage, harvest: Harvester
) -> None:
    """So it is with where it stands."""
    harvest()
    before = told(items(archive)["c1"])
    asked.edit("c1", "When, please?")
    asked.platform.misbehave(FaultKind.NO_AUTHORS, times=100)
    monkeypatch.setattr("archiver.platforms.facebook_nodes._permalink", lambda *_: None)

    harvest()

    assert ["When?", "When, please?"] == texts(archive)["c1"]
    assert None not in before
    assert before == told(items(archive)["c1"])


def test_what_was_left_out_first_is_known_once_it_is_told(
    archive: Archive, asked: PlayedPage, harvest: Harvester
) -> None:
    """The bytes that tell the author are kept, once, with the same wording."""
    asked.platform.misbehave(FaultKind.NO_AUTHORS, times=2)
    harvest()
    nobody = items(archive)["c1"].author

    receipts = [harvest() for _ in range(2)]

    assert nobody is None
    assert WRITER == items(archive)["c1"].author
    assert ["When?", "When?"] == texts(archive)["c1"]
    assert [2, 0] == [receipt.new_versions for receipt in receipts]


def test_a_rebuilt_catalogue_knows_what_later_versions_left_out(
    archive: Archive, asked: PlayedPage, harvest: Harvester
) -> None:
    """It says the same as the one that was written visit by visit."""
    harvest()
    asked.platform.misbehave(FaultKind.NO_AUTHORS, times=100)
    for words in ("When, please?", "WHEN?"):
        asked.edit("c1", words)
        harvest()

    _, deviations = rebuilt(archive)

    assert [] == deviations
