"""The demonstration's own folder."""

from pathlib import Path

import pytest

from requests_portal.demo.errors import DemoFolderTaken
from requests_portal.demo.folder import begin


def test_an_earlier_demonstration_is_taken_out(tmp_path: Path) -> None:
    """Only what the demonstration left goes; a file put beside it stays."""
    begin(tmp_path / "demo")
    (tmp_path / "demo" / "archive").mkdir()
    (tmp_path / "demo" / "index.html").write_text("old")
    (tmp_path / "demo" / "notes.txt").write_text("mine")

    begin(tmp_path / "demo")

    left = sorted(path.name for path in (tmp_path / "demo").iterdir())
    assert [".civickeep-demo", "notes.txt"] == left


def test_a_folder_with_anything_else_is_refused_and_kept(tmp_path: Path) -> None:
    """A real archive that happens to be named is never removed."""
    (tmp_path / "archive").mkdir()

    with pytest.raises(DemoFolderTaken):
        begin(tmp_path)

    assert [tmp_path / "archive"] == list(tmp_path.iterdir())


def test_a_link_is_removed_and_not_followed(tmp_path: Path) -> None:
    """What a link inside the folder leads to is somebody else's."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "precious").write_text("kept")
    begin(tmp_path / "demo")
    (tmp_path / "demo" / "archive").symlink_to(tmp_path / "elsewhere")

    begin(tmp_path / "demo")

    assert not (tmp_path / "demo" / "archive").exists()
    assert "kept" == (tmp_path / "elsewhere" / "precious").read_text()
