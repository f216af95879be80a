"""How far an import is, as whoever watches it is told."""

from pathlib import Path

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.imports.kinds import ImportKind
from archiver.imports.running import KEEPING, PICTURES, READING, Asked, import_files
from archiver.items import Platform
from archiver.progress import Count, Progress
from tests.archiver.imports.played_exports import facebook_files, packed


def test_it_is_told_how_much_is_read_and_kept(
    archive: Archive, accounts: dict[Platform, Account], tmp_path: Path
) -> None:
    """Read once and counted, then kept of so many, and last its pictures."""
    path = packed(tmp_path / "facebook.zip", facebook_files())
    asked = Asked(ImportKind.FACEBOOK_DOWNLOAD, (path,), "ruth", "UTC")
    told: list[Progress] = []

    done = import_files(archive, accounts[Platform.FACEBOOK], asked, lambda _: None, told.append)

    last = {each.subject: each.counts[-1] for each in told if each.counts}
    entries = last[READING].number
    assert done.finished.pieces <= entries
    assert {
        READING: Count(entries, "entries"),
        KEEPING: Count(entries, "entries", entries),
        PICTURES: Count(len(done.finished.media), "files", len(done.finished.media)),
    } == last
    assert list(last) == list(dict.fromkeys(each.subject for each in told))
