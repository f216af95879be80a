"""``civickeep harvest``: visit accounts and keep what they show."""

from typing import TYPE_CHECKING

import click

from archiver.console import Command, emit, one_line, open_archive, printable, reporter, say

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
@click.option("--due", is_flag=True, help="Only what the schedule wants visited now; for cron.")
@click.option("--full", is_flag=True, help="Visit everything (what happens without --due).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with every capture.")
@click.pass_context
def harvest(
    context: click.Context,
    names: tuple[str, ...],
    *,
    every: bool,
    due: bool,
    full: bool,
    as_json: bool,
) -> None:
    """Visit the accounts and keep every post, comment, edit and picture they show."""
    from archiver.capture.harvest import harvest as visit
    from archiver.capture.harvest import surroundings
    from archiver.capture_list import capture_entry
    from archiver.captures import Verdict

    if bool(names) + every + due > 1:
        message = "--account, --all and --due contradict each other; use one of them."
        raise click.UsageError(message)
    if due and full:
        message = "--due visits what the schedule wants; leave out --full, or --due."
        raise click.UsageError(message)
    archive = open_archive()
    if due:
        _harvest_due(context, archive, as_json=as_json)
        return
    outside = surroundings(reporter(quiet=as_json))
    receipts = []
    for account in _chosen(archive, names):
        say(f"Harvesting {one_line(account.name or account.key)} ...")
        receipts.append(visit(archive, account, outside))
        _tell(receipts[-1])
    if as_json:
        emit({"captures": [capture_entry(receipt) for receipt in receipts]})
    if any(receipt.verdict is not Verdict.COMPLETE for receipt in receipts):
        context.exit(PARTIAL)


def _harvest_due(context: click.Context, archive: "Archive", *, as_json: bool) -> None:
    """Visit what is due, as a worker would, and end."""
    from archiver.capture.harvest import HARVEST
    from archiver.commands.worker import worker_for
    from archiver.schedule.done_list import done_line
    from archiver.schedule.kinds import work_kinds
    from archiver.schedule.stopping import Stopping

    _chosen(archive, ())
    stopping = Stopping()
    stopping.listen()
    worker = worker_for(archive, work_kinds((HARVEST,)), reporter(quiet=as_json))
    visited = []
    for done in worker.work_off(stopping.asked):
        if line := done_line(done):
            say(printable(line))
            visited.append(done)
    if not visited:
        say("Nothing is due.")
    if as_json:
        captures = [done.outcome.result for done in visited if done.outcome]
        emit({"captures": captures})
    failed = next((done.error for done in visited if done.error), None)
    if failed is not None:
        context.exit(failed.exit_code)
    if not all(done.clean for done in visited):
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
