"""What came by file goes out marked as such."""

from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.export.exporting import export
from archiver.export.order import Format, Order, Scope
from archiver.export.reading_copy import page
from archiver.export.warc import Heading
from archiver.imports.kinds import ImportKind
from tests.archiver.export.exports import unwatched
from tests.archiver.imports.conftest import Import
from tests.archiver.imports.played_exports import instaloader_files, unpacked
from tests.archiver.quillback import CITY, READER, items


@pytest.mark.parametrize("form", list(Format))
def test_an_archive_with_imports_can_be_exported(
    archive: Archive, taken: Import, tmp_path: Path, form: Format
) -> None:
    """In every format, with its files."""
    taken(ImportKind.INSTALOADER, unpacked(tmp_path / "f", instaloader_files()))

    export(archive, READER, Order(form, tmp_path / "out", Scope()), unwatched)

    assert (tmp_path / "out").exists()


def test_a_copy_for_reading_says_that_it_came_by_file(
    archive: Archive, taken: Import, tmp_path: Path
) -> None:
    """And not that the platform showed it, nor how it stands there."""
    taken(ImportKind.INSTALOADER, unpacked(tmp_path, instaloader_files()))
    post = items(archive)["3000"]
    heading = Heading(archive.clock(), "civickeep", CITY, "x.example", "everything", "1 00")

    copy = page(heading, post, post.current, "native").decode()

    assert "by file (instaloader)" in copy
    assert "This wording was seen" not in copy
