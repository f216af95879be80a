"""Checking the store's objects: what should be there is, whole, and nothing else is."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice

from sqlalchemy import select

from archiver.archive import Archive
from archiver.catalogue import tables as t
from archiver.catalogue.chunks import CHUNK, chunks
from archiver.catalogue.raw import RawReader, raw_reading
from archiver.errors import ObjectMissing
from archiver.ledger.tree import HASH_BYTES
from archiver.paths import media_path
from archiver.progress import At, Count, watched
from archiver.rebuild.inventory import Inventory
from archiver.rebuild.order import Entry
from archiver.rebuild.places import item_of
from archiver.rebuild.reading import THREADS, Lost
from archiver.store import ObjectStore
from archiver.verify.problems import Damage, Findings
from archiver.verify.said import digest_of
from archiver.verify.slices import Slice
from archiver.verify.tree import GrownTree

VERIFYING = "Verifying"
"""What whoever watches is told is going on."""


def entries_of(
    tree: GrownTree, inventory: Inventory, store: ObjectStore, part: Slice, raw: RawReader
) -> Iterator[Entry]:
    """Give the records of a slice, in the order of the ledger, with the paths they lie under."""
    numbers = (number for number in range(1, tree.size + 1) if part.holds(number))
    while some := list(islice(numbers, CHUNK)):
        paths = inventory.paths_of([tree.digest(number) for number in some])
        for number in some:
            digest = tree.digest(number)
            yield Entry(number, digest, paths.get(digest) or _unlisted(number, digest, store, raw))


def _unlisted(number: int, digest: bytes, store: ObjectStore, raw: RawReader) -> str | None:
    """Ask for a record that was not listed: a listing may be old, or older than the record."""
    path = _path_by_row(number, raw)
    return path if path and path.endswith(digest.hex()) and store.has(path) else None


def _path_by_row(number: int, raw: RawReader) -> str | None:
    rows = raw.rows(select(t.leaf.c.object).where(t.leaf.c.n == number))
    return next((_text(path) for (path,) in rows), None)


def name_lost(lost: Lost, raw: RawReader, findings: Findings) -> str | None:
    """Name a record that is lost, and the item it was of; give that item."""
    kind = Damage.OBJECT_MISSING if lost.entry.path is None else Damage.OBJECT_DAMAGED
    path = lost.entry.path or _path_by_row(lost.entry.number, raw)
    item = _item_by_row(lost.entry.number, raw) or item_of(path or "")
    detail = lost.reason if path else f"{lost.reason}: record {lost.entry.number} of the ledger"
    findings.find(kind, detail, item=item, path=path)
    return item


def _item_by_row(number: int, raw: RawReader) -> str | None:
    rows = raw.rows(
        select(t.item.c.platform, t.item.c.id)
        .join(t.version, t.version.c.item == t.item.c.pk)
        .where(t.version.c.leaf == number)
    )
    return next((f"{_text(platform)}/{_text(ident)}" for platform, ident in rows), None)


def check_media(  # noqa: PLR0913 - what is compared with what, where it goes, and who is told
    store: ObjectStore, rows: RawReader, kept: set[str], part: Slice, findings: Findings, *, at: At
) -> None:
    """Read every kept file of this slice and compare it with the digest in its name.

    ``rows`` say what must be there, ``kept`` what else somebody says is there.
    """
    wanted = {media_path(_text(sha256)) for (sha256,) in rows.rows(select(t.blob.c.sha256))}
    paths = sorted(path for path in wanted | kept if _mine(path, part))
    files = Count(0, "files", len(paths))
    for path, whole in watched(_hashed(store, paths), VERIFYING, files, at):
        findings.objects += whole is not None
        if whole or (whole is None and path not in wanted):
            continue
        kind, why = (
            (Damage.MEDIA_MISSING, "it is not in the store")
            if whole is None
            else (Damage.MEDIA_DAMAGED, "its bytes do not match its digest")
        )
        findings.find(kind, why, item=_owner(_name(path), rows), path=path)


def _mine(path: str, part: Slice) -> bool:
    name = _name(path)
    return digest_of(name.encode()) is not None and part.holds(int(name[:8], 16))


def _hashed(store: ObjectStore, paths: list[str]) -> Iterator[tuple[str, bool | None]]:
    """Say of each file whether it is whole; None where it is not there."""
    # Reading and hashing are done outside of Python, so that threads do them at once.
    with ThreadPoolExecutor(THREADS) as pool:
        for some in chunks(paths):
            yield from zip(some, pool.map(partial(_is_whole, store), some), strict=True)


def _is_whole(store: ObjectStore, path: str) -> bool | None:
    digest = hashlib.sha256()
    try:
        for piece in store.get_long(path):
            digest.update(piece)
        return digest.hexdigest() == _name(path)
    except ObjectMissing:
        return None


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _owner(sha256: str, rows: RawReader) -> str | None:
    """Name an item a file belongs to; several may share it."""
    owners = rows.rows(
        select(t.item.c.platform, t.item.c.id)
        .join(t.media, t.media.c.item == t.item.c.pk)
        .where(t.media.c.sha256 == sha256)
        .order_by(t.item.c.pk)
        .limit(1)
    )
    return next((f"{_text(platform)}/{_text(ident)}" for platform, ident in owners), None)


def check_strangers(
    archive: Archive, inventory: Inventory, tree: GrownTree, kept: set[str], findings: Findings
) -> None:
    """Find what lies in the store and nothing names, or lies there twice.

    ``kept`` are the files of the archive's media. What a running process has
    just put there, or acknowledged since the listing, is no problem.
    """
    digests = tree.digests
    known = (digests[at : at + HASH_BYTES] for at in range(0, len(digests), HASH_BYTES))
    loose = [*inventory.others(known), *inventory.strangers, *sorted(inventory.media - kept)]
    if loose:
        with findings.reading_rows():
            _accuse(archive, loose, findings)
    for path in inventory.twins:
        findings.find(
            Damage.OBJECT_DOUBLED, "it lies somewhere else too", item=item_of(path), path=path
        )


def _accuse(archive: Archive, loose: list[str], findings: Findings) -> None:
    """Name those of these objects that no row names now and that are still there."""
    with archive.reading() as connection, raw_reading(connection) as raw:
        named = {_text(path) for (path,) in raw.rows(select(t.pending.c.object))}
        for some in chunks(loose):
            for table in (t.leaf, t.blob):
                query = select(table.c.object).where(table.c.object.in_(some))
                named.update(_text(path) for (path,) in raw.rows(query))
    for path in loose:
        if path not in named and archive.store.has(path):
            findings.find(Damage.OBJECT_UNLISTED, "nothing names it", item=item_of(path), path=path)


def kept_files(rows: RawReader) -> set[str]:
    """Give the files of media that a catalogue names."""
    return {_text(path) for (path,) in rows.rows(select(t.blob.c.object))}


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
