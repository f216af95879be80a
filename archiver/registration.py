"""Putting an account under archive: who authorised it, whose it is, where its token is."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from archiver.accounts import Account, Ownership, account_key
from archiver.archive import Archive
from archiver.connect.vault import Vault
from archiver.connection_events import SurfacesChosen
from archiver.errors import WrongUsage
from archiver.events import AccountAdded, AccountClosed
from archiver.items import Platform
from archiver.settings import FacebookSettings
from archiver.surfaces import Surface

_PLATFORM_ID = re.compile(r"[A-Za-z0-9_.]{1,64}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def add_account(  # noqa: PLR0913 - one line of the city's register of accounts
    archive: Archive,
    platform: Platform,
    platform_id: str,
    ownership: Ownership = Ownership.CITY_OFFICIAL,
    *,
    name: str | None = None,
    department: str | None = None,
    authorized_by: str | None = None,
    token_env: str | None = None,
    api_url: str | None = None,
    by: str | None = None,
) -> Account | None:
    """Put an account under archive; give None where it already is.

    Raises ``WrongUsage`` for an id, variable or address that cannot be one.
    """
    check_details(platform_id, token_env, api_url)
    key = account_key(platform, platform_id)
    if any(known.key == key for known in archive.accounts()):
        return None
    archive.record(
        AccountAdded(
            at=archive.clock(),
            by=by or authorized_by or "operator",
            platform=platform,
            id=platform_id,
            ownership=ownership,
            token_env=token_env or archive.settings.section(FacebookSettings).token_env,
            name=name,
            department=department,
            authorized_by=authorized_by,
            api_url=api_url.rstrip("/") if api_url else None,
        )
    )
    return archive.account(key)


def choose_surfaces(  # noqa: PLR0913 - a decision, by whom and why
    archive: Archive,
    account: Account,
    *,
    off: Iterable[Surface] = (),
    on: Iterable[Surface] = (),
    by: str,
    reason: str | None = None,
) -> Account:
    """Leave surfaces of an account out of the archive, or take them in again; give the account.

    What was kept of a surface stays kept. Raises ``WrongUsage`` for the feed,
    without which a capture is worth nothing, and for one that is both off and on.
    """
    leave, take = frozenset(off), frozenset(on)
    if Surface.FEED in leave or leave & take:
        raise WrongUsage(
            "The feed is always read, and a surface is either on or off.",
            next_step="To keep nothing of an account any more, close it: civickeep account close.",
        )
    chosen = tuple(sorted((frozenset(account.surfaces_off) | leave) - take))
    if chosen != account.surfaces_off:
        archive.record(
            SurfacesChosen(
                at=archive.clock(), by=by, account=account.key, off=chosen, reason=reason
            )
        )
    return archive.account(account.key)


def close_account(archive: Archive, account: Account, *, by: str, reason: str) -> None:
    """Archive an account no more; what was kept stays. ``by`` is who decided it.

    Its sealed token is forgotten: nobody needs to read the account any more.
    """
    archive.record(AccountClosed(at=archive.clock(), by=by, account=account.key, reason=reason))
    Vault(archive).forget(account.key)


def check_details(platform_id: str, token_env: str | None, api_url: str | None) -> None:
    """Refuse an id, a variable's name or an address that cannot be one (``WrongUsage``)."""
    if not _PLATFORM_ID.fullmatch(platform_id):
        raise WrongUsage(
            "An account's id is the platform's own: letters, digits, dots and underscores.",
            next_step="Look it up in the Page's settings; it is a long number.",
        )
    if token_env is not None and not _VARIABLE.fullmatch(token_env):
        raise WrongUsage(
            "--token-env takes the name of an environment variable, never the token itself.",
            next_step="Put the token into a variable such as CIVICKEEP_FACEBOOK_TOKEN and name it.",
        )
    if api_url is not None:
        _check_url(api_url)


def _check_url(api_url: str) -> None:
    if not _is_safe(api_url):
        raise WrongUsage(
            "--api-url must be an https address, or http on this machine's loopback.",
            next_step="For a playback server use the address it printed, as http://127.0.0.1:PORT.",
        )


def _is_safe(api_url: str) -> bool:
    try:
        parts = urlsplit(api_url)
        port = parts.port
    except ValueError:  # no address at all, or a port that is none
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    named = bool(parts.hostname) and port != 0
    return safe and named and not (parts.username or parts.query or parts.fragment)
