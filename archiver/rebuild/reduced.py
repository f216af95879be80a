"""Receipts and events without the items that are lost, so that the rest can still be played."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, select

from archiver.captures import Receipt
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.events import DisappearancesConfirmed, Event, HoldPlaced, ItemsClassified
from archiver.imports.events import ImportFinished
from archiver.items import ItemRef, Platform
from archiver.media.events import FilesGivenUp, MediaQuarantined

A = TypeVar("A", Receipt, Event)


def reduced(connection: Connection, act: A) -> A:
    """Give the act as far as its items are in the catalogue; mostly that is all of it."""
    named = _named(act)
    missing = named - _present(connection, named)
    return _without(act, missing) if missing else act


_NAMING: Mapping[type[Receipt | Event], tuple[str, ...]] = {
    Receipt: ("appeared", "missing", "findings", "media", "counts"),
    DisappearancesConfirmed: ("items",),
    ItemsClassified: ("items",),
    HoldPlaced: ("refs",),
    MediaQuarantined: ("refs",),
    FilesGivenUp: ("files",),
    ImportFinished: ("media", "matches"),
}
"""The fields of acts that list items, or what is about one item each, whose rows need the item's
own; acts about requests name items without."""


def _named(act: Receipt | Event) -> set[ItemRef]:
    return {_ref(each) for name in _NAMING.get(type(act), ()) for each in getattr(act, name)}


def _present(connection: Connection, refs: set[ItemRef]) -> set[ItemRef]:
    found: set[ItemRef] = set()
    for some in chunks(sorted(refs, key=str)):
        rows = connection.execute(
            select(t.item.c.platform, t.item.c.id).where(t.item.c.id.in_([r.id for r in some]))
        )
        found.update(ItemRef(Platform(row.platform), row.id) for row in rows)
    return found & refs


def _without(act: A, missing: set[ItemRef]) -> A:
    kept = {
        name: tuple(each for each in getattr(act, name) if _ref(each) not in missing)
        for name in _NAMING[type(act)]
    }
    return msgspec.structs.replace(act, **kept)


def _ref(listed: Any) -> ItemRef:  # noqa: ANN401 - whatever an act lists of items
    """Give the item that something listed is, or is about."""
    return listed if isinstance(listed, ItemRef) else listed.ref
