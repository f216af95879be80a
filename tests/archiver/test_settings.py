"""Settings are read once, typed, and what is not understood is refused by name."""

from pathlib import Path

import pytest

from archiver.errors import ArchiveMissing, SettingsInvalid
from archiver.settings import (
    ArchiveSettings,
    FacebookSettings,
    Settings,
    is_zone,
    load_settings,
    section_types,
    settings_path,
)

CITY = '[city]\nname = "City of Quillback"\n'


def load(folder: Path, text: str = CITY, **environment: str) -> Settings:
    """Load a settings file with this text."""
    path = folder / "civickeep.toml"
    path.write_text(text, "utf-8")
    return load_settings(str(path), environment)


def test_what_is_left_out_has_its_default(tmp_path: Path) -> None:
    """Only the city's name is needed."""
    settings = load(tmp_path)

    assert ("City of Quillback", "America/Chicago") == (settings.city.name, settings.city.time_zone)
    assert 100 == settings.section(FacebookSettings).page_size
    assert tmp_path / "store" == settings.resolve(settings.section(ArchiveSettings).store)


def test_a_variable_lies_over_the_file(tmp_path: Path) -> None:
    """With the type of its key, and for a section the file does not have."""
    settings = load(
        tmp_path,
        CIVICKEEP_CITY__TIME_ZONE="America/Denver",
        CIVICKEEP_FACEBOOK__PAGE_SIZE="25",
        CIVICKEEP_FACEBOOK__TIMEOUT="2.5",
        CIVICKEEP_FACEBOOK_TOKEN="EAAB",
        OTHER__THING="x",
    )

    facebook = settings.section(FacebookSettings)
    assert ("America/Denver", 25, 2.5) == (
        settings.city.time_zone,
        facebook.page_size,
        facebook.timeout,
    )
    assert "EAAB" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "environment", "named"),
    [
        (CITY + "[citty]\nx = 1\n", {}, "[citty]"),
        (CITY + 'color = "red"\n', {}, "color"),
        (CITY + "[facebook]\npagesize = 5\n", {}, "pagesize"),
        (CITY + '[facebook]\npage_size = "many"\n', {}, "page_size"),
        (CITY + "[facebook]\npage_size = 0\n", {}, "page_size"),
        (CITY + "[facebook]\npage_size = 101\n", {}, "page_size"),
        (CITY + "[facebook]\ntimeout = 0\n", {}, "timeout"),
        (CITY + "[facebook]\nmedia_limit = -1\n", {}, "media_limit"),
        ("facebook = 7\n" + CITY, {}, "facebook"),
        ("", {}, "name"),
        ("[city]\nname = 5\n", {}, "name"),
        (CITY + 'time_zone = "America/Quillback"\n', {}, "America/Quillback"),
        (CITY + 'time_zone = "America"\n', {}, "America"),
        (CITY + 'time_zone = "../../etc/passwd"\n', {}, "passwd"),
        (CITY + 'time_zone = ""\n', {}, "''"),
        (CITY + "name = \n", {}, "line 3"),
        (CITY, {"CIVICKEEP_CITTY__NAME": "x"}, "CIVICKEEP_CITTY__NAME"),
        (CITY, {"CIVICKEEP_FACEBOOK__PAGESIZE": "5"}, "pagesize"),
        (CITY, {"CIVICKEEP_FACEBOOK__PAGE_SIZE": "many"}, "page_size"),
        (CITY, {"CIVICKEEP_CITY__TIME_ZONE": "Mars"}, "Mars"),
        ("city = 1\n", {"CIVICKEEP_CITY__NAME": "x"}, "city"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(
    tmp_path: Path, text: str, environment: dict[str, str], named: str
) -> None:
    """A misspelt key that silently does nothing would be found out too late."""
    with pytest.raises(SettingsInvalid) as refusal:
        load(tmp_path, text, **environment)

    assert named in refusal.value.what + refusal.value.next_step
    assert refusal.value.next_step


def test_a_refused_value_tells_which_keys_there_are(tmp_path: Path) -> None:
    """The right one is among them."""
    with pytest.raises(SettingsInvalid) as refusal:
        load(tmp_path, CITY + "[facebook]\npagesize = 5\n")

    assert "page_size" in refusal.value.next_step


def test_without_a_file_there_is_no_archive(tmp_path: Path) -> None:
    """The next step is to found one."""
    with pytest.raises(ArchiveMissing) as missing:
        load_settings(str(tmp_path / "civickeep.toml"), {})

    assert "init" in missing.value.next_step


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.write_bytes(b"\xff\xfe")])
def test_what_is_no_text_file_is_refused(tmp_path: Path, make: object) -> None:
    """A folder, or bytes that are no text."""
    path = tmp_path / "civickeep.toml"
    assert callable(make)
    make(path)

    with pytest.raises(SettingsInvalid, match="cannot be read"):
        load_settings(str(path), {})


def test_the_file_is_chosen_by_option_then_variable_then_folder() -> None:
    """In this order, always as a whole path."""
    assert Path("/a") == settings_path("/a", {"CIVICKEEP_CONFIG": "/b"})
    assert Path("/b") == settings_path(None, {"CIVICKEEP_CONFIG": "/b"})
    assert Path.cwd() / "civickeep.toml" == settings_path(None, {})


def test_every_section_s_keys_have_types_that_a_file_can_give(tmp_path: Path) -> None:
    """What each installed package declares can be loaded with its defaults."""
    settings = load(tmp_path)

    assert set(section_types()) == set(settings.sections)


@pytest.mark.parametrize("name", ["America/Chicago", "UTC", "America/Indiana/Knox"])
def test_a_zone_is_a_zone(name: str) -> None:
    """As the tz database names it."""
    assert is_zone(name)
