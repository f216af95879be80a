"""``civickeep key``, as a city's administrator calls it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from archiver import key_backup
from archiver.archive import Archive
from archiver.cli import civickeep
from archiver.connect.vault import Vault
from archiver.console import guard
from archiver.ledger.adoption import keyring_of, keys_of
from archiver.ledger.publish import publish
from archiver.secret import Secret

PASSPHRASE = "correct horse battery staple"
Run = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.usefixtures("own_keys")


@pytest.fixture
def run(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give a way to call the command; it gives exit status, standard output and standard error."""
    monkeypatch.setenv("CIVICKEEP_CONFIG", str(archive.settings.path))
    monkeypatch.setenv("CIVICKEEP_KEY_PASSPHRASE", PASSPHRASE)
    monkeypatch.setattr(key_backup, "SCRYPT_N", 2**7)

    def run_command(*arguments: str) -> tuple[int, str, str]:
        capfd.readouterr()
        status = guard(lambda: civickeep(["key", *arguments], standalone_mode=False))
        out, err = capfd.readouterr()
        return status, out, err

    return run_command


def test_the_public_key_is_shown_alone_on_standard_output(archive: Archive, run: Run) -> None:
    """So that it can be put into a file for whoever checks; where private keys lie goes apart."""
    status, out, err = run("show")

    (key,) = keys_of(archive)
    assert (0, f"{key.key}\n") == (status, out)
    assert str(keyring_of(archive).folder) in err


def test_no_private_key_is_ever_shown(archive: Archive, run: Run) -> None:
    """Neither by show nor by rotate."""
    shown = "".join(
        part for words in (["show"], ["rotate"], ["show", "--json"]) for part in run(*words)[1:]
    )

    secrets = [data.decode().strip() for _, data in keyring_of(archive).files()]
    assert not any(line in shown for secret in secrets for line in secret.splitlines())


def test_json_says_whether_each_private_key_is_here(archive: Archive, run: Run) -> None:
    """With its number, how it followed, and from which leaf on it is in force."""
    run("rotate", "--by", "Dana Ortiz")
    first, second = keys_of(archive)
    (keyring_of(archive).folder / f"checkpoint-{first.key.id.hex()}.pem").unlink()

    status, out, _ = run("show", "--json")

    told = json.loads(out)
    assert 0 == status
    assert [
        {"number": 1, "key": str(first.key), "link": "founding", "leaf": 2, "present": False},
        {
            "number": 2,
            "key": str(second.key),
            "link": "succession",
            "leaf": second.leaf,
            "present": True,
        },
    ] == told["keys"]
    assert str(keyring_of(archive).folder) == told["folder"]
    (ident,) = keyring_of(archive).token_keys()
    assert {"id": ident, "present": True, "tokens": 0} == told["token_key"]


def test_the_token_key_is_changed_too(archive: Archive, run: Run) -> None:
    """Alone or with the other; the tokens open as before."""
    Vault(archive).put("facebook/1", Secret("a-token"))
    before, keys = keyring_of(archive).token_keys(), len(keys_of(archive))

    status, _, err = run("rotate", "--only", "token")

    opened = Vault(archive).open("facebook/1")
    assert opened is not None
    assert (0, "a-token") == (status, opened.reveal())
    assert before != keyring_of(archive).token_keys()
    assert keys == len(keys_of(archive))
    assert "sealed under a new key" in err


def test_tokens_whose_key_is_lost_are_given_up_and_named(archive: Archive, run: Run) -> None:
    """Only where somebody says that it is lost."""
    Vault(archive).put("facebook/1", Secret("a-token"))
    (ident,) = keyring_of(archive).token_keys()
    keyring_of(archive).remove_token_key(ident)

    refused, done = run("rotate", "--only", "token"), run("rotate", "--only", "token", "--lost")

    assert (100, 0) == (refused[0], done[0])
    assert "--only token --lost" in refused[2]
    assert "civickeep account connect facebook/1" in done[2]


def test_a_rotated_key_is_in_force_at_once(archive: Archive, run: Run) -> None:
    """It is shown, and a checkpoint signed by it covers its own adoption."""
    status, out, err = run("rotate", "--by", "Dana Ortiz")

    adopted = keys_of(archive)[-1]
    signed = publish(archive)
    assert (0, f"{adopted.key}\n") == (status, out)
    assert signed is not None
    assert signed.note.is_signed_by(adopted.key)
    assert "civickeep key backup" in err


def test_a_missing_key_is_told_apart_from_one_lost_for_good(archive: Archive, run: Run) -> None:
    """Rotation needs the present key, or the word that it is lost."""
    for file in keyring_of(archive).folder.iterdir():
        file.unlink()

    refused, done = run("rotate"), run("rotate", "--lost", "--by", "Dana Ortiz")

    assert (100, 0) == (refused[0], done[0])
    assert "civickeep key rotate --lost" in refused[2]
    assert "Nobody but the city vouches" in done[2]
    assert "replacement" == keys_of(archive)[-1].link


def test_keys_come_back_from_their_backup(archive: Archive, run: Run, tmp_path: Path) -> None:
    """And what could not be signed meanwhile is signed."""
    file = tmp_path / "keys.json"
    run("rotate")
    assert run("backup", "--to", str(file))[0] == 0
    before = dict(keyring_of(archive).files())
    for path in keyring_of(archive).folder.iterdir():
        path.unlink()

    status, _, err = run("restore", "--from", str(file))

    assert 0 == status
    assert before == dict(keyring_of(archive).files())
    assert re.search(r"3 keys were put back, 0 were here already", err)
    assert "0 keys were put back, 3 were here" in run("restore", "--from", str(file))[2]
    assert 0o600 == file.stat().st_mode & 0o777


def test_a_backup_is_never_written_beside_the_archive(archive: Archive, run: Run) -> None:
    """Nor over a file that is there."""
    folder = archive.settings.path.parent

    inside, over = run("backup", "--to", str(folder / "k")), run("backup", "--to", "/dev/null")

    assert (101, 2) == (inside[0], over[0])
    assert not (folder / "k").exists()


def test_a_wrong_passphrase_is_said_to_be_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is written."""
    run("backup", "--to", str(tmp_path / "k"))
    monkeypatch.setenv("CIVICKEEP_KEY_PASSPHRASE", "another passphrase")

    status, _, err = run("restore", "--from", str(tmp_path / "k"))

    assert 107 == status
    assert "passphrase is another one" in err


def test_a_short_passphrase_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a file is written."""
    monkeypatch.setenv("CIVICKEEP_KEY_PASSPHRASE", "short")

    status, _, err = run("backup", "--to", str(tmp_path / "k"))

    assert 2 == status
    assert "at least 12 characters" in err
    assert not (tmp_path / "k").exists()
