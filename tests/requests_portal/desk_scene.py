"""A small invented archive for the request desk, and a way to put wordings into it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, insert, select, update

from archiver.accounts import Ownership
from archiver.archive import Archive
from archiver.catalogue import counter, link_rows
from archiver.catalogue import tables as t
from archiver.founding import found
from archiver.items import ItemRef, Link, Platform
from archiver.registration import add_account
from archiver.settings import load_settings
from archiver.viewer import Viewer, job
from requests_portal.settings import CalendarSettings, RequestSettings

CITY = "City of Larkspur"
PAGE = "5550001"
WRITTEN = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLERK = "Dana Ortiz"
OTHER = "Sam Lindqvist"


@dataclass(slots=True)
class PlayedClock:
    """Tells the time a test gave it."""

    now: datetime = datetime(2026, 4, 6, 17, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give the time."""
        return self.now


def everybody() -> Viewer:
    """Give a job that may read everything."""
    return job("test", CITY)


def ref(identity: str) -> ItemRef:
    """Name an item of the scene's only account."""
    return ItemRef(Platform.FACEBOOK, identity)


def make_archive(
    folder: Path,
    clock: PlayedClock,
    calendar: CalendarSettings | None = None,
    desk: RequestSettings | None = None,
) -> Archive:
    """Found an archive with one account."""
    found(folder, city=CITY, time_zone="America/Chicago", clock=clock)
    archive = Archive.open(load_settings(str(folder / "civickeep.toml"), {}), clock)
    add_account(archive, Platform.FACEBOOK, PAGE, Ownership.CITY_OFFICIAL, authorized_by=CLERK)
    sections = {
        **archive.settings.sections,
        "calendar": calendar or CalendarSettings(),
        "requests": desk or RequestSettings(),
    }
    archive.settings = replace(archive.settings, sections=sections)
    return archive


def put(
    archive: Archive,
    identity: str,
    text: str,
    author: str | None = "Bo Nilsen",
    links: tuple[Link, ...] = (),
) -> ItemRef:
    """Put an item, or a new wording of one, into the catalogue."""
    with archive.writing() as connection:
        number = counter.take(connection, 1)
        digest = f"{number:064d}"
        connection.execute(
            insert(t.leaf).values(n=number, kind="version", digest=digest, object=digest)
        )
        key = connection.scalar(select(t.item.c.pk).where(t.item.c.id == identity))
        if key is None:
            row = insert(t.item).values(
                platform="facebook",
                id=identity,
                account=f"facebook/{PAGE}",
                kind="comment",
                surface="feed",
                parent_id="post-1",
                thread_id="post-1",
                author_name=author,
                created_at=WRITTEN,
                state="present",
                first_seen=WRITTEN,
                last_seen=WRITTEN,
                current=1,
                change=number,
            )
            key = connection.scalar(row.returning(t.item.c.pk))
        known = connection.scalar(select(func.count()).where(t.version.c.item == key)) or 0
        connection.execute(
            update(t.item).where(t.item.c.pk == key).values(current=known + 1, change=number)
        )
        connection.execute(
            insert(t.version).values(
                item=key,
                n=known + 1,
                capture="none",
                text=text,
                links=link_rows.written(links),
                fingerprint=digest,
                fingerprint_edition=1,
                api_version="v26.0",
                first_seen=WRITTEN,
                last_seen=WRITTEN,
                digest=digest,
                object=digest,
                leaf=number,
            )
        )
    return ref(identity)


def describe(archive: Archive, identity: str, position: int, alt: str) -> None:
    """Give the first wording of an item a photo that was not captured, with a description."""
    with archive.writing() as connection:
        key = connection.scalar(select(t.item.c.pk).where(t.item.c.id == identity))
        row = insert(t.media).values(item=key, n=1, position=position, missing="gone", alt=alt)
        connection.execute(row)
