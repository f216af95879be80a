"""``civickeep request open``, ``show`` and ``log``: what comes in, and what is on record."""

from pathlib import Path
from typing import TYPE_CHECKING

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
from requests_portal.commands.options import read_letter, read_received

if TYPE_CHECKING:
    from requests_portal.request_entries import OpenedEntry, RequestEntry, ShownEntry

NO_ARCHIVE = (41, "no archive here")
NO_REQUEST = (80, "no such request")
EXCERPT = 60
"""Characters of a request's text shown on one line of a terminal."""


@click.command(name="open", cls=Command, exits=[NO_ARCHIVE])
@click.option(
    "--track",
    type=click.Choice(("member", "subject")),
    required=True,
    help="member: for public data; subject: for data about the person who asks. A letter that "
    "asks for both is two requests.",
)
@click.option("--received", metavar="TIME", help="When the city got it. [default: now]")
@click.option(
    "--from-file",
    "letter",
    metavar="LETTER",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A text file with the words of the request.",
)
@click.option("--text", help="The words of the request.")
@click.option(
    "--wants",
    "wanted",
    type=click.Choice(("inspect", "copies", "both")),
    default="both",
    help="To look at the data, to have copies, or both.",
)
@click.option("--name", help="Nobody must give a name for public data.")
@click.option("--email", help="Where the answer goes.")
@click.option("--phone", help="Where to ask back.")
@click.option("--address", help="Where a letter goes.")
@click.option("--by", metavar="PERSON", help="Who enters it. [default: you]")
@click.option("--json", "as_json", is_flag=True)
def open_(
    track: str,
    *,
    received: str | None,
    letter: Path | None,
    text: str | None,
    wanted: str,
    by: str | None,
    as_json: bool,
    **contact: str | None,
) -> None:
    """Enter a data request, in whatever words it came."""
    from archiver.data_requests import Requester, Track, Wanted
    from requests_portal.intake import Intake, notice_entries, notices_for, open_request
    from requests_portal.request_entries import opened_entry

    archive = open_archive()
    now = archive.clock()
    received_at = read_received(received, archive.settings.city.zone) if received else now
    if received_at > now:
        say("Mind: that lies in the future; check the date the city received it.")
    intake = Intake(
        track=Track(track),
        received_at=received_at,
        text=read_letter(letter, text),
        by=by or console_viewer(archive).name,
        wanted=Wanted(wanted),
        requester=Requester(**contact),
    )
    if not intake.text:
        say("Mind: the words of the request were not given; --text or --from-file adds them.")
    opened = open_request(archive, intake)
    notices = notices_for(opened.track, opened.received_on)
    entry = opened_entry(opened, notice_entries(notices))
    if as_json:
        emit(entry)
    else:
        _show_opened(entry)


def _show_opened(entry: "OpenedEntry") -> None:
    click.echo(f"{entry.request}  received {entry.received_on.isoformat()}")
    if entry.statutory_due is not None:
        click.echo(f"Due by statute {entry.statutory_due.isoformat()} ({entry.statutory_due:%A}).")
    if entry.city_target is not None:
        click.echo(f"City target {entry.city_target.isoformat()}; not a legal deadline.")
    for notice in entry.notices:
        say(f"Tell the requester: {notice.text} ({notice.citation})")
    say(f"Next:  civickeep request find {entry.request} --query WORDS")


@click.command(cls=Command, exits=[NO_ARCHIVE, NO_REQUEST])
@click.argument("request_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True)
def show(request_id: str, *, as_json: bool) -> None:
    """Show everything on record about a request: searches, decisions, responses."""
    from requests_portal.desk import request_file
    from requests_portal.request_entries import shown_entry

    entry = shown_entry(request_file(open_archive(), request_id))
    if as_json:
        emit(entry)
    else:
        _show(entry)


def _show(entry: "ShownEntry") -> None:
    _show_line(entry)
    click.echo(printable(entry.text))
    for search in entry.searches:
        click.echo(f"Searched {search.at}: {printable(search.query)}  ({search.found} found)")
    for one in entry.determinations:
        grounds = {part.ground.citation for part in one.parts}
        grounds |= {one.ground.citation} if one.ground else set()
        why = f"  {'; '.join(sorted(grounds))}" if grounds else ""
        click.echo(
            f"{one.at}  {one.item} wording {one.version}  {one.action}{why}  {printable(one.by)}"
        )
    for package in entry.packages:
        click.echo(f"{package.at}  response written, manifest {package.manifest_sha256}")


def _show_line(entry: "RequestEntry") -> None:
    due = entry.statutory_due.isoformat() if entry.statutory_due else "promptly"
    items = entry.items
    click.echo(
        f"{entry.request}  {entry.track:7}  received {entry.received_on.isoformat()}  due {due}  "
        f"{entry.state}  {items.found} found, {items.undecided} undecided"
    )


@click.command(cls=Command, exits=[NO_ARCHIVE])
@click.option("--json", "as_json", is_flag=True, help="JSONL, one request a line.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV in which no cell is a formula.")
def log(*, as_json: bool, as_csv: bool) -> None:
    """List every request. The log is public data, contact details included."""
    from requests_portal.desk import all_requests, request_file
    from requests_portal.log_csv import log_csv
    from requests_portal.request_entries import request_entry

    if as_json and as_csv:
        raise click.UsageError("--json and --csv are two ways of writing it; choose one.")
    archive = open_archive()
    entries = (request_entry(request_file(archive, one.id)) for one in all_requests(archive))
    if as_csv:
        click.echo(log_csv(entries), nl=False)
    elif as_json:
        emit_lines(entries)
    else:
        for entry in entries:
            _show_line(entry)
            click.echo(f"    {printable(' '.join(entry.text.split()))[:EXCERPT]}")
