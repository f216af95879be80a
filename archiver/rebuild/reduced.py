"""Receipts and events without the items that are lost, so that the rest can still be played."""

from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select

from archiver.captures import Receipt
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import chunks
from archiver.events import Event, HoldPlaced, ItemsClassified
from archiver.imports.events import ImportFinished
from archiver.items import ItemRef, Platform
from archiver.media.events import FilesGivenUp, MediaQuarantined

A = TypeVar("A", Receipt, Event)


def reduced(connection: Connection, act: A) -> A:
    """Give the act as far as its items are in the catalogue; mostly that is all of it."""
    named = _named(act)
    missing = named - _present(connection, named)
    return _without(act, missing) if missing else act


def _named(act: Receipt | Event) -> set[ItemRef]:
    match act:
        case Receipt():
            files = {finding.ref for finding in act.media}
            found = {finding.ref for finding in act.findings}
            counted = {change.ref for change in act.counts}
            return {*act.appeared, *act.missing, *found, *files, *counted}
        case ItemsClassified():
            return {each.ref for each in act.items}
        case HoldPlaced() | MediaQuarantined():
            return set(act.refs)
        case FilesGivenUp():
            return {each.ref for each in act.files}
        case ImportFinished():
            return {each.ref for each in act.media} | {each.ref for each in act.matches}
        case _:
            return set()


def _present(connection: Connection, refs: set[ItemRef]) -> set[ItemRef]:
    found: set[ItemRef] = set()
    for some in chunks(sorted(refs, key=str)):
        rows = connection.execute(
            select(t.item.c.platform, t.item.c.id).where(t.item.c.id.in_([r.id for r in some]))
        )
        found.update(ItemRef(Platform(row.platform), row.id) for row in rows)
    return found & refs


def _without(act: A, missing: set[ItemRef]) -> A:
    match act:
        case Receipt():
            return msgspec.structs.replace(
                act,
                appeared=tuple(ref for ref in act.appeared if ref not in missing),
                missing=tuple(ref for ref in act.missing if ref not in missing),
                findings=tuple(each for each in act.findings if each.ref not in missing),
                media=tuple(each for each in act.media if each.ref not in missing),
                counts=tuple(each for each in act.counts if each.ref not in missing),
            )
        case ItemsClassified():
            kept = tuple(each for each in act.items if each.ref not in missing)
            return msgspec.structs.replace(act, items=kept)
        case FilesGivenUp():
            kept_files = tuple(each for each in act.files if each.ref not in missing)
            return msgspec.structs.replace(act, files=kept_files)
        case HoldPlaced() | MediaQuarantined():
            kept_refs = tuple(ref for ref in act.refs if ref not in missing)
            return msgspec.structs.replace(act, refs=kept_refs)
        case ImportFinished():
            return msgspec.structs.replace(
                act,
                media=tuple(each for each in act.media if each.ref not in missing),
                matches=tuple(each for each in act.matches if each.ref not in missing),
            )
        case _:
            return act
