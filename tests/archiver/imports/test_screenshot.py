"""A screenshot comes in with what its maker says of it, and only where it is a picture."""

import json
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.imports.errors import ImportUnreadable
from archiver.imports.kinds import ImportKind
from tests.archiver.imports.conftest import Import
from tests.archiver.imports.played_exports import SHOT, picture
from tests.archiver.quillback import READER, items


def test_a_screenshot_carries_what_its_maker_says(
    archive: Archive, taken: Import, tmp_path: Path
) -> None:
    """Its text is the transcript, its file the picture; nobody is said to have written it."""
    (tmp_path / "shot.png").write_bytes(picture())

    taken(ImportKind.SCREENSHOT, tmp_path / "shot.png", attestation=SHOT)

    (item,) = items(archive).values()
    assert (SHOT.transcript, SHOT.url, None) == (item.text, item.permalink, item.author)
    assert picture() == archive.media(READER, item, item.media[0])
    stated = json.loads(archive.native(READER, item, item.current))
    assert (SHOT.by, SHOT.how, "2026-05-01T14:00:00Z") == (
        stated["by"],
        stated["how"],
        stated["taken"],
    )


@pytest.mark.parametrize("body", [b"no picture at all", picture()[:40], b"<svg></svg>"])
def test_what_is_no_picture_is_refused(
    archive: Archive, taken: Import, tmp_path: Path, body: bytes
) -> None:
    """A text, a picture that is cut off, and one that could run in a browser."""
    (tmp_path / "shot.png").write_bytes(body)
    before = archive.change_number()

    with pytest.raises(ImportUnreadable):
        taken(ImportKind.SCREENSHOT, tmp_path / "shot.png", attestation=SHOT)

    assert before == archive.change_number()
