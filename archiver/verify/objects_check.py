"""Checking the store's objects: what should be there is, whole, and nothing else is."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, select

from archiver.capture.stored import StoredVersion, read_version
from archiver.catalogue import tables as t
from archiver.errors import CivickeepError, ObjectMissing
from archiver.ledger.tree import HASH_BYTES
from archiver.rebuild.order import Entry, Inventory
from archiver.rebuild.replay import kind_of
from archiver.record import RecordKind, read_record
from archiver.store import ObjectStore
from archiver.verify.problems import Damage, Findings
from archiver.verify.slices import Slice
from archiver.verify.tree import GrownTree


def check_strangers(
    connection: Connection, inventory: Inventory, tree: GrownTree, findings: Findings
) -> None:
    """Find what lies in the store and is not in the ledger, or lies there twice.

    What a running process is just putting there is known and no problem.
    """
    pending = set(connection.scalars(select(t.pending.c.object)))
    digests = tree.digests
    listed = {digests[at : at + HASH_BYTES] for at in range(0, len(digests), HASH_BYTES)}
    kept = set(connection.scalars(select(t.blob.c.object)))
    loose = [
        path for digest, path in inventory.records.items() if bytes.fromhex(digest) not in listed
    ]
    for path in sorted({*loose, *inventory.strangers, *(inventory.media - kept)} - pending):
        findings.find(Damage.OBJECT_UNLISTED, "nothing names it", path=path)
    for path in sorted(inventory.twins):
        findings.find(Damage.OBJECT_DOUBLED, "it lies somewhere else too", path=path)


def check_media(
    connection: Connection, store: ObjectStore, part: Slice, findings: Findings
) -> None:
    """Read every kept file of this slice and compare it with its digest."""
    owners = dict(
        connection.execute(
            select(t.media.c.sha256, t.item.c.platform + "/" + t.item.c.id)
            .join(t.item, t.item.c.pk == t.media.c.item)
            .where(t.media.c.sha256.is_not(None))
        ).all()
    )
    for blob in connection.execute(select(t.blob)):
        if not part.holds(int(blob.sha256[:8], 16)):
            continue
        findings.objects += 1
        item = owners.get(blob.sha256)
        try:
            data = store.get(blob.object)
        except ObjectMissing:
            findings.find(
                Damage.MEDIA_MISSING, "it is not in the store", item=item, path=blob.object
            )
            continue
        if hashlib.sha256(data).hexdigest() != blob.sha256:
            findings.find(
                Damage.MEDIA_DAMAGED,
                "its bytes do not match its digest",
                item=item,
                path=blob.object,
            )


def check_records(
    connection: Connection, store: ObjectStore, entries: Iterable[Entry], findings: Findings
) -> None:
    """Read every record given, and compare the rows of versions with what they say."""
    for entry in entries:
        findings.objects += 1
        if entry.path is None:
            lose_record(
                connection, entry, Damage.OBJECT_MISSING, "it is not in the store", findings
            )
            continue
        try:
            data = store.get(entry.path)
            if hashlib.sha256(data).hexdigest() != entry.digest:
                lose_record(connection, entry, Damage.OBJECT_DAMAGED, "its bytes changed", findings)
            elif kind_of(entry.path) is RecordKind.VERSION:
                _check_version(connection, entry, read_version(data), findings)
            else:
                read_record(data)
        except CivickeepError as error:
            lose_record(connection, entry, Damage.OBJECT_DAMAGED, error.what, findings)


def lose_record(
    connection: Connection, entry: Entry, kind: Damage, why: str, findings: Findings
) -> str | None:
    """Name a record that is lost, and the item it was of; give that item."""
    row = connection.execute(
        select(t.leaf.c.object, (t.item.c.platform + "/" + t.item.c.id).label("item"))
        .outerjoin(t.version, t.version.c.leaf == t.leaf.c.n)
        .outerjoin(t.item, t.item.c.pk == t.version.c.item)
        .where(t.leaf.c.digest == entry.digest)
    ).first()
    path = entry.path or (row.object if row else None)
    item: str | None = row.item if row else None
    findings.find(kind, why, item=item, path=path)
    return item


def _check_version(
    connection: Connection, entry: Entry, stored: StoredVersion, findings: Findings
) -> None:
    findings.versions += 1
    sighting = stored.sighting
    row = connection.execute(
        select(t.version, t.item.c.platform, t.item.c.id)
        .join(t.item, t.item.c.pk == t.version.c.item)
        .where(t.version.c.leaf == entry.number)
    ).first()
    item = str(sighting.ref)
    if row is None:
        findings.find(Damage.ROW_MISSING, "version", item=item, path=entry.path)
        return
    says = {
        "text": sighting.text,
        "fingerprint": sighting.fingerprint,
        "api_version": sighting.source.api_version,
        "capture": stored.capture,
        "object": entry.path,
        "digest": entry.digest,
        "first_seen": sighting.source.received,
        "platform": sighting.ref.platform.value,
        "id": sighting.ref.id,
    }
    changed = [name for name, value in says.items() if getattr(row, name) != value]
    if changed:
        findings.find(
            Damage.ROW_CHANGED, f"version: {', '.join(changed)}", item=item, path=entry.path
        )
