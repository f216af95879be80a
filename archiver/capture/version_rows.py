"""Rows made from versions: a leaf and a version each, and the item as its newest version tells it.

The same for a version that was just taken in and for one read back from the
store, so that the catalogue can be made again from the stored objects.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Update, bindparam, func, update

from archiver.capture.sighting import NO_COUNTS, Sighting
from archiver.catalogue import link_rows
from archiver.catalogue import tables as t
from archiver.catalogue.bulk import insert_numbered, insert_rows
from archiver.items import ItemRef, ItemState
from archiver.record import RecordKind

TOLD = ("author_id", "author_name", "created_at", "permalink", "current", "change")
"""What every version tells of its item. What an answer left out stays as it was known: a missing
key is no news (facebook.md, section 3)."""

_GIVEN = "given_"
"""Begins the names of values beside the columns of the same names."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version with the number it is committed under and the object that holds it.

    ``n`` counts the item's versions from 1; ``edition`` is that of its fingerprint.
    """

    sighting: Sighting
    n: int
    number: int
    digest: str
    object: str
    account: str
    capture: str
    edition: int

    @property
    def ref(self) -> ItemRef:
        """The item it is a version of."""
        return self.sighting.ref


def project_versions(
    connection: Connection, versions: Sequence[NewVersion], keys: Mapping[ItemRef, int | None]
) -> dict[ItemRef, int]:
    """Make the rows of some versions, in the order of their numbers; give the items' row keys.

    ``keys`` names the rows of the items that already have one.
    """
    insert_rows(connection, t.leaf, [leaf_row(each) for each in versions])
    rows = _write_items(connection, versions, keys)
    insert_rows(connection, t.version, [version_row(each, rows[each.ref]) for each in versions])
    first = [each for each in versions if each.n == 1 and each.sighting.counts != NO_COUNTS]
    insert_rows(connection, t.engagement, [counts_row(each, rows[each.ref]) for each in first])
    return rows


def _write_items(
    connection: Connection, versions: Sequence[NewVersion], keys: Mapping[ItemRef, int | None]
) -> dict[ItemRef, int]:
    """Make rows for items seen for the first time, and renew those of edited ones."""
    first = {each.ref: each for each in reversed(versions)}
    told = _told(versions)
    known = {ref: pk for ref in told if (pk := keys.get(ref)) is not None}
    fresh = [ref for ref in told if ref not in known]
    if known:
        rows = [{"key": pk, **_given(told[ref])} for ref, pk in known.items()]
        connection.execute(_telling_anew(), rows)
    if fresh:
        made = [first_row(first[ref]) | told[ref] for ref in fresh]
        numbers = insert_numbered(connection, t.item, made, number="pk", key=("platform", "id"))
        known.update(zip(fresh, numbers, strict=True))
    return known


def _told(versions: Sequence[NewVersion]) -> dict[ItemRef, dict[str, object]]:
    """Give what some versions tell of their items, one after the other."""
    told: dict[ItemRef, dict[str, object]] = {}
    for each in versions:
        before = told.get(each.ref, {})
        told[each.ref] = {
            name: before.get(name) if value is None else value
            for name, value in told_row(each).items()
        }
    return told


def _telling_anew() -> Update:
    columns = [t.item.c[name] for name in TOLD]
    given = {
        column.name: func.coalesce(bindparam(f"{_GIVEN}{column.name}", type_=column.type), column)
        for column in columns
    }
    return update(t.item).where(t.item.c.pk == bindparam("key")).values(given)


def _given(told: Mapping[str, object]) -> dict[str, object]:
    return {f"{_GIVEN}{name}": value for name, value in told.items()}


def first_row(each: NewVersion) -> dict[str, object]:
    """Give what is fixed when an item is seen for the first time."""
    sighting, place = each.sighting, each.sighting.place
    return {
        "platform": place.ref.platform.value,
        "id": place.ref.id,
        "account": each.account,
        "kind": place.kind.value,
        "surface": place.surface.value,
        "parent_id": place.parent_id,
        "thread_id": place.thread_id,
        "state": ItemState.PRESENT.value,
        "first_seen": sighting.source.received,
        "last_seen": sighting.source.received,
    }


def told_row(each: NewVersion) -> dict[str, object]:
    """Give what a version tells of its item beside the wording; None where it tells nothing."""
    sighting = each.sighting
    author = sighting.author
    return {
        "author_id": author.id if author else None,
        "author_name": author.name if author else None,
        "created_at": sighting.created_at,
        "permalink": sighting.permalink,
        "current": each.n,
        "change": each.number,
    }


def leaf_row(each: NewVersion) -> dict[str, object]:
    """Give the leaf of a version."""
    return {
        "n": each.number,
        "kind": RecordKind.VERSION.value,
        "digest": each.digest,
        "object": each.object,
    }


def version_row(each: NewVersion, key: int) -> dict[str, object]:
    """Give the row of a version of the item with this row key."""
    sighting = each.sighting
    return {
        "item": key,
        "n": each.n,
        "capture": each.capture,
        "text": sighting.text,
        "links": link_rows.written(sighting.links),
        "fingerprint": sighting.fingerprint,
        "fingerprint_edition": each.edition,
        "api_version": sighting.source.api_version,
        "first_seen": sighting.source.received,
        "last_seen": sighting.source.received,
        "digest": each.digest,
        "object": each.object,
        "leaf": each.number,
    }


def counts_row(each: NewVersion, key: int) -> dict[str, object]:
    """Give the counts that came with an item's first version; receipts tell of later ones."""
    counts = each.sighting.counts
    return {
        "item": key,
        "at": each.sighting.source.received,
        "reactions": counts.reactions,
        "comments": counts.comments,
        "shares": counts.shares,
    }
