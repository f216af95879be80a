"""``civickeep capture-now``: keep an item before somebody acts on it."""

from typing import TYPE_CHECKING

import click

from archiver.console import Command, emit, open_archive, printable, reporter, say

if TYPE_CHECKING:
    from archiver.accounts import Account
    from archiver.archive import Archive

PARTIAL = 10


@click.command(
    name="capture-now",
    cls=Command,
    exits=[
        (PARTIAL, "the thread could not be read to its end"),
        (41, "no archive here"),
        (43, "unknown account"),
        (54, "another harvest is running and does not end"),
        (121, "it cannot be told which item is meant, or it is not shown"),
    ],
)
@click.argument("name", metavar="URL|ID")
@click.option("--account", metavar="A", help="The account it is on, where the name does not tell.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with the item and capture.")
@click.pass_context
def capture_now(context: click.Context, name: str, account: str | None, *, as_json: bool) -> None:
    """Keep the post or comment URL|ID now, with its whole thread, before staff act on it.

    Takes addresses of posts and comments as the browser shows them, ids, and
    facebook/ID or instagram/ID. The archive need not know the item yet.
    """
    from archiver.capture.harvest import surroundings
    from archiver.capture_list import capture_entry
    from archiver.capture_now.keeping import keep_now
    from archiver.capture_now.naming import read_name
    from archiver.captures import Verdict

    named = read_name(name)
    archive = open_archive()
    outside = surroundings(reporter(quiet=as_json))
    kept = keep_now(archive, named, _accounts(archive, account), outside)
    receipt, item = kept.receipt, kept.target.item
    if as_json:
        captures = [capture_entry(receipt)]
        emit({"item": str(item) if item else None, "captures": captures})
    what = printable(str(item)) if item else "The item"
    if receipt.verdict is not Verdict.COMPLETE:
        say(f"{what}: its thread was not read to the end. {printable(receipt.error or '')}")
        context.exit(PARTIAL)
    say(
        f"{what} is kept as it is now: {receipt.items_seen:,} items of its thread seen, "
        f"{receipt.new_versions:,} new versions."
    )


def _accounts(archive: "Archive", name: str | None) -> "list[Account]":
    """Give the account that was named, or all that are open."""
    from archiver.errors import WrongUsage

    named = archive.account(name) if name is not None else None
    if named is not None and named.closed_at is not None:
        raise WrongUsage(
            f"{named.key} is closed and is not harvested any more.",
            next_step="civickeep account list shows the accounts that are open.",
        )
    if named is not None:
        return [named]
    return [account for account in archive.accounts() if account.closed_at is None]
