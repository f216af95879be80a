"""Whoever has an export can follow the keys that signed it and date it, far from the archive."""

from base64 import b64decode
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.export.order import Exported, Format
from archiver.ledger.adoption import rotate_key
from archiver.ledger.checkpoint import checkpoint_path, read_checkpoint
from archiver.ledger.stamping import stamp_due
from archiver.ledger.statement import follow_keys
from archiver.ledger.tree import is_consistent
from tests.archiver.export.conftest import Export
from tests.archiver.ledger.authority import TestAuthority, serving
from tests.archiver.ledger.test_stamps import entry, name_authorities
from tests.archiver.quillback import Harvester, PlayedPage

pytestmark = pytest.mark.usefixtures("own_keys")


@pytest.fixture
def authority(tmp_path: Path) -> TestAuthority:
    """Make a time stamp authority."""
    return TestAuthority(tmp_path / "authority", "North Time")


@pytest.fixture
def made(
    kept: Archive,
    export_as: Export,
    page: PlayedPage,
    harvest: Harvester,
    authority: TestAuthority,
) -> Exported:
    """Export an archive that was stamped, and then had another key and grew."""
    with serving(authority):
        stamp_due(name_authorities(kept, entry(authority)), at_once=True)
    rotate_key(kept, by="clerk")
    page.post("3", "The river is back in its bed.")
    harvest()
    return export_as(Format.WARC, "records.warc")


def lying_in(folder: Path) -> dict[str, bytes]:
    """Give the files below a folder by their paths."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_keys_can_be_followed_from_the_first_to_the_one_that_signed(made: Exported) -> None:
    """Each statement is signed by the key before it."""
    papers = lying_in(made.proof_path / "ledger/keys")

    followed = follow_keys(papers[name] for name in sorted(papers))

    assert made.verifier_key == str(followed[-1].key)
    assert 2 == len(followed)


def test_a_stamp_can_be_checked_with_what_lies_beside_it(
    made: Exported, authority: TestAuthority
) -> None:
    """OpenSSL is enough; the stamp, its checkpoint and the roots are the bytes of the store."""
    papers = lying_in(made.proof_path)
    (stamp,) = (path for path in papers if path.endswith(".tsr"))
    (checkpoint,) = (path for path in papers if path.startswith("ledger/checkpoints/"))

    assert authority.verifies(papers[checkpoint], papers[stamp])
    assert authority.roots.read_bytes() in papers.values()
    assert checkpoint == checkpoint_path(read_checkpoint(papers[checkpoint]).size)


def test_the_stamped_tree_is_shown_to_be_the_beginning_of_the_signed_one(made: Exported) -> None:
    """So what a proof finds in the one can be told to have been in the other."""
    papers = lying_in(made.proof_path)
    (proof,) = (data for path, data in papers.items() if path.startswith("ledger/consistency/"))
    (checkpoint,) = (data for path, data in papers.items() if "/checkpoints/" in path)
    stamped, signed = read_checkpoint(checkpoint), read_checkpoint(papers["checkpoint.txt"])

    head, _, note = proof.partition(b"\n\n")
    old, *hashes = head.decode().split("\n")

    assert (f"old {stamped.size}", papers["checkpoint.txt"]) == (old, note)
    path = [b64decode(each) for each in hashes]
    assert is_consistent(stamped.size, signed.size, path, stamped.root, signed.root)
    assert stamped.size < signed.size
