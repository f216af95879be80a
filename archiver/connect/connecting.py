"""Connecting an account: first everything is tried on the platform, and only then kept.

Nobody is told that an account is connected before it and a page of its feed
were really read; until then nothing is written.
"""

from dataclasses import dataclass
from datetime import date

from archiver.accounts import Account, Ownership, account_key
from archiver.archive import Archive
from archiver.connect.app import App
from archiver.connect.check import keep_check
from archiver.connect.errors import ScopeMissing
from archiver.connect.examine import examine
from archiver.connect.grant import Asker, Grant, Target, find_grant
from archiver.connect.needs import SAYINGS, needs_of
from archiver.connect.survey import Survey, look_around
from archiver.connect.token_state import (
    PROBLEM_SAYINGS,
    TokenProblem,
    TokenState,
    with_tasks,
)
from archiver.connect.vault import Vault
from archiver.connection_events import AccountConnected
from archiver.errors import TokenRefused
from archiver.registration import add_account
from archiver.secret import Secret


@dataclass(frozen=True, slots=True)
class Authorization:
    """Who authorised that the city keeps this account, on which day, and for which department."""

    ownership: Ownership
    by: str
    on: date
    department: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of trying: the token to keep, what it may do, and what was really read."""

    target: Target
    grant: Grant
    state: TokenState
    survey: Survey
    app: str | None


def try_connection(asker: Asker, target: Target, token: Secret, *, limited: bool = False) -> Trial:
    """Find the account's token, examine it, and read the account with it. Nothing is kept.

    Raises what ``find_grant`` and ``look_around`` raise, ``TokenRefused`` for
    a token that does not work, and ``ScopeMissing`` where a permission is
    missing without which comments stay out silently, unless ``limited``.
    """
    grant = find_grant(asker, target, token)
    state = with_tasks(examine(asker, target, grant.token, grant.page), grant.tasks)
    _check_valid(state)
    if not limited:
        _check_essential(target, state)
    client = asker.client(grant.token)
    try:
        survey = look_around(client, target, state)
    finally:
        client.close()
    return Trial(target, grant, state, survey, asker.app.id if asker.app else None)


def keep_connection(  # noqa: PLR0913 - what is decided about an account, once
    archive: Archive,
    trial: Trial,
    authorization: Authorization,
    *,
    by: str,
    new_app: App | None = None,
    token_env: str | None = None,
    api_url: str | None = None,
) -> Account:
    """Put the account under archive where it is not, seal its token, and record who authorised it.

    ``new_app`` is sealed as well. Stopped in between, it can simply be done
    again. Raises what ``Vault.put`` raises.
    """
    target, vault = trial.target, Vault(archive)
    key = account_key(target.platform, target.id)
    # Where tokens cannot be sealed, that is found out before anything else is written.
    vault.put(key, trial.grant.token)
    if new_app is not None:
        vault.put(new_app.slot, new_app.secret)
    add_account(
        archive,
        target.platform,
        target.id,
        authorization.ownership,
        name=authorization.name or trial.survey.name,
        department=authorization.department,
        authorized_by=authorization.by,
        token_env=token_env,
        api_url=api_url,
        by=by,
    )
    archive.record(
        AccountConnected(
            at=archive.clock(),
            by=by,
            account=key,
            ownership=authorization.ownership,
            authorized_by=authorization.by,
            authorized_on=authorization.on,
            department=authorization.department,
            name=authorization.name,
            app=trial.app,
            page=trial.grant.page,
        )
    )
    account = archive.account(key)
    keep_check(archive, account, trial.state, by=by)
    return account


def _check_valid(state: TokenState) -> None:
    if not state.valid:
        why = PROBLEM_SAYINGS[state.problem or TokenProblem.REFUSED]
        raise TokenRefused(
            f"The platform does not accept the token: {why}.",
            next_step="Get a new one from the person who manages the account, and connect again.",
        )


def _check_essential(target: Target, state: TokenState) -> None:
    missing = [each for each in needs_of(target.platform).essential if each in state.missing]
    if state.examined and missing:
        names = " and ".join(missing)
        raise ScopeMissing(
            f"The token lacks {names}, needed to {'; to '.join(SAYINGS[each] for each in missing)}."
            " Without it the platform shows nothing instead of refusing.",
            next_step=f"Grant {names} to the app and connect again, or connect with --limited and "
            "leave that out of the record.",
        )
