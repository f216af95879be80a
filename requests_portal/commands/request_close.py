"""``civickeep request close``: end a request with one of the lawful answers."""

import click

from archiver.console import Command, console_viewer, emit, open_archive, say

OUTCOMES = ("granted", "partial", "denied", "no_data", "question", "withdrawn")


@click.command(
    cls=Command,
    exits=[
        (41, "no archive here"),
        (80, "no such request"),
        (85, "it is closed already"),
        (87, "something is undecided, or the decisions give another outcome"),
    ],
)
@click.argument("request_id", metavar="ID")
@click.option(
    "--as", "outcome", type=click.Choice(OUTCOMES), required=True, help="How the request ended."
)
@click.option("--reason", required=True, metavar="R", help="What ended it, such as: collected.")
@click.option("--by", required=True, metavar="PERSON", help="Who closes it.")
@click.option("--json", "as_json", is_flag=True)
def close(request_id: str, outcome: str, *, reason: str, by: str, as_json: bool) -> None:
    """Close a request. What it found stays held until a person lifts the hold."""
    from archiver.data_requests import Outcome
    from requests_portal.closing import Ending, close_request, hold_may_end
    from requests_portal.desk import hold_of, request_file, today
    from requests_portal.request_entries import shown_entry

    archive = open_archive()
    viewer = console_viewer(archive)
    ending = Ending(Outcome(outcome), reason, by)
    closed = close_request(archive, viewer, request_id, ending)
    if as_json:
        emit(shown_entry(request_file(archive, closed.id)))
    else:
        click.echo(f"{closed.id} is closed: {outcome}.")
    first = hold_may_end(archive, today(archive))
    when = "when the city decides" if first is None else f"from {first.isoformat()} on"
    say(f"Its hold stays; {when}: civickeep retention hold lift {hold_of(closed.id)} --reason R")
