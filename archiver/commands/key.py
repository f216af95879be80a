"""``civickeep key``: the keys that sign checkpoints and seal tokens, outside the archive."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.console import Command, Group, emit, open_archive, printable, say

if TYPE_CHECKING:
    from archiver.archive import Archive

PASSPHRASE_VARIABLE = "CIVICKEEP_KEY_PASSPHRASE"  # noqa: S105 - the name of a variable
ARCHIVE_MISSING = (41, "no archive here")
KEY_MISSING = (100, "the key is not there")
KEY_UNUSABLE = (101, "a key or its folder cannot be used")
TOKENS_DAMAGED = (145, "the file of sealed tokens is damaged")


@click.group(cls=Group)
def key() -> None:
    """Show, change and back up the keys that sign checkpoints, and the one that seals tokens."""


@key.command(cls=Command, exits=[ARCHIVE_MISSING, KEY_UNUSABLE, TOKENS_DAMAGED])
@click.option("--json", "as_json", is_flag=True)
def show(*, as_json: bool) -> None:
    """Show the public keys, with which anyone checks a checkpoint, and where private ones lie."""
    from archiver.connect.key_entry import token_key_entry
    from archiver.ledger.adoption import keyring_of, keys_of
    from archiver.ledger.key_list import key_entries

    archive = open_archive()
    ring = keyring_of(archive)
    entries = key_entries(keys_of(archive), ring)
    sealed = token_key_entry(archive, ring)
    if as_json:
        emit({"folder": str(ring.folder), "keys": entries, "token_key": sealed})
        return
    for entry in entries:
        here = "here" if entry.present else "not here"
        say(f"{entry.number}  {entry.link}, in force from leaf {entry.leaf}, private key {here}")
        click.echo(entry.key)
    here = "here" if sealed.present else "not here"
    say(f"Token key {sealed.id or '-'}, {here}, seals {sealed.tokens} tokens")
    say(f"Private keys lie in {ring.folder}.")


@key.command(cls=Command, exits=[ARCHIVE_MISSING, KEY_MISSING, KEY_UNUSABLE, TOKENS_DAMAGED])
@click.option("--by", metavar="PERSON", help="Who changes it. [default: who is signed in here]")
@click.option("--lost", is_flag=True, help="The present key is lost for good and cannot be used.")
@click.option("--only", type=click.Choice(["checkpoint", "token"]), help="Change this key alone.")
def rotate(by: str | None, *, lost: bool, only: str | None) -> None:
    """Let a new key sign from now on, and seal the tokens under a new one.

    The present key signs that the new one is its successor. Tokens whose key
    is lost are given up: those accounts are connected again.
    """
    archive = open_archive()
    if only != "checkpoint":
        _rotate_token_key(archive, lost=lost)
    if only != "token":
        _rotate_checkpoint_key(archive, by, lost=lost)
    say("Next:  civickeep key backup --to FILE")


def _rotate_token_key(archive: "Archive", *, lost: bool) -> None:
    from archiver.connect.vault import Vault

    given_up = Vault(archive).change_key(lost=lost)
    say("Tokens are sealed under a new key.")
    for slot in given_up:
        say(f"  given up, because its key is lost: {slot}; civickeep account connect {slot}")


def _rotate_checkpoint_key(archive: "Archive", by: str | None, *, lost: bool) -> None:
    from archiver.console import console_viewer
    from archiver.ledger.adoption import rotate_key

    adopted = rotate_key(archive, by=by or console_viewer(archive).name, lost=lost)
    say(f"Key {adopted.number} is in force from leaf {adopted.leaf}:")
    click.echo(str(adopted.key))
    if lost:
        say("Nobody but the city vouches for this key: tell it to whoever checks your records.")


@key.command(cls=Command, exits=[ARCHIVE_MISSING, (51, "not writable"), KEY_MISSING, KEY_UNUSABLE])
@click.option("--to", "file", required=True, type=click.Path(path_type=Path), help="A new file.")
def backup(file: Path) -> None:
    """Write all private keys to one file, sealed with a passphrase.

    Keep the file apart from the archive and from its backups. The passphrase
    is asked for, or taken from the variable CIVICKEEP_KEY_PASSPHRASE.
    """
    from archiver.disk import write_file
    from archiver.key_backup import seal
    from archiver.keys import OWNER_ONLY, check_apart
    from archiver.ledger.adoption import identity_of, keyring_of

    archive = open_archive()
    check_apart(archive.settings, file.absolute())
    if file.exists():
        message = f"{file} is already there; give the name of a new file."
        raise click.UsageError(message)
    files = dict(keyring_of(archive).files())
    write_file(
        file.absolute(),
        seal(identity_of(archive), files, _passphrase(confirm=True)),
        mode=OWNER_ONLY,
    )
    say(f"{len(files)} keys are sealed in {printable(str(file))}.")
    say("Next:  put it in a safe, the passphrase in another one, and neither beside the archive.")


@key.command(
    cls=Command,
    exits=[ARCHIVE_MISSING, KEY_UNUSABLE, (107, "the backup cannot be opened")],
)
@click.option(
    "--from",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What civickeep key backup wrote.",
)
def restore(file: Path) -> None:
    """Put the keys of a backup back where they are missing; keys that are there stay."""
    from archiver.key_backup import unseal
    from archiver.ledger.adoption import identity_of, keyring_of
    from archiver.ledger.closing import close_ledger

    archive = open_archive()
    files = unseal(file.read_bytes(), _passphrase(confirm=False), identity_of(archive))
    put_back = keyring_of(archive).put_back(files)
    say(f"{len(put_back)} keys were put back, {len(files) - len(put_back)} were here already.")
    close_ledger(archive, say)


def _passphrase(*, confirm: bool) -> str:
    named = os.environ.get(PASSPHRASE_VARIABLE)
    if named is not None:
        return named
    asked: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True)
    return asked
