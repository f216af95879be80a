"""Publishing the ledger: tiles up to the newest committed leaf, then a signed checkpoint over them.

Everything written is a function of the leaves and the key in force, and each
step is durable before the next refers to it: tiles, the newest checkpoint,
its copy among all checkpoints, its row. So a run that was killed anywhere is
finished by the next one, and two at once write the same bytes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection

from archiver import pending
from archiver.archive import Archive
from archiver.catalogue import counter
from archiver.keys import Keyring, open_keyring
from archiver.ledger import rows
from archiver.ledger.checkpoint import (
    LATEST,
    Checkpoint,
    SignedCheckpoint,
    checkpoint_path,
    origin,
    read_checkpoint,
)
from archiver.ledger.errors import KeyMissing, LedgerDamaged, LedgerInconsistent
from archiver.ledger.note import sign
from archiver.ledger.rows import AdoptedKey
from archiver.ledger.statement import statement_path
from archiver.ledger.tiles import HEIGHT, Edge, TileReader, lay_tiles
from archiver.ledger.tree import leaf_hash
from archiver.store import NewObject, ObjectStore

FILES_AT_ONCE = 1_024
"""Tiles kept in one go: up to eight megabytes, synced together."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What the catalogue says of the ledger, in one view of it."""

    archive_id: str
    size: int
    keys: tuple[AdoptedKey, ...]
    newest: rows.CheckpointRow | None


def publish(archive: Archive, keyring: Keyring | None = None) -> SignedCheckpoint | None:
    """Bring the tiles up to the newest leaf and sign a checkpoint; give the newest there is.

    Gives None where there is nothing to sign yet. Raises ``KeyMissing`` or
    ``KeyUnusable`` where it cannot be signed, ``LedgerInconsistent`` where the
    catalogue no longer fits the last checkpoint, and ``LedgerDamaged`` where
    the ledger's files do not; then nothing was signed and nothing is lost.
    """
    # Read before the catalogue: another run may sign over leaves that come in between.
    latest = _latest(archive.store)
    with archive.reading() as connection:
        known = _known(connection)
    last = _last(archive.store, known, latest)
    if last is not None and not _is_acknowledged(archive.store, known, last):
        _acknowledge(archive, last)
    with archive.reading() as connection:
        known = _known(connection)
        if not known.size:
            return None
        edge, entries, leaves = _continue(archive.store, connection, known, last)
        if last is not None and last.size == known.size:
            return last
        signer = _Signer.choose(archive, known, keyring)
        _put(archive.store, lay_tiles(edge, leaves, entries))
    if edge.size != known.size:
        raise _changed(f"it counts {known.size} leaves and holds {edge.size}")
    _put(archive.store, _statements(known.keys, known.size, last))
    signed = signer.sign(edge)
    _acknowledge(archive, signed)
    return signed


@dataclass(frozen=True, slots=True)
class _Signer:
    """The private key in force for a size, under the ledger's name."""

    origin: str
    key: Ed25519PrivateKey

    @classmethod
    def choose(cls, archive: Archive, known: _Known, keyring: Keyring | None) -> "_Signer":
        """Find the key for a checkpoint of this size."""
        adopted = rows.key_for(known.size, known.keys)
        if adopted is None:
            raise KeyMissing(
                "This archive has no key for its checkpoints yet.",
                next_step="Run civickeep init again with the same city; it only adds what is "
                "missing.",
            )
        ring = keyring or open_keyring(archive.settings, known.archive_id)
        return cls(origin(known.archive_id), ring.checkpoint_key(adopted.key))

    def sign(self, edge: Edge) -> SignedCheckpoint:
        """Sign the tree of this edge."""
        checkpoint = Checkpoint(self.origin, edge.size, edge.root)
        return SignedCheckpoint(checkpoint, sign(checkpoint.text, self.origin, [self.key]))


def is_signed_rightly(
    signed: SignedCheckpoint, archive_id: str, keys: tuple[AdoptedKey, ...]
) -> bool:
    """Whether a checkpoint is this archive's and signed by the key in force for its size."""
    key = rows.key_for(signed.size, keys)
    ours = signed.checkpoint.origin == origin(archive_id)
    return ours and key is not None and signed.note.is_signed_by(key.key)


def _known(connection: Connection) -> _Known:
    return _Known(
        rows.archive_id(connection),
        counter.newest(connection),
        rows.adopted_keys(connection),
        rows.newest_checkpoint(connection),
    )


