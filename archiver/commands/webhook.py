"""``civickeep webhook``: receive the platform's notices, and see what they told of."""

import os

import click

from archiver.console import Command, Group, emit_lines, open_archive, say


@click.group(cls=Group)
def webhook() -> None:
    """Receive the platform's notices of what changed, as hints to look now."""


@webhook.command(
    cls=Command,
    exits=[
        (41, "no archive here"),
        (165, "the app's secret or the verify token is not known"),
        (166, "the address is taken"),
    ],
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8470, show_default=True, help="The port; 0 takes a free one.")
def serve(host: str, port: int) -> None:
    """Listen for notices until stopped; a worker then looks at what they tell of.

    Below data-deletion and deauthorize it takes what a platform passes on from
    people who used the city's app; see account signals.

    It speaks plain HTTP: put it behind what speaks HTTPS for the city, which the
    platform requires, and give the platform that address.
    """
    from archiver.webhooks.serving import make_receiver, make_server

    server = make_server(make_receiver(open_archive(), os.environ, say), host, port)
    say(f"Listening for notices on http://{host}:{server.effective_port}/ ...")
    server.run()


@webhook.command(name="list", cls=Command, exits=[(41, "no archive here"), (43, "unknown account")])
@click.option("--account", metavar="A", help="Only this account.")
@click.option("--json", "as_json", is_flag=True, help="JSONL, one change a line.")
def list_told(account: str | None, *, as_json: bool) -> None:
    """List what the notices received so far told of."""
    from archiver.webhooks.notice_list import list_notices

    archive = open_archive()
    entries = list_notices(archive, archive.account(account).key if account else None)
    if as_json:
        emit_lines(entries)
        return
    for entry in entries:
        target = entry.item or entry.thread or "-"
        click.echo(f"{entry.received}  {entry.account}  {entry.what} {entry.verb}  {target}")
