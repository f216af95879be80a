"""``civickeep retention read``: the recorded act of reading."""

import click

from archiver.console import Command, emit, open_archive, say
from retention_schedules.commands.options import json_option


@click.command(cls=Command, exits=[(43, "no such account")])
@click.option(
    "--up-to",
    required=True,
    metavar="TIME",
    help="Everything up to here was read: a time such as 2026-11-22T21:30:00Z, or a date "
    "(that whole day in the city's zone).",
)
@click.option("--account", metavar="A", help="Only this account. [default: all]")
@click.option("--by", required=True, metavar="PERSON", help="Who read it.")
@json_option
def read(up_to: str, account: str | None, by: str, *, as_json: bool) -> None:
    """Record that a person has read what residents wrote.

    Passing messages are kept until read, and harvesting is not reading. An
    item that is edited afterwards is unread again.
    """
    from archiver.civil_time import to_wire
    from retention_schedules.reading import record_reading

    archive = open_archive()
    key = archive.account(account).key if account else None
    instant = record_reading(archive, up_to, account=key, by=by)
    if as_json:
        emit({"up_to": instant, "account": key, "by": by})
    else:
        say(f"Recorded: read up to {to_wire(instant)}, {key or 'every account'}.")
