"""What strangers' files do, and what becomes of it."""

import io
import os
import struct
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import msgspec
import pytest

from archiver.errors import CivickeepError
from archiver.imports.errors import ImportChanged, ImportDangerous, ImportUnreadable
from archiver.imports.library import Library
from archiver.imports.settings import ImportSettings
from tests.archiver.imports.played_exports import packed, unpacked

LIMITS = ImportSettings()


def opened(*paths: Path, limits: ImportSettings = LIMITS) -> Library:
    """Look at files as an import does."""
    with Library.of(paths, limits) as library:
        return library


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "a/../../b", "C:/x", "a\\..\\b"]
)
def test_a_name_that_leads_out_refuses_the_whole_file(tmp_path: Path, name: str) -> None:
    """No platform makes such a ZIP, so nothing in it is believed."""
    path = packed(tmp_path / "a.zip", {name: b"1"})

    with pytest.raises(ImportDangerous):
        opened(path)


def test_a_link_in_a_zip_refuses_it(tmp_path: Path) -> None:
    """A link can lead anywhere."""
    link = ZipInfo("posts/your_posts_1.json")
    link.external_attr = 0o120777 << 16
    with ZipFile(tmp_path / "a.zip", "w") as packing:
        packing.writestr(link, "/etc/passwd")

    with pytest.raises(ImportDangerous):
        opened(tmp_path / "a.zip")


def test_a_link_in_a_folder_refuses_it(tmp_path: Path) -> None:
    """The same where the download was unpacked."""
    (tmp_path / "your_posts_1.json").symlink_to("/etc/passwd")

    with pytest.raises(ImportDangerous):
        opened(tmp_path)


@pytest.mark.parametrize(
    "tight",
    [
        {"total_limit": 100},
        {"unpacked_limit": 19_999_999},
        {"files_limit": 1},
        {"ratio_limit": 20},
    ],
)
def test_what_swells_beyond_the_limits_is_refused(tmp_path: Path, tight: dict[str, int]) -> None:
    """The list of a ZIP says how large everything is; what it says is enforced when reading."""
    path = packed(tmp_path / "a.zip", {"a": b"0" * 10_000_001, "b": b"0" * 10_000_001})

    with pytest.raises(ImportDangerous) as refused:
        opened(path, limits=msgspec.structs.replace(LIMITS, **tight))

    assert next(iter(tight)) in refused.value.next_step


def test_a_file_that_says_it_is_small_gives_no_more(tmp_path: Path) -> None:
    """A list that lies about a size makes a broken file, not a full memory."""
    path = packed(tmp_path / "a.zip", {"a": b"0" * 100_000})
    body = bytearray(path.read_bytes())
    at = body.rindex(b"PK\x01\x02")
    struct.pack_into("<L", body, at + 24, 10)
    path.write_bytes(body)

    with Library.of([path], LIMITS) as library, pytest.raises(ImportUnreadable):
        library.read(library.entries[0], 1000)


def _encrypted(path: Path) -> None:
    packed(path, {"a": b"1"})
    body = bytearray(path.read_bytes())
    body[body.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(body)


def _cut_off(path: Path) -> None:
    packed(path, {"a": os.urandom(5000)})
    path.write_bytes(path.read_bytes()[:-60])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _absent(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize("make", [_encrypted, _cut_off, _empty, _absent])
def test_a_file_that_cannot_be_read_says_so(tmp_path: Path, make: Callable[[Path], None]) -> None:
    """One clear sentence and what to do next."""
    make(tmp_path / "a.zip")

    with pytest.raises(ImportUnreadable):
        opened(tmp_path / "a.zip")


def test_a_flipped_byte_inside_is_found(tmp_path: Path) -> None:
    """A ZIP carries check sums, and they are looked at."""
    with ZipFile(tmp_path / "a.zip", "w", ZIP_STORED) as packing:
        packing.writestr("a", b"some text")
    body = (tmp_path / "a.zip").read_bytes().replace(b"some text", b"other txt")
    (tmp_path / "a.zip").write_bytes(body)

    with Library.of([tmp_path / "a.zip"], LIMITS) as library, pytest.raises(CivickeepError):
        library.read(library.entries[0], 1000)


def test_a_list_that_is_absurdly_long_is_not_read(tmp_path: Path) -> None:
    """The end of a ZIP says how long its list is, before anything of it is in memory."""
    path = packed(tmp_path / "a.zip", {"a": b"1"})
    body = bytearray(path.read_bytes())
    struct.pack_into("<L", body, body.rindex(b"PK\x05\x06") + 12, 300_000_000)
    path.write_bytes(body)
    with path.open("r+b") as file:
        file.seek(0, io.SEEK_END)
        end = body[body.rindex(b"PK\x05\x06") :]
        file.truncate(400_000_000)  # a hole; no block of the disk is used
        file.seek(400_000_000)
        file.write(end)

    with pytest.raises(ImportDangerous):
        opened(path)


def test_a_file_that_grows_meanwhile_is_refused(tmp_path: Path) -> None:
    """A download that is still running is no file to import."""
    path = tmp_path / "a.json"
    path.write_bytes(b"[]")

    with Library.of([path], LIMITS) as library:
        path.write_bytes(b"[1]")
        with pytest.raises(ImportChanged):
            library.read(library.entries[0], 1000)


def test_a_picture_is_found_whatever_stands_before_its_path(tmp_path: Path) -> None:
    """A folder may have been unpacked into another; the file's own names are the end of a path."""
    files = {"download-1/posts/media/x.png": b"1", "download-1/other/x.png": b"2"}
    library = opened(unpacked(tmp_path, files))

    found = library.find("posts/media/x.png")

    assert found is not None
    assert "download-1/posts/media/x.png" == found.path
    assert library.find("../x.png") is None
