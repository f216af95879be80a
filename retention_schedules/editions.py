"""The editions a city can name: those that come with the program, and those it imported."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from archiver.archive import Archive
from archiver.catalogue.tables import imported_schedule, schedule
from archiver.errors import WrongUsage
from archiver.events import ScheduleAdopted, ScheduleImported
from retention_schedules.errors import EditionTaken, EditionUnknown
from retention_schedules.schedule import Schedule, read_schedule
from retention_schedules.series import RecordSeries
from retention_schedules.starter import starter_names, starter_schedule

EDITION_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")


@dataclass(frozen=True, slots=True)
class Adoption:
    """An edition that the city adopted; ``sha256`` is of the file that was adopted."""

    edition: str
    sha256: str
    at: datetime
    by: str


def adoptions(archive: Archive) -> tuple[Adoption, ...]:
    """Give the editions the city adopted, in the order in which it did; the last is in force."""
    with archive.reading() as connection:
        rows = connection.execute(select(schedule).order_by(schedule.c.adopted_at))
        return tuple(
            Adoption(row.edition, row.sha256, row.adopted_at, row.adopted_by) for row in rows
        )


def edition_names(archive: Archive) -> tuple[str, ...]:
    """Name every edition this archive knows, those that come with the program first."""
    with archive.reading() as connection:
        query = select(imported_schedule.c.edition).order_by(imported_schedule.c.imported_at)
        return (*starter_names(), *connection.scalars(query))


def find_edition(archive: Archive, edition: str) -> Schedule:
    """Read one edition, whether it came with the program or was imported.

    Raises ``EditionUnknown`` for a name that is neither.
    """
    if edition in starter_names():
        return starter_schedule(edition)
    with archive.reading() as connection:
        query = select(imported_schedule).where(imported_schedule.c.edition == edition)
        row = connection.execute(query).first()
    if row is None:
        raise EditionUnknown(
            f"There is no edition {edition!r} here.",
            next_step=f"Use one of: {', '.join(edition_names(archive))}; or import one.",
        )
    return read_schedule(row.content.encode(), row.edition, row.title)


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """One edition as a list shows it; adopted and in force are the city's doing."""

    edition: str
    title: str
    sha256: str
    complete: bool
    rows: int
    adopted_at: datetime | None
    adopted_by: str | None
    in_force: bool
    series: tuple[RecordSeries, ...]


def listed_editions(archive: Archive | None) -> tuple[ListedEdition, ...]:
    """List every edition that is here; without an archive, those that come with the program."""
    if archive is None:
        return tuple(
            _listed(starter_schedule(name), None, in_force=False) for name in starter_names()
        )
    adopted = {each.edition: each for each in adoptions(archive)}
    in_force = next(reversed(adopted), None)
    return tuple(
        _listed(find_edition(archive, name), adopted.get(name), in_force=name == in_force)
        for name in edition_names(archive)
    )


def _listed(edition: Schedule, adopted: Adoption | None, *, in_force: bool) -> ListedEdition:
    return ListedEdition(
        edition=edition.edition,
        title=edition.title,
        sha256=edition.sha256,
        complete=edition.complete,
        rows=len(edition.series),
        adopted_at=adopted.at if adopted else None,
        adopted_by=adopted.by if adopted else None,
        in_force=in_force,
        series=edition.series,
    )


def import_schedule(
    archive: Archive, content: bytes, *, edition: str, title: str, by: str
) -> Schedule:
    """Bring in a schedule file under an edition of its own; the same file again changes nothing.

    Raises ``EditionTaken`` where another file has that name, and what
    ``read_series`` raises where a row cannot be read.
    """
    if not EDITION_NAME.fullmatch(edition):
        raise WrongUsage(
            f"{edition!r} is no name for an edition.",
            next_step="Use small letters, digits, dots and dashes, such as grrs-cities-2021-03.",
        )
    new = read_schedule(content, edition, title)
    if edition in edition_names(archive):
        if find_edition(archive, edition).sha256 == new.sha256:
            return new
        raise EditionTaken(
            f"The edition {edition!r} is here already, with other rows.",
            next_step="Import the file under another name, with --edition.",
        )
    archive.record(
        ScheduleImported(
            at=archive.clock(),
            by=by,
            edition=edition,
            title=title,
            sha256=new.sha256,
            content=content.decode("utf-8"),
        )
    )
    return new


def adopt_edition(archive: Archive, edition: str, *, by: str) -> bool:
    """Record that the city adopted an edition; gives False where it had before."""
    schedule_file = find_edition(archive, edition)
    if not schedule_file.is_schedule:
        raise WrongUsage(
            f"{edition} is no retention schedule: its periods come from statute, rule or policy.",
            next_step="They hold without being adopted; adopt the general schedule.",
        )
    if any(each.edition == edition for each in adoptions(archive)):
        return False
    archive.record(
        ScheduleAdopted(at=archive.clock(), by=by, edition=edition, sha256=schedule_file.sha256)
    )
    return True
