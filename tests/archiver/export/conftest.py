"""A harvested archive with hostile words, a photo and an edit in it, and a way to export it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.export.exporting import export
from archiver.export.order import Exported, Format, Order, Scope
from tests.archiver.export.exports import HOSTILE, SHARED, unwatched
from tests.archiver.quillback import READER, Harvester, PlayedPage, photo, shared

Export = Callable[..., Exported]


@pytest.fixture
def kept(archive: Archive, page: PlayedPage, harvest: Harvester) -> Archive:
    """Harvest a page twice, with an edit and a hide in between; a photo and a link are on it."""
    notice = page.post("1", "The river is high tonight.", attachments=(photo("high"),))
    page.post("2", "Sirens are tested on Wednesday.", attachments=(shared(*SHARED),))
    words = page.comment("11", notice, HOSTILE)
    harvest()
    page.edit(notice, "The river is falling.")
    page.hide(words)
    harvest()
    return archive


@pytest.fixture
def export_as(kept: Archive, tmp_path: Path) -> Export:
    """Give a way to export the archive under a name."""

    def run(form: Format, name: str, scope: Scope | None = None) -> Exported:
        order = Order(form, tmp_path / name, scope or Scope())
        return export(kept, READER, order, unwatched)

    return run
