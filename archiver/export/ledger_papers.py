"""What shows who signed an export's checkpoint, and since when others have vouched for it.

Under ``ledger/`` in the folder of proofs lie the statements of the archive's
keys, every time stamp with the roots it was verified with and the checkpoint
it is of, all under the names they have in the store and byte for byte; and
for each such checkpoint a proof that its tree is the beginning of the one
that the export's checkpoint signs, as c2sp.org/tlog-witness writes it. With
the stamp of a checkpoint, whatever leaf it covers is shown to have been there
at the time of the stamp.
"""

from binascii import b2a_base64
from collections.abc import Iterator

from archiver.archive import Archive
from archiver.ledger import stamp_rows
from archiver.ledger.adoption import keys_of
from archiver.ledger.checkpoint import SignedCheckpoint, checkpoint_path
from archiver.ledger.stamping import roots_of
from archiver.ledger.statement import statement_path
from archiver.ledger.tiles import PREFIX, TileReader, numbered_path
from archiver.ledger.tree import consistency_proof

CONSISTENCY = f"{PREFIX}consistency/"


def ledger_papers(archive: Archive, signed: SignedCheckpoint) -> Iterator[tuple[str, bytes]]:
    """Give the files by their paths; raises ``ObjectMissing`` where the store lacks one."""
    for path in _kept(archive, signed.size):
        yield path, archive.store.get(path)
    reader = TileReader(archive.store, signed.size)
    for size in sorted(_stamped(archive, signed.size)):
        yield f"{CONSISTENCY}{numbered_path(size)}", _consistency(size, signed, reader)


def _kept(archive: Archive, size: int) -> Iterator[str]:
    """Name the files that lie in the store as they are needed."""
    for key in keys_of(archive):
        if key.leaf <= size:
            yield statement_path(key.number)
    stamps = _stamps(archive, size)
    yield from sorted(row.object for row in stamps)
    for authority in sorted({row.authority for row in stamps}):
        yield from sorted(archive.store.paths(roots_of(authority)))
    for stamped in sorted(_stamped(archive, size)):
        yield checkpoint_path(stamped)


def _stamped(archive: Archive, size: int) -> set[int]:
    return {row.size for row in _stamps(archive, size)}


def _stamps(archive: Archive, size: int) -> list[stamp_rows.StampRow]:
    with archive.reading() as connection:
        return [row for row in stamp_rows.stamp_rows(connection) if row.size <= size]


def _consistency(size: int, signed: SignedCheckpoint, reader: TileReader) -> bytes:
    """Write the proof as a log hands it to a witness: the old size, the hashes, the new note."""
    path = b"".join(map(b2a_base64, consistency_proof(size, signed.size, reader)))
    return b"old %d\n%s\n%s" % (size, path, bytes(signed.note))
