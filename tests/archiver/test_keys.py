"""Keys lie apart from the archive, for their owner's eyes only, and say what is wrong with them."""

import stat
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from archiver.archive import Archive
from archiver.founding import found
from archiver.keys import Keyring, open_keyring
from archiver.ledger.adoption import identity_of, keyring_of, keys_of
from archiver.ledger.errors import KeyMissing, KeyUnusable
from archiver.ledger.note import verifier_key
from archiver.ledger.settings import KeySettings
from archiver.settings import Settings, load_settings

pytestmark = pytest.mark.usefixtures("own_keys")

NAME = "civickeep.alt/test"


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    """Give a folder of keys that is not there yet."""
    return Keyring(tmp_path / "elsewhere" / "keys")


def with_folder(settings: Settings, folder: str) -> Settings:
    """Name a folder of keys."""
    return replace(settings, sections={**settings.sections, "keys": KeySettings(folder=folder)})


def test_keys_are_for_their_owner_only(ring: Keyring) -> None:
    """Files and folder alike."""
    ring.make_checkpoint_key(NAME)
    ring.make_token_key()

    modes = {stat.S_IMODE(path.stat().st_mode) for path in ring.folder.iterdir()}

    assert {0o600} == modes
    assert stat.S_IMODE(ring.folder.stat().st_mode) == 0o700


def test_a_key_that_was_made_is_found_by_its_public_half(ring: Keyring) -> None:
    """Others beside it do not matter."""
    key, _ = ring.make_checkpoint_key(NAME), ring.make_checkpoint_key(NAME)

    assert (
        key.private_bytes_raw() == ring.checkpoint_key(verifier_key(NAME, key)).private_bytes_raw()
    )


