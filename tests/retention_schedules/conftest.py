"""An archive with a few invented items, and a clock that tests set."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from archiver.accounts import Ownership
from archiver.archive import Archive
from archiver.capture.intake import Intake
from archiver.capture.sighting import Counts, Place, Sighting, Source
from archiver.founding import found
from archiver.items import Author, ItemKind, ItemRef, Platform
from archiver.registration import add_account
from archiver.scanner import Span
from archiver.settings import Settings, load_settings
from archiver.surfaces import Surface
from archiver.viewer import Viewer, job
from retention_schedules.settings import RetentionSettings

CITY = "City of Larkspur"
PAGE = "5550001"
ACCOUNT = f"facebook/{PAGE}"
WRITTEN = datetime(2024, 3, 1, 12, tzinfo=UTC)


@dataclass(slots=True)
class PlayedClock:
    """Tells the time a test gave it."""

    now: datetime = datetime(2024, 6, 1, 17, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give the time."""
        return self.now


Put = Callable[..., str]


@pytest.fixture
def clock() -> PlayedClock:
    """Give a clock that a test may set."""
    return PlayedClock()


@pytest.fixture
def viewer() -> Viewer:
    """Give a job that may read everything."""
    return job("test", CITY)


@pytest.fixture
def archive(tmp_path: Path, clock: PlayedClock) -> Iterator[Archive]:
    """Found an archive with one account of a library."""
    found(tmp_path, city=CITY, time_zone="America/Chicago", clock=clock)
    one = Archive.open(load_settings(str(tmp_path / "civickeep.toml"), {}), clock)
    add_account(
        one,
        Platform.FACEBOOK,
        PAGE,
        Ownership.CITY_OFFICIAL,
        department="Public Library",
        authorized_by="Dana Ortiz",
    )
    yield with_settings(one, RetentionSettings())
    one.close()


@pytest.fixture
def put(archive: Archive) -> Put:
    """Give a way to put an item, or a new wording of one, into the archive."""

    def put_item(  # noqa: PLR0913 - what a test may say about an item
        identity: str,
        text: str,
        *,
        kind: ItemKind = ItemKind.COMMENT,
        thread: str = "post-1",
        author: str | None = "resident-1",
        created: datetime | None = WRITTEN,
        seen: datetime = WRITTEN,
    ) -> str:
        data = json.dumps({"id": identity, "message": text}).encode()
        sighting = Sighting(
            place=Place(
                ref=ItemRef(Platform.FACEBOOK, identity),
                kind=kind,
                surface=Surface.FEED,
                parent_id=None if kind is ItemKind.POST else thread,
                thread_id=identity if kind is ItemKind.POST else thread,
            ),
            author=None if author is None else Author(author, None),
            created_at=created,
            permalink=None,
            text=text,
            hidden=False,
            fingerprint=sha256(data).hexdigest(),
            pictures=(),
            counts=Counts(),
            data=data,
            span=Span(0, len(data)),
            cuts=(),
            fault=None,
            source=Source("0" * 64, f"/{PAGE}/feed", "v26.0", seen),
        )
        Intake(archive, archive.account(PAGE), "capture-1").take([sighting])
        return identity

    return put_item


def with_settings(archive: Archive, retention: RetentionSettings) -> Archive:
    """Give the same archive under other settings of retention."""
    sections = {**archive.settings.sections, "retention": retention}
    settings: Settings = replace(archive.settings, sections=sections)
    return Archive(settings, archive.store, archive.engine, archive.clock)
