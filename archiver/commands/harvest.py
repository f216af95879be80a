"""``civickeep harvest``: visit accounts and keep what they show."""

from typing import TYPE_CHECKING

import click

from archiver.console import Command, emit, open_archive, printable, say

if TYPE_CHECKING:
    from archiver.accounts import Account
    from archiver.archive import Archive
    from archiver.captures import Receipt

PARTIAL = 10


@click.command(
    cls=Command,
    exits=[
        (PARTIAL, "some captures partial or failed"),
        (43, "unknown account"),
        (50, "disk full"),
        (54, "another harvest is running"),
        (110, "the object store does not answer"),
        (111, "the object store refuses us"),
        (112, "the object store keeps nothing"),
        (115, "the catalogue's database does not answer"),
        (116, "the catalogue's database does not let us in"),
    ],
)
@click.option("--account", "names", metavar="A", multiple=True, help="Only this one; repeatable.")
@click.option("--all", "every", is_flag=True, help="Every account under archive (the default).")
@click.option("--full", is_flag=True, help="Visit everything, not only what is due.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with every capture.")
@click.pass_context
def harvest(
    context: click.Context,
    names: tuple[str, ...],
    *,
    every: bool,
    full: bool,  # noqa: ARG001 - every visit is a full one until there are tiers
    as_json: bool,
) -> None:
    """Visit the accounts and keep every post, comment, edit and picture they show."""
    from archiver.capture.harvest import harvest as visit
    from archiver.capture.harvest import surroundings
    from archiver.capture_list import capture_entry
    from archiver.captures import Verdict

    if names and every:
        message = "--account and --all contradict each other; use one of them."
        raise click.UsageError(message)
    archive = open_archive()
    outside = surroundings(say)
    receipts = []
    for account in _chosen(archive, names):
        say(f"Harvesting {printable(account.name or account.key)} ...")
        receipts.append(visit(archive, account, outside))
        _tell(receipts[-1])
    if as_json:
        emit({"captures": [capture_entry(receipt) for receipt in receipts]})
    if any(receipt.verdict is not Verdict.COMPLETE for receipt in receipts):
        context.exit(PARTIAL)


def _chosen(archive: "Archive", names: tuple[str, ...]) -> list["Account"]:
    from archiver.errors import AccountUnknown

    if names:
        return [_open(archive.account(name)) for name in names]
    accounts = [account for account in archive.accounts() if account.closed_at is None]
    if not accounts:
        raise AccountUnknown(
            "No account is under archive yet.",
            next_step="Add one with civickeep account add facebook PAGE_ID.",
        )
    return accounts


def _open(account: "Account") -> "Account":
    from archiver.errors import WrongUsage

    if account.closed_at is not None:
        raise WrongUsage(
            f"{account.key} is closed and is not harvested any more.",
            next_step="civickeep account list shows the accounts that are open.",
        )
    return account


def _tell(receipt: "Receipt") -> None:
    say(
        f"  {receipt.verdict}: {receipt.items_seen} items seen, {receipt.new_versions} new "
        f"versions, {len(receipt.findings)} changes of state, {receipt.calls} calls."
    )
    for gap in receipt.gaps[:SHOWN_GAPS]:
        # The error below tells its cause, with the next step.
        cause = "" if gap.cause in (receipt.error or "") else f": {gap.cause}"
        say(f"  gap: {printable(gap.what + cause)}")
    if len(receipt.gaps) > SHOWN_GAPS:
        say(f"  and {len(receipt.gaps) - SHOWN_GAPS} more gaps; --json lists them all.")
    if receipt.error:
        say(f"  {printable(receipt.error)}")


SHOWN_GAPS = 5
"""Gaps told one by one on a terminal."""
