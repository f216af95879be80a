"""The work ``token``: every day each account's token is really tried, and what it lost is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from archiver.alarm_events import TokenNarrowed
from archiver.archive import Archive
from archiver.capture.harvest import Surroundings
from archiver.catalogue.alarm_tables import token_loss
from archiver.catalogue.connection_rows import LastCheck, last_check
from archiver.connect.check import CHECKER, check_token, keep_check
from archiver.connect.token_state import TokenState
from archiver.errors import CivickeepError
from archiver.schedule.harvesting import open_accounts
from archiver.schedule.kinds import Outcome, WorkKind

DAILY = timedelta(days=1)
AGAIN = timedelta(hours=1)
"""When a token is tried again that nothing could be found out about."""


def wanted(archive: Archive) -> Mapping[str, datetime]:
    """Give the open accounts; one that was added just now was looked at then."""
    return {account: opened + DAILY for account, opened in open_accounts(archive).items()}


def check(archive: Archive, subject: str, outside: Surroundings) -> Outcome:
    """Try one account's token, and keep what was found out."""
    account = archive.account(subject)
    with archive.reading() as connection:
        before = last_check(connection, subject)
        row = connection.execute(token_loss.select().where(token_loss.c.account == subject)).first()
        missed = () if row is None else tuple(row.lost.split())
    try:
        state = check_token(archive, account, outside.environment, outside.wait)
    except CivickeepError as error:  # it says nothing about the token; tried again before long
        said = f"could not be checked: {error.what} {error.next_step}"
        return Outcome(archive.clock() + AGAIN, said, clean=False)
    lost = lost_by(before, missed, state)
    keep_check(archive, account, state)
    if lost != missed:
        archive.record(TokenNarrowed(at=archive.clock(), by=CHECKER, account=subject, lost=lost))
    return Outcome(archive.clock() + DAILY, _said(state, lost), clean=state.valid and not lost)


def lost_by(
    before: LastCheck | None, missed: tuple[str, ...], state: TokenState
) -> tuple[str, ...]:
    """Say what a token could do before and cannot do now. Pure.

    ``missed`` is what was lost before; it stays lost until the token has it
    again. Where the platform does not tell, nothing changes.
    """
    if not state.examined or not state.valid:
        return missed
    had = set(missed)
    if before is not None and before.examined and before.valid:
        had |= {*before.scopes, *(before.tasks or ())}
    # Tasks that nobody told this time are not lost.
    untold = set() if state.tasks is not None else set(before.tasks or ()) if before else set()
    return tuple(sorted(had - {*state.scopes, *(state.tasks or ())} - untold))


def _said(state: TokenState, lost: tuple[str, ...]) -> str:
    if not state.valid:
        return "the platform does not accept the token"
    if lost:
        return f"the token works, but lost: {', '.join(lost)}"
    return "the token works"


TOKEN_WORK = WorkKind(wanted=wanted, do=check)
