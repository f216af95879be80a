"""A past that was changed as a whole is found against a checkpoint that was kept elsewhere."""

import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from archiver.archive import Archive
from archiver.founding import found
from archiver.ledger.adoption import identity_of, rotate_key
from archiver.ledger.checkpoint import LATEST, Checkpoint, SignedCheckpoint, origin
from archiver.ledger.note import sign
from archiver.ledger.publish import publish
from archiver.settings import load_settings
from archiver.verify.problems import Damage
from archiver.verify.whole import verify
from tests.archiver.lively import hold
from tests.archiver.verify.conftest import reopened


def against(archive: Archive, outside: bytes) -> list[Damage]:
    """Verify against it and give the kinds of what was found."""
    return [each.kind for each in verify(archive, against=outside).findings.problems]


@pytest.mark.parametrize("rotated", [False, True])
def test_a_consistent_shortening_of_everything_is_found(
    archive: Archive, folder: Path, tmp_path: Path, *, rotated: bool
) -> None:
    """Store and catalogue put back to an older copy fit each other; the outside copy does not."""
    archive.close()
    older = shutil.copytree(folder, tmp_path / "older")
    archive = reopened(folder)
    archive.record(hold("H-7"))
    if rotated:
        rotate_key(archive, by="Dana Ortiz")
    publish(archive)
    outside = archive.store.get(LATEST)
    archive.close()

    archive = reopened(older)

    assert [] == verify(archive).findings.problems
    assert [Damage.LEDGER_SHORTENED] == against(archive, outside)


def test_an_older_checkpoint_of_the_same_past_fits(archive: Archive) -> None:
    """The archive has only grown."""
    outside = archive.store.get(LATEST)
    archive.record(hold("H-7"))
    publish(archive)

    assert [] == against(archive, outside)


def _signed(archive: Archive, size: int, root: bytes, name: str | None = None) -> bytes:
    """Sign a checkpoint with a key of nobody."""
    named = name or origin(identity_of(archive))
    checkpoint = Checkpoint(named, size, root)
    note = sign(checkpoint.text, named, [Ed25519PrivateKey.generate()])
    return bytes(SignedCheckpoint(checkpoint, note).note)


def test_another_past_is_found(archive: Archive, folder: Path, tmp_path: Path) -> None:
    """Two archives grew from one; the checkpoint of the one is not of the other."""
    archive.close()
    other = shutil.copytree(folder, tmp_path / "other")
    for place in (folder, other):
        archive = reopened(place)
        archive.record(hold(f"H-{place.name}"))
        publish(archive)
        archive.close()
    outside = (other / "store" / LATEST).read_bytes()

    assert [Damage.LEDGER_CHANGED] == against(reopened(folder), outside)


def test_what_proves_nothing_is_named(archive: Archive, tmp_path: Path) -> None:
    """A file that is none, one signed by a stranger, one of another archive."""
    size = archive.change_number()
    found(tmp_path / "stranger", city="City of Redwing Falls", time_zone="America/Chicago")
    stranger = Archive.open(load_settings(str(tmp_path / "stranger" / "civickeep.toml"), {}))
    publish(stranger)
    outsiders = [
        b"no checkpoint",
        b"",
        _signed(archive, size, bytes(32)),
        stranger.store.get(LATEST),
    ]
    stranger.close()

    for outside in outsiders:
        assert [Damage.OUTSIDE_CHECKPOINT] == against(archive, outside)


def test_one_hash_changed_is_found(archive: Archive) -> None:
    """The signature no longer holds."""
    outside = archive.store.get(LATEST)
    root = outside.splitlines()[2]
    changed = outside.replace(root, b"A" + root[1:] if root[:1] != b"A" else b"B" + root[1:])

    assert [Damage.OUTSIDE_CHECKPOINT] == against(archive, changed)
