"""Proof files, one for each record, together in one plain tar file (POSIX ustar).

A million small files would take longer to write than the records themselves,
and a tar is opened everywhere: ``tar -xf proofs.tar NAME`` gives one proof.
"""

from collections.abc import Iterable
from pathlib import Path

from archiver.export.checking import CheckedRecord
from archiver.export.rows import RecordRow
from archiver.export.streamed import StreamedFile

PROOFS = "proofs.tar"
SUFFIX = ".tlog-proof"
_BLOCK = 512
_END = bytes(2 * _BLOCK)

# The header of POSIX.1-1988, field by field; mode 0644, owner 0.
_BEFORE_SIZE = b"0000644\x00" + b"0000000\x00" * 2
_AFTER_SUM = b"0" + bytes(100) + b"ustar\x0000" + bytes(64) + b"0000000\x00" * 2 + bytes(155 + 12)
_NAME_BYTES = 100
_SUM_AS_SPACES = 8 * ord(" ")
_FIXED_SUM = sum(_AFTER_SUM) + _SUM_AS_SPACES


def proof_name(row: RecordRow) -> str:
    """Name a record's proof after its object; two letters a folder keep folders small."""
    return f"{row.digest[:2]}/{row.object.rpartition('/')[2]}{SUFFIX}"


class ProofTar:
    """Writes the tar; every member is dated alike."""

    def __init__(self, path: Path, modified: int) -> None:
        self._file = StreamedFile(path, ())
        self._modified = b"%011o\x00" % modified
        self._by_length: dict[int, tuple[bytes, int, bytes]] = {}

    def add(self, records: Iterable[CheckedRecord]) -> None:
        """Write the proofs of records."""
        self._file.write(b"".join([part for record in records for part in self._member(record)]))

    def finish(self) -> None:
        """End the file and make it last."""
        with self._file:
            self._file.write(_END)

    def _member(self, record: CheckedRecord) -> tuple[bytes, ...]:
        data = record.proof
        length = len(data)
        if length not in self._by_length:
            self._by_length[length] = self._sized(length)
        sized, total, padding = self._by_length[length]
        name = proof_name(record.row).encode("ascii")
        checksum = b"%06o\x00 " % (total + sum(name))
        return (name.ljust(_NAME_BYTES, b"\x00"), sized, checksum, _AFTER_SUM, data, padding)

    def _sized(self, length: int) -> tuple[bytes, int, bytes]:
        """Give what all members of a length share: header fields, their sum, the filling."""
        sized = b"%s%011o\x00%s" % (_BEFORE_SIZE, length, self._modified)
        return sized, _FIXED_SUM + sum(sized), bytes(-length % _BLOCK)
