"""A backup of keys opens with its passphrase, whole, and with nothing else."""

import json

import pytest

from archiver import key_backup
from archiver.errors import WrongUsage
from archiver.key_backup import seal, unseal
from archiver.ledger.errors import BackupUnreadable

PASSPHRASE = "correct horse battery staple"
FILES = {"checkpoint-0a1b2c3d.pem": b"one\n", "token-0a1b2c3d.key": b"\x00\xff"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Derive keys a thousand times faster than is safe."""
    monkeypatch.setattr(key_backup, "SCRYPT_N", 2**7)


def test_what_was_sealed_comes_back() -> None:
    """And never twice in the same bytes."""
    sealed = seal("7", FILES, PASSPHRASE)

    assert FILES == unseal(sealed, PASSPHRASE, "7")
    assert sealed != seal("7", FILES, PASSPHRASE)
    assert not any(data in sealed for data in FILES.values())


def test_another_passphrase_opens_nothing() -> None:
    """It is said that it may be the passphrase."""
    with pytest.raises(BackupUnreadable, match="passphrase is another"):
        unseal(seal("7", FILES, PASSPHRASE), f"{PASSPHRASE} ", "7")


@pytest.mark.parametrize("field", ["archive", "n", "salt", "nonce", "sealed", "format"])
def test_a_changed_backup_opens_nothing(field: str) -> None:
    """Neither the seal nor what stands outside it can be changed."""
    sealed = json.loads(seal("7", FILES, PASSPHRASE))
    sealed[field] = sealed[field] * 2 if field == "n" else "B" + sealed[field][1:]

    with pytest.raises(BackupUnreadable):
        unseal(json.dumps(sealed).encode(), PASSPHRASE, sealed["archive"])


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format": 1}', b"\xff"])
def test_what_is_no_backup_is_refused(data: bytes) -> None:
    """With the command that makes one."""
    with pytest.raises(BackupUnreadable, match="no backup") as refused:
        unseal(data, PASSPHRASE, "7")

    assert "civickeep key backup" in refused.value.next_step


def test_a_backup_of_another_archive_is_refused() -> None:
    """Its keys would sign for a ledger that is not theirs."""
    with pytest.raises(BackupUnreadable, match="another archive"):
        unseal(seal("8", FILES, PASSPHRASE), PASSPHRASE, "7")


def test_a_backup_that_would_write_elsewhere_is_refused() -> None:
    """Even where it opens."""
    with pytest.raises(BackupUnreadable, match="other files"):
        unseal(seal("7", {"../authorized_keys": b""}, PASSPHRASE), PASSPHRASE, "7")


def test_a_passphrase_that_can_be_guessed_is_refused() -> None:
    """Before anything is written."""
    with pytest.raises(WrongUsage, match="at least 12"):
        seal("7", FILES, "short")
