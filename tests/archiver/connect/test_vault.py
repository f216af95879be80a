"""Tokens at rest open with their key, for their account, in their archive, and never otherwise."""

import json
import stat
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.backup.backing_up import back_up
from archiver.connect.errors import TokenUnreadable
from archiver.connect.vault import Vault
from archiver.ledger.adoption import keyring_of
from archiver.ledger.errors import KeyMissing, KeyUnusable
from archiver.secret import Secret

pytestmark = pytest.mark.usefixtures("own_keys")

TOKEN = "EAAB-quillback|page/token"
ACCOUNT = "facebook/880100"


@pytest.fixture
def vault(archive: Archive) -> Vault:
    """Give a vault with one token in it."""
    vault = Vault(archive)
    vault.put(ACCOUNT, Secret(TOKEN))
    return vault


def key_file(archive: Archive) -> Path:
    """Give the file of the one token key."""
    ring = keyring_of(archive)
    (ident,) = ring.token_keys()
    return ring.folder / f"token-{ident}.key"


def revealed(secret: Secret | None) -> str | None:
    """Give what a secret holds."""
    return None if secret is None else secret.reveal()


def test_a_sealed_token_opens_again(archive: Archive, vault: Vault) -> None:
    """For its own account; another has none."""
    assert TOKEN == revealed(Vault(archive).open(ACCOUNT))
    assert vault.open("facebook/1") is None


def test_an_archive_without_tokens_has_none(archive: Archive) -> None:
    """No file is made for that, and no key is asked for."""
    vault = Vault(archive)
    key_file(archive).unlink()

    assert (None, ()) == (vault.open(ACCOUNT), vault.kept())
    assert not vault.path.exists()


def test_nothing_in_the_archives_directory_holds_the_token(archive: Archive, vault: Vault) -> None:
    """Neither it nor its key; the file itself is for its owner's eyes."""
    root = archive.settings.path.parent
    kept = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())

    assert TOKEN.encode() not in kept
    assert key_file(archive).read_bytes().strip() not in kept
    assert 0o600 == stat.S_IMODE(vault.path.stat().st_mode)


def test_a_token_is_sealed_differently_every_time(vault: Vault) -> None:
    """Who sees the file twice cannot tell whether the token changed."""
    before = vault.path.read_text()

    vault.put(ACCOUNT, Secret(TOKEN))

    assert before != vault.path.read_text()


def test_a_token_moved_to_another_account_does_not_open(vault: Vault) -> None:
    """Whoever can write the file could otherwise have one account read with another's token."""
    held = json.loads(vault.path.read_text())
    held["tokens"]["facebook/1"] = held["tokens"][ACCOUNT]
    vault.path.write_text(json.dumps(held))

    with pytest.raises(TokenUnreadable, match="facebook/1"):
        vault.open("facebook/1")


@pytest.mark.parametrize("part", ["nonce", "sealed"])
def test_a_changed_seal_does_not_open(vault: Vault, part: str) -> None:
    """One letter is enough; the message says what to do."""
    held = json.loads(vault.path.read_text())
    before = held["tokens"][ACCOUNT][part]
    held["tokens"][ACCOUNT][part] = ("B" if before[0] == "A" else "A") + before[1:]
    vault.path.write_text(json.dumps(held))

    with pytest.raises(TokenUnreadable) as refused:
        vault.open(ACCOUNT)

    assert f"civickeep account connect {ACCOUNT}" in refused.value.next_step


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff", b'{"format":"civickeep-tokens/9","tokens":{}}']
)
def test_a_damaged_file_of_tokens_is_named(vault: Vault, content: bytes) -> None:
    """Nothing is guessed, and nothing is written over it."""
    vault.path.write_bytes(content)

    with pytest.raises(TokenUnreadable, match=r"tokens\.json"):
        vault.open(ACCOUNT)
    with pytest.raises(TokenUnreadable):
        vault.put(ACCOUNT, Secret(TOKEN))

    assert content == vault.path.read_bytes()


def test_a_missing_token_key_is_named(archive: Archive, vault: Vault) -> None:
    """Nothing can be sealed under another meanwhile; the archive itself reads as before."""
    file = key_file(archive)
    file.unlink()

    with pytest.raises(KeyMissing, match=file.name) as refused:
        vault.open(ACCOUNT)
    with pytest.raises(KeyMissing):
        vault.put("facebook/1", Secret("another"))

    assert "key restore" in refused.value.next_step
    assert () == archive.accounts()


def test_another_key_in_the_place_of_the_token_key_is_not_used(
    archive: Archive, vault: Vault
) -> None:
    """A key is named by its id, and the id is checked."""
    key_file(archive).write_bytes(b"00" * 32)

    with pytest.raises(KeyUnusable, match="another one"):
        vault.open(ACCOUNT)


def test_tokens_are_sealed_anew_under_a_new_key(archive: Archive, vault: Vault) -> None:
    """And the old key is gone."""
    old, since = key_file(archive), vault.kept()[0].since

    given_up = vault.change_key()

    assert () == given_up
    assert TOKEN == revealed(vault.open(ACCOUNT))
    assert old != key_file(archive)
    assert since == vault.kept()[0].since


def test_a_change_of_key_that_was_stopped_is_run_again(
    archive: Archive, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped before the tokens are written, the old key still opens them."""
    monkeypatch.setattr("archiver.connect.vault.write_file", _stopped)
    with pytest.raises(KeyboardInterrupt):
        vault.change_key()
    monkeypatch.undo()
    before = vault.open(ACCOUNT)

    vault.change_key()

    assert [TOKEN, TOKEN] == [revealed(before), revealed(vault.open(ACCOUNT))]
    assert 1 == len(keyring_of(archive).token_keys())


def _stopped(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_without_its_key_nothing_changes_unless_it_is_lost(archive: Archive, vault: Vault) -> None:
    """Then what does not open is given up, and named."""
    key_file(archive).unlink()

    with pytest.raises(KeyMissing):
        vault.change_key()
    given_up = vault.change_key(lost=True)

    assert (ACCOUNT,) == given_up
    assert vault.open(ACCOUNT) is None


def test_a_reader_meets_a_change_of_key(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who read the file just before it was written anew reads it again."""
    before = vault._read()  # noqa: SLF001 - what another process has just read
    vault.change_key()
    after = vault._read()  # noqa: SLF001 - what it reads the second time
    answers = iter([before, after])
    monkeypatch.setattr(Vault, "_read", lambda _: next(answers))

    assert TOKEN == revealed(vault.open(ACCOUNT))


def test_a_forgotten_token_is_gone(vault: Vault) -> None:
    """Forgetting twice does nothing more."""
    vault.forget(ACCOUNT)
    vault.forget(ACCOUNT)

    assert vault.open(ACCOUNT) is None


def test_no_backup_holds_tokens_or_their_key(
    archive: Archive, vault: Vault, tmp_path: Path
) -> None:
    """Neither sealed nor open: a copy of the archive lets nobody in."""
    sealed = json.loads(vault.path.read_text())["tokens"][ACCOUNT]["sealed"]

    back_up(archive, tmp_path / "backup", with_catalogue=True)

    kept = b"".join(p.read_bytes() for p in (tmp_path / "backup").rglob("*") if p.is_file())
    secrets = (TOKEN.encode(), sealed.encode(), key_file(archive).read_bytes().strip())
    assert kept
    assert [] == [secret for secret in secrets if secret in kept]
