"""Acknowledging what was kept: object durable, then one catalogue transaction (invariant 2)."""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert

from archiver import pending
from archiver.catalogue import counter
from archiver.catalogue.projections import project
from archiver.catalogue.tables import event as event_table
from archiver.catalogue.tables import leaf
from archiver.events import Event
from archiver.paths import event_path
from archiver.record import Envelope, RecordKind, StoredRecord, new_salt, write_record
from archiver.software import SOFTWARE
from archiver.store import NewObject
from archiver.wire import encode_event, event_tag

if TYPE_CHECKING:
    from archiver.archive import Archive

EVENT_CONTENT_TYPE = "application/json"


def event_record(event: Event, software: str) -> StoredRecord:
    """Write an event as a record of its own."""
    envelope = Envelope(
        kind=RecordKind.EVENT,
        target=f"urn:civickeep:event:{event_tag(event)}",
        at=event.at,
        content_type=EVENT_CONTENT_TYPE,
        fields=(("Event", event_tag(event)), ("Software", software)),
        salt=new_salt(),
    )
    return write_record(envelope, encode_event(event))


def event_object(event: Event, record: StoredRecord) -> NewObject:
    """Place an event's record in the store."""
    return NewObject(event_path(event.at, record.digest), record.data)


def add_leaf(connection: Connection, number: int, kind: RecordKind, digest: str, path: str) -> None:
    """Enter a stored record into the ledger under its number."""
    connection.execute(insert(leaf).values(n=number, kind=kind.value, digest=digest, object=path))


def add_event_row(connection: Connection, number: int, event: Event) -> None:
    """List an event, so that the acts of a day can be found without reading the store."""
    connection.execute(
        insert(event_table).values(leaf=number, kind=event_tag(event), at=event.at, by=event.by)
    )


def keep_event(archive: "Archive", event: Event) -> int:
    """Keep an act: object first, then its leaf and rows in one go; give its change number."""
    record = event_record(event, SOFTWARE)
    new = event_object(event, record)
    pending.keep(archive, pending.EVENT_OWNER, [new])
    with archive.writing() as connection:
        pending.settle(connection, [new.path])
        number = counter.take(connection, 1)
        add_leaf(connection, number, RecordKind.EVENT, record.digest, new.path)
        add_event_row(connection, number, event)
        project(connection, event, number)
    return number
