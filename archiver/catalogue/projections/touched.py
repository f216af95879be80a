"""Finding the rows of items named in an event, and telling followers that they changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select, update

from archiver.catalogue.chunks import chunks
from archiver.catalogue.tables import item
from archiver.items import ItemRef, Platform


def item_keys(connection: Connection, refs: Iterable[ItemRef]) -> dict[ItemRef, int]:
    """Give the row key of every item named; raises ``LookupError`` for one that is not there."""
    wanted: dict[Platform, list[str]] = defaultdict(list)
    for ref in dict.fromkeys(refs):
        wanted[ref.platform].append(ref.id)
    found: dict[ItemRef, int] = {}
    for platform, ids in wanted.items():
        for some in chunks(ids):
            rows = connection.execute(
                select(item.c.id, item.c.pk).where(item.c.platform == platform, item.c.id.in_(some))
            )
            found.update({ItemRef(platform, row.id): row.pk for row in rows})
    missing = sum(map(len, wanted.values())) - len(found)
    if missing:
        message = f"an event names {missing} items that are not in the archive"
        raise LookupError(message)
    return found


def touch_items(connection: Connection, keys: Sequence[int], number: int) -> None:
    """Give these items a new change number."""
    for some in chunks(keys):
        connection.execute(update(item).where(item.c.pk.in_(some)).values(change=number))
