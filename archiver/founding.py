"""Founding an archive: settings, store, an empty catalogue, keys, and the first checkpoint.

The founding is itself an event and the first leaf of the ledger, so that the
archive's identity can be had from the store alone.
"""

import hashlib
import os
import uuid
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, select

from archiver.archive import Archive, open_catalogue
from archiver.catalogue.migrate import upgrade
from archiver.catalogue.projections import project
from archiver.catalogue.tables import archive
from archiver.civil_time import Clock, system_clock
from archiver.commit import add_event_row, add_leaf, event_object, event_record
from archiver.errors import ArchiveMissing, SettingsInvalid, WrongUsage
from archiver.events import ArchiveFounded
from archiver.record import RecordKind, StoredRecord, read_record
from archiver.settings import SETTINGS_FILE, Settings, is_zone, load_settings
from archiver.settings_file import Layout, write_settings
from archiver.software import SOFTWARE
from archiver.store import ObjectStore
from archiver.store.choice import open_store, prepare_store
from archiver.wire import decode_event

FOUNDER = "civickeep init"
FIRST_LEAF = 1
DEFAULT = Layout()


def found(  # noqa: PLR0913 - what a founder decides
    folder: Path,
    *,
    city: str,
    time_zone: str,
    layout: Layout = DEFAULT,
    clock: Clock = system_clock,
    environment: Mapping[str, str] = os.environ,
) -> bool:
    """Make an archive in ``folder``; give False where there already is one of that city.

    Run again it changes nothing, and completes what an interrupted first run
    left out. ``layout`` only counts where there is no settings file yet.
    Raises ``SettingsInvalid`` where the folder or catalogue is another city's,
    ``ArchiveMissing`` where the store holds an archive whose catalogue is
    gone, and ``KeyUnusable`` where keys cannot be kept.
    """
    _check(city, time_zone)
    path = folder / SETTINGS_FILE
    known = path.exists()
    if not known:
        write_settings(path, city, time_zone, layout)
    settings = load_settings(str(path), environment)
    if settings.city.name != city:
        raise SettingsInvalid(
            f"{folder} already holds the archive of {settings.city.name}.",
            next_step="Use another folder: one archive is one city.",
        )
    made = _make_store_and_catalogue(settings, clock)
    return _adopt_key(settings, clock, environment) or made or not known


def _make_store_and_catalogue(settings: Settings, clock: Clock) -> bool:
    prepare_store(settings)
    engine = open_catalogue(settings)
    store = open_store(settings)
    try:
        upgrade(engine)
        return _begin(engine, store, settings, clock)
    finally:
        store.close()
        engine.dispose()


def _begin(engine: Engine, store: ObjectStore, settings: Settings, clock: Clock) -> bool:
    """Keep the founding, object first, unless it has its row."""
    with engine.connect() as connection:
        city = connection.scalar(select(archive.c.city))
    if city is not None:
        _check_same(city, settings)
        return False
    event, record = _founding(store, settings, clock)
    new = event_object(event, record)
    store.put_all([new])
    with engine.begin() as connection:
        project(connection, event, FIRST_LEAF)
        add_leaf(connection, FIRST_LEAF, RecordKind.EVENT, record.digest, new.path)
        add_event_row(connection, FIRST_LEAF, event)
    return True


def _check_same(city: str, settings: Settings) -> None:
    """Refuse to share another city's catalogue, which two settings files may come to name."""
    if city != settings.city.name:
        raise SettingsInvalid(
            f"The catalogue already holds the archive of {city}.",
            next_step="Name another catalogue or schema under [archive]: one archive is one city.",
        )


def _founding(
    store: ObjectStore, settings: Settings, clock: Clock
) -> tuple[ArchiveFounded, StoredRecord]:
    """Take up the founding that a killed run left, or make one; a store in use is not founded."""
    left = [store.get(path) for path in islice(store.paths(), 2)]
    if not left:
        city = settings.city
        event = ArchiveFounded(
            at=clock(),
            by=FOUNDER,
            archive=str(uuid.uuid4()),
            city=city.name,
            time_zone=city.time_zone,
        )
        return event, event_record(event, SOFTWARE)
    envelope, block = read_record(left[0])
    kept = decode_event(block) if envelope.kind is RecordKind.EVENT else None
    if len(left) == 1 and isinstance(kept, ArchiveFounded) and kept.city == settings.city.name:
        return kept, StoredRecord(left[0], hashlib.sha256(left[0]).hexdigest())
    raise ArchiveMissing(
        "The store already holds an archive, but its catalogue is gone.",
        next_step="Make the catalogue again with civickeep rebuild --catalogue, or use another "
        "folder.",
    )


def _adopt_key(settings: Settings, clock: Clock, environment: Mapping[str, str]) -> bool:
    """Make the first keys and sign the first checkpoint, unless that was done."""
    # cryptography takes a while to load, and only founding and signing need it.
    from archiver.ledger.adoption import adopt_first_key  # noqa: PLC0415 - see above

    opened = Archive.open(settings, clock)
    try:
        return adopt_first_key(opened, environment)
    finally:
        opened.close()


def _check(city: str, time_zone: str) -> None:
    if not city.strip() or not city.isprintable():
        raise WrongUsage(
            "The city needs a name of ordinary characters.",
            next_step='Give one, such as --city "City of Cedar Falls".',
        )
    if not is_zone(time_zone):
        raise WrongUsage(
            f"The time zone {time_zone!r} is not known.",
            next_step='Use a name such as "America/Chicago".',
        )
