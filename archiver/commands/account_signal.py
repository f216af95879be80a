"""``civickeep account signal``: what a platform passes on from the people behind its tokens."""

import os
from pathlib import Path

import click

from archiver.console import (
    Command,
    console_viewer,
    emit,
    emit_lines,
    open_archive,
    printable,
    say,
)

KINDS = ("data_deletion", "deauthorized")


@click.command(
    cls=Command,
    exits=[
        (41, "no archive here"),
        (43, "unknown account"),
        (144, "the app's secret is not configured"),
        (149, "the signed request is not the platform's"),
    ],
)
@click.argument("name", metavar="A")
@click.option(
    "--file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the platform sent as signed_request.",
)
@click.option(
    "--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="What it is."
)
@click.option("--by", metavar="PERSON", help="Who records it. [default: your user name]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def signal(name: str, *, file: Path, kind: str, by: str | None, as_json: bool) -> None:
    """Record a platform's word that somebody asks for deletion or has removed the app.

    It is checked against the app's secret and shown to people from then on.
    No record is deleted by it: whether one may go is decided under the
    retention schedule.
    """
    from archiver.connect.app import app_for
    from archiver.connect.errors import TokenMissing
    from archiver.connect.signals import read_signed_request, record_signal
    from archiver.connection_events import SignalKind

    archive = open_archive()
    account = archive.account(name)
    app = app_for(archive, os.environ)
    if app is None:
        raise TokenMissing(
            "There is no app secret to check the signed request with.",
            next_step="Set [connect] app_id and CIVICKEEP_APP_SECRET, or connect an account with "
            "--app-id.",
        )
    request = read_signed_request(file.read_bytes(), app.secret)
    recorded = record_signal(
        archive, account, SignalKind(kind), request, by=by or console_viewer(archive).name
    )
    if as_json:
        emit(recorded)
        return
    say(f"Recorded for {account.key}: {kind} of the person {recorded.person}. Nothing is deleted.")
    say(
        f"Next:  answer the platform with the confirmation code {recorded.code}; docs/connecting.md"
    )


@click.command(cls=Command, exits=[(41, "no archive here")])
@click.option("--json", "as_json", is_flag=True, help="JSONL, one signal a line.")
def signals(*, as_json: bool) -> None:
    """List what platforms have passed on, the oldest first."""
    from archiver.catalogue.connection_rows import signals as read_signals
    from archiver.civil_time import to_wire

    archive = open_archive()
    with archive.reading() as connection:
        found = read_signals(connection)
    if as_json:
        emit_lines(found)
        return
    for each in found:
        click.echo(
            f"{to_wire(each.at)}  {each.account or '-'}  {each.kind}  "
            f"person {printable(each.person)}  code {each.code}  recorded by {printable(each.by)}"
        )
    if not found:
        say("No platform has passed anything on.")