def test_openssl_reads_a_checkpoint_key(ring: Keyring) -> None:
    """A city that leaves us can go on signing with public tools."""
    key = ring.make_checkpoint_key(NAME)
    (file,) = ring.folder.iterdir()

    text = subprocess.run(
        ["openssl", "pkey", "-in", file, "-noout", "-text"],  # noqa: S607 - wherever it is installed
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    public = key.public_key().public_bytes_raw().hex(":")
    assert "ED25519" in text
    assert public in text.replace("\n    ", "")


def test_a_token_key_is_found_by_its_id(ring: Keyring) -> None:
    """It has 32 bytes, and does not print itself."""
    key, other = ring.make_token_key(), ring.make_token_key()

    assert key == ring.token_key(key.id)
    assert {key.id, other.id} == set(ring.token_keys())
    assert 32 == len(key.value)
    assert repr(key.value) not in repr(key)


def test_the_token_key_is_made_once(archive: Archive) -> None:
    """Founding makes one; a second founding must not make tokens unreadable."""
    first = keyring_of(archive).token_keys()

    found(archive.settings.path.parent, city=archive.settings.city.name, time_zone="UTC")

    assert 1 == len(first)
    assert first == keyring_of(archive).token_keys()


def test_a_token_key_that_seals_nothing_is_taken_away(ring: Keyring) -> None:
    """And no other."""
    key, other = ring.make_token_key(), ring.make_token_key()

    ring.remove_token_key(key.id)

    assert (other.id,) == ring.token_keys()


def test_a_key_that_is_not_there_is_missing(ring: Keyring) -> None:
    """It is said which file, and what to do."""
    key = verifier_key(NAME, ring.make_checkpoint_key(NAME))
    (ring.folder / f"checkpoint-{key.id.hex()}.pem").unlink()

    with pytest.raises(KeyMissing, match=f"checkpoint-{key.id.hex()}") as missing:
        ring.checkpoint_key(key)

    assert "civickeep key restore" in missing.value.next_step
    with pytest.raises(KeyMissing, match=r"token-0a1b2c3d\.key"):
        ring.token_key("0a1b2c3d")


def test_a_key_others_can_read_is_not_used(ring: Keyring) -> None:
    """The message gives the command that puts it right."""
    key = verifier_key(NAME, ring.make_checkpoint_key(NAME))
    (file,) = ring.folder.iterdir()
    file.chmod(0o640)

    with pytest.raises(KeyUnusable, match="read by others") as refused:
        ring.checkpoint_key(key)

    assert refused.value.next_step == f"chmod 600 {file}"


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\n"])
def test_a_file_that_is_no_key_is_named(ring: Keyring, content: bytes) -> None:
    """Both kinds of key."""
    key = verifier_key(NAME, ring.make_checkpoint_key(NAME))
    token_key = ring.make_token_key()
    for file in ring.folder.iterdir():
        file.write_bytes(content)

    with pytest.raises(KeyUnusable, match="no private key"):
        ring.checkpoint_key(key)
    with pytest.raises(KeyUnusable, match="no token key"):
        ring.token_key(token_key.id)


def test_another_key_in_the_place_of_a_key_is_not_used(ring: Keyring) -> None:
    """What it signed would not verify."""
    key = verifier_key(NAME, ring.make_checkpoint_key(NAME))
    (file,) = ring.folder.iterdir()
    ring.make_checkpoint_key(NAME)
    (other,) = set(ring.folder.iterdir()) - {file}
    other.replace(file)

    with pytest.raises(KeyUnusable, match="is not the key"):
        ring.checkpoint_key(key)


def test_keys_lie_in_the_state_folder_under_the_archives_id(archive: Archive) -> None:
    """``$XDG_STATE_HOME``, else the home folder's; a relative one is ignored, as XDG says."""
    identity = identity_of(archive)

    folders = [
        open_keyring(archive.settings, identity, environment).folder
        for environment in (
            {"XDG_STATE_HOME": "/var/state", "HOME": "/srv/dana"},
            {"HOME": "/srv/dana"},
            {"XDG_STATE_HOME": "state", "HOME": "/srv/dana"},
        )
    ]

    home = Path("/srv/dana/.local/state/civickeep", identity)
    assert [Path("/var/state/civickeep", identity), home, home] == folders


def test_settings_name_another_folder(archive: Archive) -> None:
    """A relative one starts at the settings file, as every path there does."""
    settings = with_folder(archive.settings, "../keys")

    home = archive.settings.path.parent.parent
    assert home / "keys" / "7" == open_keyring(settings, "7").folder


@pytest.mark.parametrize("place", [".", "keys", "store/keys"])
def test_keys_inside_the_archives_directory_are_refused(archive: Archive, place: str) -> None:
    """A copy of the archive must never hold its keys."""
    with pytest.raises(KeyUnusable, match="inside the archive's own directory"):
        open_keyring(with_folder(archive.settings, place), "7")


def test_without_a_home_a_folder_must_be_named(archive: Archive) -> None:
    """As in a container."""
    with pytest.raises(KeyUnusable, match="no home") as refused:
        open_keyring(archive.settings, "7", {})

    assert "CIVICKEEP_KEYS__FOLDER" in refused.value.next_step


def test_founding_where_keys_cannot_be_kept_can_be_completed(tmp_path: Path) -> None:
    """Init fails with the reason; run again with a place for keys it goes on where it stopped."""
    folder = tmp_path / "archive"
    inside = {"CIVICKEEP_KEYS__FOLDER": str(folder / "keys")}
    outside = {"CIVICKEEP_KEYS__FOLDER": str(tmp_path / "keys")}
    with pytest.raises(KeyUnusable):
        found(folder, city="City of Quillback", time_zone="America/Chicago", environment=inside)
    opened = Archive.open(load_settings(str(folder / "civickeep.toml"), outside))
    before = identity_of(opened)

    assert found(folder, city="City of Quillback", time_zone="America/Chicago", environment=outside)

    assert before == identity_of(opened)
    assert len(keys_of(opened)) == 1
    assert (tmp_path / "keys" / before).is_dir()
    opened.close()


def test_no_key_is_in_the_archives_directory(archive: Archive) -> None:
    """Not its file and not its bytes."""
    secrets = [data for _, data in keyring_of(archive).files()]

    kept = [path.read_bytes() for path in archive.settings.path.parent.rglob("*") if path.is_file()]

    assert len(secrets) >= 2
    assert not any(secret.strip() in data for secret in secrets for data in kept)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """With the setting that names another."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(KeyUnusable, match="cannot be made") as refused:
        Keyring(tmp_path / "file" / "keys").make_token_key()

    assert "[keys] folder" in refused.value.next_step


def test_nothing_of_a_key_is_left_half_written(ring: Keyring) -> None:
    """The folder holds keys alone."""
    ring.make_checkpoint_key(NAME)

    assert [True] == [path.name.startswith("checkpoint-") for path in ring.folder.iterdir()]
