"""From whatever token a person brings to the Page token that reads an account (facebook.md, 2).

A short-lived user token is exchanged for a long-lived one, because a Page
token made from that one has no expiry date; and the Page token is taken from
the list of Pages the person manages. A Page token is used as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from archiver.civil_time import Clock
from archiver.connect.app import App
from archiver.connect.calls import Line
from archiver.connect.errors import TokenMisplaced
from archiver.connect.proof import PROOF, appsecret_proof
from archiver.connect.refusals import APP_CODES, app_refused, refused
from archiver.connect.token_state import read_tasks
from archiver.errors import (
    ObjectUnreadable,
    PermissionMissing,
    RequestRefused,
    TokenRefused,
)
from archiver.graph.client import Endpoint, GraphClient
from archiver.graph.meaning import Fault
from archiver.graph.walk import walk
from archiver.items import Platform
from archiver.secret import Secret

_PAGES_AT_ONCE = 100
LINKED = "instagram_business_account{id,username}"
"""The field of a Page that names the Instagram account linked to it (instagram.md, section 1)."""

_REFUSALS = (RequestRefused, PermissionMissing, ObjectUnreadable, TokenRefused)
"""What asking for the Pages of a Page is answered with. The token itself has just worked; code 2500
says of a path that it is unknown as well as of a token that it is missing."""


_NOT_UNDERSTOOD = frozenset({100, 2500})
"""Codes that say something of the question and nothing of the token, for they name no subcode."""


@dataclass(frozen=True, slots=True)
class Target:
    """The account to be connected."""

    platform: Platform
    id: str

    def __str__(self) -> str:
        return f"{self.platform}/{self.id}"


@dataclass(frozen=True, slots=True)
class Grant:
    """The Page token that reads the account, and on whose Page it stands.

    ``tasks`` is None where the platform did not tell them: it does so only to
    the person's own token. ``lasting`` says whether it came from a long-lived
    token; None where we were given the Page token itself.
    """

    token: Secret
    page: str
    tasks: tuple[str, ...] | None = None
    lasting: bool | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """What is needed to ask: the line, the clock, and the app where there is one."""

    line: Line
    clock: Clock
    app: App | None = None

    def ask(self, path: str, fields: str, token: Secret) -> bytes | Fault:
        """Ask for fields of a node with a token, proving that we know the app's secret."""
        return self.line.ask(path, {"fields": fields, **self._proof(token)}, token)

    def client(self, token: Secret) -> GraphClient:
        """Open the usual client with a token; it proves the app's secret as well."""
        line, app = self.line, self.app
        proof = None if app is None else Secret(appsecret_proof(app.secret, token))
        endpoint = Endpoint(token, line.version, line.base_url, line.timeout, proof)
        return GraphClient(endpoint, self.clock, line.wait)

    def _proof(self, token: Secret) -> Mapping[str, str]:
        return {} if self.app is None else {PROOF: appsecret_proof(self.app.secret, token)}


def find_grant(asker: Asker, target: Target, token: Secret) -> Grant:
    """Give the Page token for an account.

    Raises ``TokenRefused`` where the token does not work, ``TokenMisplaced``
    where it is not for this account, ``AppRefused`` where the app's secret is
    wrong, and ``PlatformUnavailable`` where there is no answer.
    """
    owner = _owner(asker, token)
    if owner is None:
        return Grant(token, target.id)  # whether it is for this account shows in the real read
    if target.platform is Platform.FACEBOOK and owner == target.id:
        return Grant(token, owner)
    try:
        found = _among_pages(asker, target, owner, token)
    except _REFUSALS:
        return _of_page(asker, target, owner, token)
    if found is None:
        return _unlisted(asker, target, token)
    if asker.app is None:
        return found
    lasting = _exchange(asker.line, asker.app, token)
    return _among_pages(asker, target, owner, lasting, lasting=True) or found


def _owner(asker: Asker, token: Secret) -> str | None:
    """Say whose token it is: a person's id or a Page's; None where nobody tells."""
    answer = asker.ask("me", "id,name", token)
    if isinstance(answer, Fault):
        if answer.graph is not None and answer.graph.code in _NOT_UNDERSTOOD:
            return None
        raise refused(answer)
    ident = _decode(answer).get("id")
    return None if ident is None else str(ident)


