"""``civickeep account instaloader``: live runs, and the attorney's word they rest on."""

from typing import TYPE_CHECKING

import click

from archiver.commands.import_ import INCOMPLETE, tell
from archiver.console import (
    Command,
    Group,
    console_viewer,
    emit,
    emit_lines,
    open_archive,
    printable,
    say,
)

if TYPE_CHECKING:
    from datetime import datetime

    from archiver.imports.live.approval import Approval

DAY = click.DateTime(["%Y-%m-%d"])
by_option = click.option("--by", metavar="PERSON", help="Who does it. [default: your user name]")


@click.group(cls=Group)
def instaloader() -> None:
    """Fetch a public profile with instaloader, where the city attorney approved it.

    instaloader reads Instagram's pages as a visitor without login. The
    platform's terms are against collecting by programs without permission, so
    nothing is asked of it unless the attorney's name and the date are on record.
    """


@instaloader.command(cls=Command, exits=[(41, "no archive here"), (43, "unknown account")])
@click.argument("name", metavar="A")
@click.option("--profile", metavar="NAME", required=True, help="As in instagram.com/NAME.")
@click.option("--attorney", metavar="NAME", required=True, help="The attorney who approved it.")
@click.option("--approved-on", metavar="DATE", type=DAY, required=True, help="Such as 2026-11-02.")
@click.option("--note", metavar="TEXT", help="Where the decision can be found.")
@by_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def approve(
    name: str,
    *,
    profile: str,
    attorney: str,
    approved_on: "datetime",
    note: str | None,
    by: str | None,
    as_json: bool,
) -> None:
    """Record that the attorney approved reading one profile of the account A live.

    A date to come is taken: nothing is fetched before it.
    """
    from archiver.imports.live.approval import approve as record

    archive = open_archive()
    approval = record(
        archive,
        archive.account(name),
        username=profile,
        attorney=attorney,
        approved_on=approved_on.date(),
        by=by or console_viewer(archive).name,
        note=note,
    )
    if as_json:
        emit(approval)
        return
    say(f"Recorded: {printable(approval.attorney)} approved it on {approval.approved_on}.")
    say(f"Next:  civickeep account instaloader fetch {approval.account}")


@instaloader.command(
    cls=Command,
    exits=[(41, "no archive here"), (43, "unknown account"), (154, "no approval stands")],
)
@click.argument("name", metavar="A")
@click.option("--reason", required=True, help="Why.")
@by_option
@click.option("--json", "as_json", is_flag=True, help="JSONL, one approval a line.")
def withdraw(name: str, *, reason: str, by: str | None, as_json: bool) -> None:
    """End the approval of the account A; what was fetched under it stays."""
    from archiver.imports.live.approval import approvals
    from archiver.imports.live.approval import withdraw as record

    archive = open_archive()
    account = archive.account(name)
    ended = {
        each.id
        for each in record(archive, account, reason=reason, by=by or console_viewer(archive).name)
    }
    if as_json:
        emit_lines(each for each in approvals(archive, account.key) if each.id in ended)
        return
    say(f"Nothing more is fetched of {account.key} with instaloader.")


@instaloader.command(cls=Command, exits=[(41, "no archive here"), (43, "unknown account")])
@click.argument("name", metavar="A", required=False)
@click.option("--json", "as_json", is_flag=True, help="JSONL, one approval a line.")
def approvals(name: str | None, *, as_json: bool) -> None:
    """List the approvals of the account A or of all, withdrawn ones too."""
    from archiver.imports.live.approval import approvals as read

    archive = open_archive()
    found = read(archive, None if name is None else archive.account(name).key)
    if as_json:
        emit_lines(found)
        return
    for each in found:
        click.echo(_line(each))
    if not found:
        say("No attorney's approval is on record.")


@instaloader.command(
    cls=Command,
    exits=[
        (41, "no archive here"),
        (43, "unknown account"),
        (47, "Instagram does not answer; nothing was imported"),
        (54, "another run or import is at work"),
        (INCOMPLETE, "imported, but some of it could not be had"),
        (152, "what was fetched is larger than the limits"),
        (154, "no approval of the attorney stands"),
        (155, "the profile shows no posts to visitors; nothing was imported"),
        (156, "Instagram refuses visitors now; nothing was imported"),
        (157, "Instagram answers in an unknown form; nothing was imported"),
    ],
)
@click.argument("name", metavar="A")
@click.option("--newest", metavar="N", type=click.IntRange(1), help="Only so many posts.")
@by_option
@click.option("--json", "as_json", is_flag=True, help="The receipt as one JSON object.")
@click.pass_context
def fetch(
    context: click.Context, name: str, *, newest: int | None, by: str | None, as_json: bool
) -> None:
    """Fetch the public posts of the account A without login, and import them.

    Comments and stories are never in it: they need a login. The account's
    coverage stays as it is, because an import is no capture.
    """
    from archiver.imports.live.running import Fetching
    from archiver.imports.live.running import fetch as run
    from archiver.imports.receipt_list import import_entry, is_whole

    archive = open_archive()
    asked = Fetching(by or console_viewer(archive).name, newest)
    outcome = run(archive, archive.account(name), asked, say)
    if as_json:
        emit(import_entry(outcome))
    tell(outcome)
    if not is_whole(outcome):
        context.exit(INCOMPLETE)


def _line(approval: "Approval") -> str:
    over = approval.withdrawn_at
    state = "recorded" if over is None else f"withdrawn {over:%Y-%m-%d}"
    because = f": {printable(approval.withdrawn_because)}" if approval.withdrawn_because else ""
    return (
        f"{approval.account}  instagram.com/{approval.username}  approved {approval.approved_on} "
        f"by {printable(approval.attorney)}  {state} "
        f"by {printable(approval.withdrawn_by or approval.recorded_by)}{because}"
    )
