"""The daily look at a token: does it work, for how long, and is anything missing."""

import time
from collections.abc import Mapping

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.catalogue.connection_rows import last_check, page_of
from archiver.connect.app import app_for
from archiver.connect.calls import Line
from archiver.connect.examine import examine
from archiver.connect.grant import Asker, Target
from archiver.connect.token_state import TokenState, with_tasks
from archiver.connect.tokens import token_for
from archiver.connection_events import TokenChecked
from archiver.graph.client import Wait
from archiver.settings import FacebookSettings

CHECKER = "token check"


def check_token(
    archive: Archive,
    account: Account,
    environment: Mapping[str, str],
    wait: Wait = time.sleep,
) -> TokenState:
    """Ask the platform about an account's token.

    The tasks are those told when the account was connected: the platform
    tells them only to the person's own token, which is not kept. A token
    that does not work is a state; raised are ``TokenMissing`` and what keeps
    a sealed one shut, ``AppRefused``, and ``PlatformUnavailable`` or
    ``PlatformThrottled``, which say nothing about the token.
    """
    token = token_for(archive, account, environment)
    with archive.reading() as connection:
        page = page_of(connection, account.key)
        before = last_check(connection, account.key)
    asker = asker_for(archive, account.api_url, environment, wait)
    state = examine(asker, Target(account.platform, account.id), token, page)
    return with_tasks(state, None if before is None else before.tasks)


def keep_check(archive: Archive, account: Account, state: TokenState, *, by: str = CHECKER) -> None:
    """Keep what was found out about a token; never the token."""
    archive.record(
        TokenChecked(
            at=archive.clock(),
            by=by,
            account=account.key,
            valid=state.valid,
            examined=state.examined,
            problem=state.problem,
            expires_at=state.expires_at,
            data_access_expires_at=state.data_access_expires_at,
            scopes=state.scopes,
            tasks=state.tasks,
            missing=state.missing,
        )
    )


def asker_for(
    archive: Archive,
    api_url: str | None,
    environment: Mapping[str, str],
    wait: Wait = time.sleep,
) -> Asker:
    """Give a way to ask the platform, as the settings say, with the app where there is one."""
    settings = archive.settings.section(FacebookSettings)
    line = Line(settings.api_version, api_url, settings.timeout, wait)
    return Asker(line, archive.clock, app_for(archive, environment))
