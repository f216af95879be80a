"""``civickeep account confirm-gone``: a person's word that many posts are really gone."""

from typing import TYPE_CHECKING

import click

from archiver.console import Command, console_viewer, emit, open_archive, printable, say

if TYPE_CHECKING:
    from archiver.capture.confirming import WaitingRoot

EXCERPT = 60
"""Characters of a wording shown on one line of a terminal."""


@click.command(
    "confirm-gone",
    cls=Command,
    exits=[
        (41, "no archive here"),
        (43, "unknown account"),
        (122, "no post waits for a person's word"),
    ],
)
@click.argument("name", metavar="A")
@click.option("--by", metavar="PERSON", required=True, help="Who looked for them.")
@click.option("--reason", required=True, help="Why they are gone, or how that was found out.")
@click.option("--yes", is_flag=True, help="Record it without asking.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def confirm_gone(name: str, *, by: str, reason: str, yes: bool, as_json: bool) -> None:
    """Confirm that the posts of the account A that captures miss are really gone.

    Where an unusual number of posts vanish at once, a third complete capture
    has to agree before they are marked as gone, or a person who looked. The
    posts are listed first. Two complete captures are needed all the same.
    """
    from archiver.capture.confirming import confirm_gone as confirm
    from archiver.capture.confirming import list_waiting

    archive = open_archive()
    account = archive.account(name)
    waiting = list_waiting(archive, console_viewer(archive), account)
    if not as_json:
        for each in waiting:
            click.echo(_line(each))
    if not yes:
        _ask(len(waiting), account.key)
    confirmed = confirm(archive, account, waiting, by=by, reason=reason)
    if as_json:
        emit(confirmed)
        return
    say(
        f"Recorded: {printable(by)} confirms that {len(waiting):,} post(s) of {account.key} are "
        "gone.\nNext:  civickeep harvest; the second complete capture that misses them marks them."
    )


def _line(waiting: "WaitingRoot") -> str:
    excerpt = printable(waiting.text).replace("\n", " ")[:EXCERPT]
    return (
        f"{printable(waiting.item)}  {waiting.kind:8} missed {waiting.misses} time(s) since "
        f"{waiting.first_missing}  {excerpt}"
    )


def _ask(count: int, account: str) -> None:
    from archiver.errors import WrongUsage

    if not click.confirm(f"Are all {count:,} post(s) of {account} really gone?", err=True):
        raise WrongUsage(
            f"Nobody has confirmed that the posts of {account} are gone; nothing was recorded.",
            next_step="Look for them on the platform; the third complete capture that misses "
            "them marks them without a person.",
        )
