"""An archive in which something happened, its backup, and what is restored from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.archive import Archive
from tests.archiver.backup.case import Case
from tests.archiver.quillback import Harvester, PlayedClock, PlayedPage, photo


@pytest.fixture
def case(
    archive: Archive, page: PlayedPage, harvest: Harvester, clock: PlayedClock, tmp_path: Path
) -> Iterator[Case]:
    """Let the page live, and visit it twice."""
    post = page.post("1", "The plow is out", attachments=(photo("a"), photo("b")))
    page.comment("c1", post, "On my street?")
    page.comment("c2", "c1", "Yes")
    harvest()
    page.edit("c1", "On Alder Court?")
    page.hide("c2")
    harvest()
    made = Case(archive, page, harvest, clock, tmp_path)
    yield made
    made.close()
