"""Quarantine: an unlawful image is shown to nobody, and not destroyed either.

What is quarantined stays in the store as it is and ``verify`` goes on checking
its digest. Every way to a file asks ``archiver.catalogue.quarantined`` first.
"""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select

from archiver.archive import Archive
from archiver.catalogue import quarantine_tables as q
from archiver.catalogue import tables as t
from archiver.catalogue.quarantined import digests
from archiver.errors import WrongUsage
from archiver.items import ItemRef, Platform
from archiver.media.errors import NothingToQuarantine, QuarantineUnknown
from archiver.media.events import MediaQuarantined, QuarantineReleased
from archiver.viewer import Viewer

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Quarantine(msgspec.Struct, frozen=True):
    """One quarantine as it stands: the digests it covers now, and the items that show them."""

    id: str
    reason: str
    placed_at: datetime
    placed_by: str
    attorney: str | None
    released_at: datetime | None
    released_by: str | None
    directed_by: str | None
    release_reason: str | None
    files: tuple[str, ...]
    items: tuple[str, ...]


def place(  # noqa: PLR0913 - an act with who, why and who was told
    archive: Archive,
    viewer: Viewer,
    names: Iterable[str],
    *,
    reason: str,
    by: str,
    attorney: str | None = None,
) -> str:
    """Put files into quarantine, named by SHA-256 or by an item; give the quarantine's id.

    A digest may be one that the archive does not have yet. With an item go
    all its files, those that are captured later too. Raises ``ItemUnknown``,
    ``NothingToQuarantine``, and ``WrongUsage`` where nothing is said why.
    """
    _check(reason, by)
    files: dict[str, None] = {}
    refs: dict[ItemRef, None] = {}
    for name in names:
        if _SHA256.fullmatch(name.lower()):
            files[name.lower()] = None
            continue
        ref = archive.item(viewer, name).ref
        refs[ref] = None
        files.update(dict.fromkeys(_files_of(archive, ref)))
    if not files and not refs:
        message = "a quarantine of nothing"
        raise ValueError(message)
    quarantine = str(uuid.uuid4())
    archive.record(
        MediaQuarantined(
            at=archive.clock(),
            by=by,
            quarantine=quarantine,
            reason=reason,
            files=tuple(files),
            refs=tuple(refs),
            attorney=attorney,
        )
    )
    return quarantine


def release(archive: Archive, quarantine: str, *, reason: str, by: str, directed_by: str) -> None:
    """End a quarantine as somebody with the right to directed; raises ``QuarantineUnknown``.

    A file that another quarantine covers stays in that.
    """
    _check(reason, by, directed_by)
    with archive.reading() as connection:
        found = connection.scalar(
            select(q.quarantine.c.id).where(
                q.quarantine.c.id == quarantine, q.quarantine.c.released_at.is_(None)
            )
        )
    if found is None:
        raise QuarantineUnknown(
            f"There is no open quarantine {quarantine}.",
            next_step="civickeep quarantine list shows the quarantines and their ids.",
        )
    archive.record(
        QuarantineReleased(
            at=archive.clock(),
            by=by,
            quarantine=quarantine,
            reason=reason,
            directed_by=directed_by,
        )
    )


def quarantines(archive: Archive) -> tuple[Quarantine, ...]:
    """List every quarantine, released ones too; digests and items, and never a file."""
    with archive.reading() as connection:
        rows = connection.execute(
            select(q.quarantine).order_by(q.quarantine.c.placed_at, q.quarantine.c.id)
        ).all()
        return tuple(
            Quarantine(
                **row._asdict(),
                files=_digests(connection, row.id),
                items=_showing(connection, row.id),
            )
            for row in rows
        )


def _digests(connection: Connection, quarantine: str) -> tuple[str, ...]:
    found = connection.execute(digests(quarantine))
    return tuple(sorted(row.sha256 for row in found))


def _showing(connection: Connection, quarantine: str) -> tuple[str, ...]:
    named = select(q.quarantine_item.c.item).where(q.quarantine_item.c.quarantine == quarantine)
    shown = select(t.media.c.item).where(t.media.c.sha256.in_(digests(quarantine)))
    rows = connection.execute(
        select(t.item.c.platform, t.item.c.id)
        .where(t.item.c.pk.in_(named) | t.item.c.pk.in_(shown))
        .order_by(t.item.c.platform, t.item.c.id)
    )
    return tuple(str(ItemRef(Platform(row.platform), row.id)) for row in rows)


def _files_of(archive: Archive, ref: ItemRef) -> list[str]:
    """Give the digests of an item's files, in quarantine already or not."""
    with archive.reading() as connection:
        mine = (
            select(t.media)
            .join(t.item, t.item.c.pk == t.media.c.item)
            .where(t.item.c.platform == ref.platform, t.item.c.id == ref.id)
            .subquery()
        )
        if not connection.scalar(select(func.count()).select_from(mine)):
            raise NothingToQuarantine(
                f"Item {ref} has no picture or other file.",
                next_step="Name the item that shows the file, or the file's SHA-256.",
            )
        found = connection.scalars(
            select(mine.c.sha256).where(mine.c.sha256.is_not(None)).distinct()
        )
        return sorted(each for each in found if each)


def _check(*said: str) -> None:
    if not all(each.strip() for each in said):
        raise WrongUsage(
            "A quarantine needs a reason and the names of those who decided it.",
            next_step="Say them with --reason, --by and, to release, --directed-by.",
        )
