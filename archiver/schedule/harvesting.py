"""The work ``harvest``: one account, of which the tier that is the latest is looked at."""

from collections.abc import Mapping
from datetime import datetime

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings, harvest_under_lease
from archiver.capture_list import capture_entry
from archiver.captures import Receipt, Verdict
from archiver.civil_time import to_wire
from archiver.schedule.kinds import Outcome, WorkKind
from archiver.schedule.planning import account_timetable, visit_plan
from archiver.schedule.settings import ScheduleSettings
from archiver.schedule.timing import Stretched, Timetable


def open_accounts(archive: Archive) -> Mapping[str, datetime]:
    """Give the accounts to harvest: each is due since it was added, a closed one never."""
    return {
        account.key: account.opened_at
        for account in archive.accounts()
        if account.closed_at is None
    }


def harvest_due(archive: Archive, subject: str, outside: Surroundings) -> Outcome:
    """Look at what is due of an account, if anything is."""
    account = archive.account(subject)
    table = _timetable(archive, account)
    if table.visit is None:
        return Outcome(table.next_due)
    settings = archive.settings.section(ScheduleSettings)
    with archive.reading() as connection:
        plan = visit_plan(connection, account, table.visit, settings, archive.clock())
    receipt = harvest_under_lease(archive, account, outside, plan)
    table = _timetable(archive, account)
    return Outcome(
        next_due=table.next_due,
        said=_said(receipt, table.next_due, table.stretched),
        clean=receipt.verdict is Verdict.COMPLETE,
        result=capture_entry(receipt),
    )


def _timetable(archive: Archive, account: Account) -> Timetable:
    settings = archive.settings.section(ScheduleSettings)
    with archive.reading() as connection:
        return account_timetable(connection, account, settings, archive.clock())


def _said(receipt: Receipt, next_due: datetime, stretched: tuple[Stretched, ...]) -> str:
    counts = f"{receipt.items_seen:,} items seen, {receipt.new_versions:,} new versions"
    parts = [
        f"{receipt.scope} {receipt.verdict}: {counts}, {receipt.calls:,} calls",
        *([f"{len(receipt.gaps):,} gaps"] if receipt.gaps else []),
        f"next {to_wire(next_due.replace(microsecond=0))}",
    ]
    if stretched:
        parts.append(f"calls do not suffice: {', '.join(map(str, stretched))}")
    if receipt.error:
        parts.append(receipt.error)
    return "; ".join(parts)


HARVEST_WORK = WorkKind(wanted=open_accounts, do=harvest_due)
