"""Founding an archive once, and leaving it alone ever after."""

import shutil
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.errors import CivickeepError, SettingsInvalid, WrongUsage
from archiver.founding import found
from archiver.settings import load_settings
from tests.archiver.quillback import CITY, PlayedClock


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file but those that a reader of the catalogue makes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def again(folder: Path, city: str = CITY) -> bool:
    """Run init."""
    return found(folder, city=city, time_zone="America/Chicago", clock=PlayedClock())


def test_a_second_init_changes_nothing(folder: Path) -> None:
    """Not a byte, whatever stands in the archive."""
    before = contents(folder)

    assert again(folder) is False
    assert before == contents(folder)


def test_another_city_s_folder_is_refused(folder: Path) -> None:
    """One archive is one city; nothing is changed."""
    before = contents(folder)

    with pytest.raises(SettingsInvalid, match="already holds the archive of City of Quillback"):
        again(folder, "City of Elk Prairie")

    assert before == contents(folder)


def test_an_interrupted_init_is_completed(tmp_path: Path, founded: Path) -> None:
    """With settings and nothing else, a second run makes the rest."""
    shutil.copy(founded / "civickeep.toml", tmp_path)

    assert again(tmp_path) is True
    archive = Archive.open(load_settings(str(tmp_path / "civickeep.toml"), {}))
    archive.accounts()
    archive.close()
    assert again(tmp_path) is False


@pytest.mark.parametrize(
    "city", ['City of "Quotes" \\ and more', "Čáslav", "O'Brien's = [x]", "a" * 500]
)
def test_any_name_of_a_city_survives_its_settings_file(tmp_path: Path, city: str) -> None:
    """Quotation marks and backslashes too."""
    again(tmp_path, city)

    assert city == load_settings(str(tmp_path / "civickeep.toml"), {}).city.name


@pytest.mark.parametrize("city", ["", "  ", "two\nlines", "\x1b[31mred", "\u202eright to left"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, city: str) -> None:
    """Before anything is made."""
    with pytest.raises(WrongUsage):
        again(tmp_path, city)

    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("zone", ["", "America", "Mars/Olympus", "../etc"])
def test_a_zone_that_is_none_is_refused(tmp_path: Path, zone: str) -> None:
    """Dates would be counted wrongly for years."""
    with pytest.raises(WrongUsage, match="time zone"):
        found(tmp_path, city=CITY, time_zone=zone)

    assert [] == list(tmp_path.iterdir())


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    """In one sentence."""
    (tmp_path / "archive").write_text("x")

    with pytest.raises(CivickeepError):
        again(tmp_path / "archive")
