"""Objects between store and catalogue: named before they are put, settled with their rows.

A process that is killed in between leaves objects that nothing will ever
name. Because their paths were committed first, they are found and removed
without listing the whole store (invariants 2 and 8).
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Connection, delete, or_, select

from archiver.catalogue.bulk import insert_rows
from archiver.catalogue.chunks import chunks
from archiver.catalogue.tables import blob, leaf, pending
from archiver.store import NewObject, ObjectStore
from archiver.store.errors import ObjectLocked, StoreRefused

if TYPE_CHECKING:
    from archiver.archive import Archive

EVENT_OWNER = "event"
"""Who puts acts of people: any process at any time, without a lock of its own."""

LEDGER_OWNER = "ledger"
"""Who publishes the ledger: the same files by any process, so that none of them is left over."""

ABANDONED_AFTER = timedelta(days=1)
"""An act takes milliseconds from its object to its row; one this old belongs to a dead process."""


def keep(archive: "Archive", owner: str, objects: Sequence[NewObject]) -> None:
    """Name the objects, then put them; they count only once their rows are committed.

    ``owner`` is the account or other work that holds a lock while it puts.
    """
    intend(archive, owner, [new.path for new in objects])
    archive.store.put_all(objects)


def intend(archive: "Archive", owner: str, paths: Sequence[str]) -> None:
    """Name objects that this owner is about to put, or to rely on before their rows are there."""
    since = archive.clock()
    with archive.writing() as connection:
        settle(connection, paths)
        rows = [{"object": path, "owner": owner, "since": since} for path in paths]
        insert_rows(connection, pending, rows)


def settle(connection: Connection, paths: Iterable[str]) -> None:
    """Say in the transaction that makes their rows that these objects are acknowledged."""
    for some in chunks(list(paths)):
        connection.execute(delete(pending).where(pending.c.object.in_(some)))


def sweep(archive: "Archive", owner: str) -> int:
    """Remove what dead processes of this owner put and never acknowledged; give their number.

    What the store does not let us remove stays named, for somebody who may:
    in a bucket the credentials of every day should not be able to destroy.
    Call it only while holding the owner's lock. Another owner who names the
    same file meanwhile waits, and then finds that it is gone: whoever relied
    on a file between our look and our removal would keep a row without it.
    """
    abandoned = archive.clock() - ABANDONED_AFTER
    of_event = (pending.c.owner == EVENT_OWNER) & (pending.c.since < abandoned)
    mine = or_(pending.c.owner == owner, of_event)
    with archive.writing() as connection:
        orphans = connection.scalars(
            select(pending.c.object).where(mine, ~_acknowledged()).with_for_update()
        ).all()
        removed = [path for path in orphans if _is_removed(archive.store, path)]
        settle(connection, removed)
        connection.execute(delete(pending).where(mine, _acknowledged()))
    return len(removed)


def _is_removed(store: ObjectStore, path: str) -> bool:
    try:
        store.remove(path)
    except (ObjectLocked, StoreRefused):
        return False
    return True


def _acknowledged() -> ColumnElement[bool]:
    named = select(leaf.c.n).where(leaf.c.object == pending.c.object).exists()
    kept = select(blob.c.sha256).where(blob.c.object == pending.c.object).exists()
    return or_(named, kept)
