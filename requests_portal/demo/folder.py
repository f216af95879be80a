"""The demonstration's own folder: begun anew each time, and nothing of anybody else's removed."""

import shutil
from pathlib import Path

from archiver.disk import refuse
from requests_portal.demo.errors import DemoFolderTaken

MARK = ".civickeep-demo"
"""A file that says that a folder was made by the demonstration and may be made anew."""

MARK_TEXT = "Made by civickeep demo, which makes this folder anew each time it runs.\n"

OURS = (
    "archive",
    "keys",
    "playback",
    "response",
    "vanished.warc",
    "vanished.warc.proof",
    "index.html",
)
"""What the demonstration leaves, and takes away when it begins anew."""


def begin(folder: Path) -> None:
    """Make the folder, or take an earlier demonstration out of it.

    Raises ``DemoFolderTaken`` where it holds anything else than one, and
    ``StoreUnwritable`` where it cannot be written.
    """
    if folder.exists() and not is_ours(folder):
        raise DemoFolderTaken(
            f"{folder} is there already and was not made by the demonstration.",
            next_step="Name another folder with --to; nothing was removed.",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARK).write_text(MARK_TEXT, "utf-8")
        for name in OURS:
            _remove(folder / name)
    except OSError as error:
        refuse(error)


def is_ours(folder: Path) -> bool:
    """Tell whether a folder is empty or an earlier demonstration's."""
    return folder.is_dir() and ((folder / MARK).is_file() or not any(folder.iterdir()))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