def _latest(store: ObjectStore) -> SignedCheckpoint | None:
    return read_checkpoint(store.get(LATEST)) if store.has(LATEST) else None


def _last(
    store: ObjectStore, known: _Known, latest: SignedCheckpoint | None
) -> SignedCheckpoint | None:
    """Give the newest checkpoint: the store's, unless the catalogue knows of a greater one.

    The store's is the greater where a run was killed before it made the row,
    the catalogue's where the store gave an old file or two runs overlapped.
    """
    last, path, row = latest, LATEST, known.newest
    if row is not None and (last is None or last.size < row.size):
        path = checkpoint_path(row.size)
        last = read_checkpoint(store.get(path))
    if last is None:
        return None
    if last.size > known.size:
        raise _changed(f"it holds {known.size} leaves and the last checkpoint covers {last.size}")
    same_size = row is not None and row.size == last.size
    if not is_signed_rightly(last, known.archive_id, known.keys):
        raise _damaged(path)
    if same_size and row is not None and row.root != last.root:
        raise _damaged(path)
    return last


def _continue(
    store: ObjectStore, connection: Connection, known: _Known, last: SignedCheckpoint | None
) -> tuple[Edge, list[bytes], Iterator[bytes]]:
    """Give the tree at the last checkpoint, the digests of its last tile, and what comes after.

    The tile's hashes are made from the catalogue's leaves, so that the root
    agrees only where the leaves and the upper tiles are what was signed.
    """
    size = last.size if last is not None else 0
    full = size >> HEIGHT << HEIGHT
    leaves = _gapless(rows.digests_after(connection, full), full)
    entries = list(islice(leaves, size - full))
    if last is None:
        return Edge(), entries, leaves
    edge = TileReader(store, size).edge()
    if edge.root != last.root:
        raise _damaged("the tiles at the right edge of the tree")
    if list(map(leaf_hash, entries)) != edge.levels[0]:
        raise _changed(f"its leaves before {known.size} are others than were signed")
    return edge, entries, leaves


def _gapless(leaves: Iterable[tuple[int, bytes]], size: int) -> Iterator[bytes]:
    for expected, (n, digest) in enumerate(leaves, size + 1):
        if n != expected:
            raise _changed(f"leaf {expected} is missing")
        yield digest


def _put(store: ObjectStore, objects: Iterable[NewObject]) -> None:
    """Keep many files, a bounded number at a time."""
    coming = iter(objects)
    while some := list(islice(coming, FILES_AT_ONCE)):
        store.put_all(some)


def _statements(
    keys: tuple[AdoptedKey, ...], size: int, last: SignedCheckpoint | None
) -> Iterator[NewObject]:
    """Give the statements of keys that this checkpoint is the first to cover."""
    before = last.size if last is not None else 0
    for key in keys:
        if before < key.leaf <= size:
            yield NewObject(statement_path(key.number), key.statement.encode())


def _is_acknowledged(store: ObjectStore, known: _Known, last: SignedCheckpoint) -> bool:
    """Whether a checkpoint has its row and is the one that is shown as the newest."""
    listed = known.newest is not None and known.newest.size == last.size
    return listed and store.has(LATEST) and store.get(LATEST) == bytes(last.note)


def _acknowledge(archive: Archive, signed: SignedCheckpoint) -> None:
    """Put a checkpoint in its places and list it; harmless where that was done before."""
    data = bytes(signed.note)
    with archive.reading() as connection:
        newest = rows.newest_checkpoint(connection)
    if newest is None or newest.size <= signed.size:
        archive.store.put_all([NewObject(LATEST, data)])
    # Named first, so that whoever verifies knows why its row may be missing.
    copy = NewObject(checkpoint_path(signed.size), data)
    pending.keep(archive, pending.LEDGER_OWNER, [copy])
    with archive.writing() as connection:
        pending.settle(connection, [copy.path])
        rows.add_checkpoint(connection, signed)


def _changed(how: str) -> LedgerInconsistent:
    return LedgerInconsistent(
        f"The catalogue does not fit the ledger: {how}. Nothing was signed.",
        next_step="Run civickeep verify; then rebuild the catalogue from the store, or restore "
        "both from one backup.",
    )


def _damaged(what: str) -> LedgerDamaged:
    return LedgerDamaged(
        f"The ledger is damaged: {what} cannot be trusted. Nothing was signed.",
        next_step="Run civickeep verify to see all that is damaged, and restore it from a backup.",
    )
