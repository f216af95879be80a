"""A download that Instagram made for the city, written as Instagram writes it, and imported."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from archiver.accounts import Account
from archiver.imports.kinds import ImportKind
from archiver.imports.running import Asked, Outcome, import_files
from requests_portal.demo import city
from requests_portal.demo.pictures import PICTURES
from requests_portal.demo.played_archive import PlayedArchive

FOLDER = "instagram-download"
_CONTENT = Path("your_instagram_activity", "content")
_FILES = Path("media", "stories", "202402")

OLD_STORY = "Mill Street bridge is closed: ice on the deck. Use 9th Avenue. ❄️ Cẩn thận!"
"""Shown for a day two winters ago; nothing but the download has it still."""

OLD_STORY_AT = datetime(2024, 2, 11, 13, 5, tzinfo=UTC)

SAME_POST = "Pancake came by City Hall to say thank you. He was less polite to the copier."
"""In the archive already, as it was read from the platform; a download names no ids."""

SAME_POST_AT = datetime(2026, 3, 19, 19, tzinfo=UTC)


def write_download(folder: Path) -> Path:
    """Write the unpacked download into a folder and give it."""
    made = folder / FOLDER
    (made / _CONTENT).mkdir(parents=True)
    (made / _FILES).mkdir(parents=True)
    picture = _FILES / "bridge.png"
    (made / picture).write_bytes(PICTURES["road.png"]().png())
    story = {"uri": picture.as_posix(), **_said(OLD_STORY, OLD_STORY_AT)}
    post = {"media": [_said(SAME_POST, SAME_POST_AT)]}
    _write(made / _CONTENT / "stories.json", {"ig_stories": [story]})
    _write(made / _CONTENT / "posts_1.json", [post])
    return made


def import_download(played: PlayedArchive, account: Account, folder: Path) -> Outcome:
    """Import it, as ``civickeep import instagram-download`` does."""
    asked = Asked(ImportKind.INSTAGRAM_DOWNLOAD, (folder,), city.COMMUNICATIONS)
    return import_files(played.archive, account, asked, played.teller.note)


def _said(text: str, at: datetime) -> Mapping[str, object]:
    return {"creation_timestamp": int(at.timestamp()), "title": text}


def _write(path: Path, content: object) -> None:
    """Write JSON as the platform does: each byte of UTF-8 as a character of its own."""
    plain = json.dumps(content, ensure_ascii=False, indent=1)
    broken = plain.encode("utf-8").decode("latin-1")
    path.write_text(
        "".join(each if each.isascii() else f"\\u{ord(each):04x}" for each in broken), "ascii"
    )