def _among_pages(
    asker: Asker, target: Target, person: str, token: Secret, *, lasting: bool = False
) -> Grant | None:
    """Look for the account among the Pages a person manages."""
    client = asker.client(token)
    try:
        for page in _pages(client, person):
            ident, own = str(page.get("id", "")), Secret(str(page.get("access_token") or ""))
            if own and _is_of(asker, target, ident, own):
                return Grant(own, ident, read_tasks(page.get("tasks")), lasting)
    finally:
        client.close()
    return None


def _unlisted(asker: Asker, target: Target, token: Secret) -> Grant:
    """Ask the Page itself for its token: not every role is in the list of a person's Pages."""
    if target.platform is Platform.FACEBOOK:
        answer = asker.ask(target.id, "id,access_token", token)
        page = {} if isinstance(answer, Fault) else _decode(answer)
        if page.get("access_token"):
            return Grant(Secret(str(page["access_token"])), target.id, lasting=False)
    raise _no_role(target)


def _pages(client: GraphClient, person: str) -> Iterator[Mapping[str, Any]]:
    fields = {"fields": "id,name,access_token,tasks"}
    for walked in walk(client, f"{person}/accounts", fields, _PAGES_AT_ONCE):
        yield from (_decode(element.data) for element in walked.page.elements)


def _of_page(asker: Asker, target: Target, page: str, token: Secret) -> Grant:
    """Take a Page's own token, where it is the Page of this account."""
    if target.platform is Platform.INSTAGRAM:
        linked = _linked(asker, page, token)
        if linked == target.id:
            return Grant(token, page)
        what = f"the Instagram account {linked}" if linked else "no Instagram account"
        raise TokenMisplaced(
            f"The token is of the Page {page}, to which {what} is linked, not {target.id}.",
            next_step="Take the token of the Page that this account is linked to, or link it in "
            "the Page's settings.",
        )
    raise TokenMisplaced(
        f"The token is of {page}, which is another Page than {target.id}.",
        next_step=f"Take the token of the Page {target.id}, or of a person who manages it.",
    )


def _is_of(asker: Asker, target: Target, page: str, token: Secret) -> bool:
    """Whether the account is this Page, or linked to it."""
    if target.platform is Platform.FACEBOOK:
        return page == target.id
    try:
        return _linked(asker, page, token) == target.id
    except _REFUSALS:  # another Page of this person, of which we need to know nothing
        return False


def _linked(asker: Asker, page: str, token: Secret) -> str | None:
    """Ask a Page for the Instagram account that is linked to it."""
    answer = asker.ask(page, f"id,{LINKED}", token)
    if isinstance(answer, Fault):
        raise refused(answer, page)
    return linked_account(_decode(answer))


def linked_account(page: Mapping[str, Any]) -> str | None:
    """Give the id of the Instagram account that a Page's fields name."""
    named = page.get("instagram_business_account")
    ident = named.get("id") if isinstance(named, Mapping) else None
    return None if ident is None else str(ident)


def _exchange(line: Line, app: App, token: Secret) -> Secret:
    """Exchange a person's token for one that lasts about 60 days."""
    answer = line.ask(
        "oauth/access_token",
        {
            "grant_type": "fb_exchange_token",
            "client_id": app.id,
            "client_secret": app.secret.reveal(),
            "fb_exchange_token": token.reveal(),
        },
        None,
        final=APP_CODES,
    )
    if isinstance(answer, Fault):
        if answer.graph is not None and answer.graph.code in APP_CODES:
            raise app_refused(app, answer)
        raise refused(answer)
    exchanged = _decode(answer).get("access_token")
    return Secret(exchanged) if isinstance(exchanged, str) and exchanged else token


def _no_role(target: Target) -> TokenMisplaced:
    return TokenMisplaced(
        f"The person whose token this is manages no Page for {target}.",
        next_step="Give this person a role on the Page, or take the token of somebody who has "
        "one; when the token was granted, the Page must have been ticked.",
    )


def _decode(data: bytes) -> dict[str, Any]:
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
