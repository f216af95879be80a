"""Founding an archive: the settings file, the store's folder and an empty catalogue."""

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import insert, select

from archiver.archive import catalogue_url
from archiver.catalogue.engine import open_engine
from archiver.catalogue.migrate import upgrade
from archiver.catalogue.tables import archive
from archiver.civil_time import Clock, system_clock
from archiver.disk import refuse, write_file
from archiver.errors import SettingsInvalid, WrongUsage
from archiver.settings import SETTINGS_FILE, ArchiveSettings, load_settings

TEMPLATE = """\
# The settings of one city's archive. Every key is explained in docs/settings.md.

[city]
name = {name}
time_zone = "{time_zone}"

[archive]
store = "store"
catalogue = "catalogue.sqlite"
"""


def found(folder: Path, *, city: str, time_zone: str, clock: Clock = system_clock) -> bool:
    """Make an archive in ``folder``; give False where there already is one of that city.

    Run again it changes nothing, and completes what an interrupted first run
    left out. Raises ``SettingsInvalid`` where the folder is another city's.
    """
    _check(city, time_zone)
    path = folder / SETTINGS_FILE
    known = path.exists()
    if not known:
        _write_settings(path, city, time_zone)
    settings = load_settings(str(path), {})
    if settings.city.name != city:
        raise SettingsInvalid(
            f"{folder} already holds the archive of {settings.city.name}.",
            next_step="Use another folder: one archive is one city.",
        )
    section = settings.section(ArchiveSettings)
    try:
        settings.resolve(section.store).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(error)
    return _make_catalogue(catalogue_url(settings), city, clock) or not known


def _make_catalogue(url: str, city: str, clock: Clock) -> bool:
    engine = open_engine(url)
    upgrade(engine)
    with engine.begin() as connection:
        if connection.execute(select(archive.c.id)).first() is not None:
            return False
        connection.execute(insert(archive).values(id=1, city=city, created_at=clock(), counter=0))
    engine.dispose()
    return True


def _check(city: str, time_zone: str) -> None:
    if not city.strip() or not city.isprintable():
        raise WrongUsage(
            "The city needs a name of ordinary characters.",
            next_step='Give one, such as --city "City of Cedar Falls".',
        )
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise WrongUsage(
            f"The time zone {time_zone!r} is not known.",
            next_step='Use a name such as "America/Chicago".',
        ) from None


def _write_settings(path: Path, city: str, time_zone: str) -> None:
    quoted = '"' + city.replace("\\", "\\\\").replace('"', '\\"') + '"'
    write_file(path, TEMPLATE.format(name=quoted, time_zone=time_zone).encode())
