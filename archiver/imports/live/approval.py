"""The attorney's approvals of live runs: recorded, withdrawn, listed, and asked for each time."""

import re
import uuid
from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from sqlalchemy import select

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.catalogue.approval_tables import live_approval
from archiver.civil_time import civil_date
from archiver.errors import WrongUsage
from archiver.imports.approval_events import LiveApproved, LiveWithdrawn
from archiver.imports.live.errors import LiveNotAllowed
from archiver.items import Platform

_USERNAME = re.compile(r"(?!.*\.\.)[a-z0-9_][a-z0-9_.]{0,29}")
"""Names as Instagram gives them: no dot in front, and no two in a row."""


class Approval(msgspec.Struct, frozen=True):
    """One approval as it stands, withdrawn ones too; the meanings are those of its event."""

    id: str
    account: str
    username: str
    attorney: str
    approved_on: date
    note: str | None
    recorded_at: datetime
    recorded_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_because: str | None


def approve(  # noqa: PLR0913 - an act with who, what, when and by whom it was typed in
    archive: Archive,
    account: Account,
    *,
    username: str,
    attorney: str,
    approved_on: date,
    by: str,
    note: str | None = None,
) -> Approval:
    """Record that the attorney approved reading a profile live.

    Raises ``WrongUsage`` for an account of another platform, a name that no
    profile can have, and where nobody is named. A day to come is taken: it
    holds from then on.
    """
    name = username.strip().removeprefix("@").lower()
    if account.platform is not Platform.INSTAGRAM:
        raise WrongUsage(
            f"{account.key} is no account on Instagram, and instaloader reads no other platform.",
            next_step="civickeep account list shows the accounts on Instagram.",
        )
    if not _USERNAME.fullmatch(name):
        raise WrongUsage(
            "That is no profile's name on Instagram.",
            next_step="Give the last part of its address, as in instagram.com/NAME.",
        )
    if not attorney.strip() or not by.strip():
        raise WrongUsage(
            "An approval names the attorney who gave it and the person who records it.",
            next_step="Give both names: --attorney and --by.",
        )
    identity = str(uuid.uuid4())
    archive.record(
        LiveApproved(
            at=archive.clock(),
            by=by,
            approval=identity,
            account=account.key,
            username=name,
            attorney=attorney.strip(),
            approved_on=approved_on,
            note=note,
        )
    )
    return next(each for each in approvals(archive, account.key) if each.id == identity)


def withdraw(archive: Archive, account: Account, *, reason: str, by: str) -> list[Approval]:
    """End every approval of an account that was not withdrawn yet, and give those.

    Raises ``LiveNotAllowed`` where there is none.
    """
    standing = [each for each in approvals(archive, account.key) if each.withdrawn_at is None]
    if not standing:
        raise _not_allowed(f"No approval stands for {account.key}, so none was withdrawn.")
    for each in standing:
        archive.record(LiveWithdrawn(at=archive.clock(), by=by, approval=each.id, reason=reason))
    return standing


def approvals(archive: Archive, account: str | None = None) -> list[Approval]:
    """List approvals in the order they were recorded, of one account or of all."""
    columns = [live_approval.c[name] for name in Approval.__struct_fields__]
    query = select(*columns).order_by(live_approval.c.leaf)
    if account is not None:
        query = query.where(live_approval.c.account == account)
    with archive.reading() as connection:
        return [Approval(*row) for row in connection.execute(query)]


def allowed(archive: Archive, account: Account) -> Approval:
    """Give the approval that a live run of now would rest on; raises ``LiveNotAllowed``."""
    if account.closed_at is not None:
        raise LiveNotAllowed(
            f"{account.key} is closed: the city keeps it no more.",
            next_step="Nothing is fetched of a closed account; what was kept of it stays.",
        )
    today = civil_date(archive.clock(), archive.settings.city.zone)
    return standing(approvals(archive, account.key), account.key, today)


def standing(given: Iterable[Approval], account: str, today: date) -> Approval:
    """Choose the newest approval that holds today; raises ``LiveNotAllowed``. Pure."""
    every = list(given)
    open_ones = [each for each in every if each.withdrawn_at is None]
    holding = [each for each in open_ones if each.approved_on <= today]
    if holding:
        return holding[-1]
    if open_ones:
        first = min(each.approved_on for each in open_ones)
        raise LiveNotAllowed(
            f"The attorney's approval for {account} is dated {first}, and today is {today}.",
            next_step="Fetch from that day on; where the date is a slip, withdraw it and record "
            "it rightly.",
        )
    raise _not_allowed(
        f"The attorney's approval for {account} was withdrawn."
        if every
        else f"No attorney's approval is recorded for reading {account} with instaloader."
    )


def _not_allowed(what: str) -> LiveNotAllowed:
    return LiveNotAllowed(
        what,
        next_step="Ask the city attorney; with a yes, record it with civickeep account instaloader "
        "approve. civickeep account instaloader approvals shows what is on record.",
    )
