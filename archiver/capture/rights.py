"""What a token may not read although nothing is refused: known before lists are believed.

With a token of a person, or without some permissions, the platform lists no
comments instead of refusing them (facebook.md, section 2).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from archiver.accounts import Account
from archiver.archive import Archive
from archiver.capture.tally import Tally
from archiver.catalogue.connection_rows import last_check
from archiver.connect.app import app_for
from archiver.connect.check import check_token
from archiver.connect.errors import AppRefused
from archiver.connect.needs import MODERATE, SAYINGS, needs_of
from archiver.errors import PlatformUnavailable
from archiver.graph.client import Wait
from archiver.items import Platform

OF_A_PAGE = "PAGE"


@dataclass(frozen=True, slots=True)
class Withheld:
    """What a token does not show, and why; ``silent`` where the platform does not say so."""

    what: str
    cause: str
    silent: bool


def note_rights(  # noqa: PLR0913 - what a visit has, and whether to ask
    archive: Archive,
    account: Account,
    environment: Mapping[str, str],
    wait: Wait,
    tally: Tally,
    *,
    ask: bool,
) -> None:
    """List what the token does not show; where that is silent, the visit is not complete.

    With ``ask`` and an app the platform is asked; else what it said last
    counts. Raises ``PlatformThrottled``, and what keeps a sealed secret shut.
    """
    if not ask or app_for(archive, environment) is None:
        withheld = _known(archive, account)
    else:
        tally.asked["token"] += 1
        try:
            state = check_token(archive, account, environment, wait)
        except (AppRefused, PlatformUnavailable) as error:
            tally.differ("what the token may read", f"it could not be checked: {error.what}")
            return
        known = state.examined and state.valid  # what does not work is refused at the first read
        missing = _absent(state.missing, state.scopes)
        withheld = tuple(withheld_from(account.platform, missing, state.kind)) if known else ()
    for each in withheld:
        note = tally.miss if each.silent else tally.differ
        note(each.what, each.cause)


def withheld_from(
    platform: Platform, missing: Collection[str], kind: str | None = None
) -> Iterator[Withheld]:
    """Say what is not shown to a token of this kind that lacks these rights. Pure."""
    if platform is Platform.FACEBOOK and kind is not None and kind != OF_A_PAGE:
        cause = (
            f"the token is of the type {kind}, and the platform lists them to a Page's own alone"
        )
        yield Withheld("comments", cause, silent=True)
    essential = needs_of(platform).essential
    for each in missing:
        # Nobody knows whether Instagram lists hidden comments (instagram.md, section 3).
        silent = each in essential or (each == MODERATE and platform is Platform.FACEBOOK)
        how = ", and without it the platform shows nothing instead of refusing" if silent else ""
        what = SAYINGS[each].removeprefix("read ").removeprefix("see ")
        yield Withheld(what, f"the token lacks {each}{how}", silent)


def _known(archive: Archive, account: Account) -> tuple[Withheld, ...]:
    with archive.reading() as connection:
        last = last_check(connection, account.key)
    if last is None or not (last.examined and last.valid):
        return ()
    return tuple(withheld_from(account.platform, _absent(last.missing, last.scopes)))


def _absent(missing: Iterable[str], scopes: Collection[str]) -> tuple[str, ...]:
    """Leave out what is granted, if only for other accounts as far as we know.

    Of an Instagram account that was not connected by its Page we do not know
    the Page that its permissions are granted for.
    """
    return tuple(each for each in missing if each not in scopes)
