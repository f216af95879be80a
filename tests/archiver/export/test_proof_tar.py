"""The tar of proofs is opened by any program that opens a tar."""

import tarfile
from pathlib import Path

from archiver.export.checking import CheckedRecord
from archiver.export.proof_tar import ProofTar, proof_name
from archiver.export.rows import RecordRow


def test_every_proof_is_a_member_named_by_its_record(tmp_path: Path) -> None:
    """Proofs of any length, also one that fills its last block."""
    records = [
        CheckedRecord(
            RecordRow(f"a/version-{n:064x}", f"{n:064x}", n, "facebook/1", 1), b"", b"p" * length
        )
        for n, length in enumerate((0, 1, 511, 512, 513, 459, 459))
    ]

    tar = ProofTar(tmp_path / "proofs.tar", 1_780_000_000)
    tar.add(records)
    tar.finish()

    with tarfile.open(tmp_path / "proofs.tar") as read:
        members = {member.name: read.extractfile(member) for member in read}
        assert {1_780_000_000} == {member.mtime for member in read}
        assert {proof_name(each.row): each.proof for each in records} == {
            name: file.read() if file else None for name, file in members.items()
        }
