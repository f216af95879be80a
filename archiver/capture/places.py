"""Where an item stands, as the catalogue knows it."""

from sqlalchemy import Connection, Row, select

from archiver.capture.sighting import Place
from archiver.catalogue import tables as t
from archiver.items import ACCOUNT_FACTS, ItemKind, ItemRef, ItemState, Platform
from archiver.record import safe_id
from archiver.surfaces import Surface

UNNUMBERED = "_review_"
"""Stands in the name of a review that came without an id."""


def can_be_asked(place: Place) -> bool:
    """Whether the platform knows an item by an id, so that it can be read directly."""
    named_by_us = place.kind is ItemKind.REVIEW and UNNUMBERED in place.ref.id
    is_one_step = safe_id(place.ref.id) == place.ref.id
    return place.kind not in ACCOUNT_FACTS and not named_by_us and is_one_step


def root_of(connection: Connection, thread: ItemRef) -> Place:
    """Look up where a thread begins; what the catalogue does not know is taken for a post."""
    row = connection.execute(
        select(t.item).where(t.item.c.platform == thread.platform.value, t.item.c.id == thread.id)
    ).one_or_none()
    return Place.root(thread, ItemKind.POST, Surface.FEED) if row is None else place_of(row)


def place_of(row: Row[tuple[object, ...]]) -> Place:
    """Read an item's place from its row."""
    return Place(
        ref=ItemRef(Platform(row.platform), row.id),
        kind=ItemKind(row.kind),
        surface=Surface(row.surface),
        parent_id=row.parent_id,
        thread_id=row.thread_id,
    )


def hidden_in(connection: Connection, root: Place) -> set[ItemRef]:
    """Name what is known to be hidden in a thread."""
    rows = connection.scalars(
        select(t.item.c.id).where(
            t.item.c.platform == root.ref.platform.value,
            t.item.c.thread_id == root.thread_id,
            t.item.c.state == ItemState.HIDDEN.value,
        )
    )
    return {ItemRef(root.ref.platform, ident) for ident in rows}
