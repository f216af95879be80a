"""What the platform says about a token, read from its answer and nothing else. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import msgspec

from archiver.connect.needs import MODERATE, Needs

_SCOPE = re.compile(r"[a-z0-9_]{1,64}")
_TASK = re.compile(r"[A-Z_]{1,64}")
_MOST = 200
"""Permissions told of one token; there are some sixty."""


class TokenProblem(StrEnum):
    """Why a token does not work (subcodes of code 190: facebook.md, section 6)."""

    APP_REMOVED = "app_removed"
    LOGIN_NEEDED = "login_needed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a reason, no password
    EXPIRED = "expired"
    NO_ROLE = "no_role"
    REFUSED = "refused"


_BY_SUBCODE = {
    458: TokenProblem.APP_REMOVED,
    459: TokenProblem.LOGIN_NEEDED,
    464: TokenProblem.LOGIN_NEEDED,
    460: TokenProblem.PASSWORD_CHANGED,
    463: TokenProblem.EXPIRED,
    492: TokenProblem.NO_ROLE,
}

PROBLEM_SAYINGS = {
    TokenProblem.APP_REMOVED: "the person behind it has removed the app",
    TokenProblem.LOGIN_NEEDED: "the person behind it must log in on the platform first",
    TokenProblem.PASSWORD_CHANGED: "the person behind it logged out or changed the password",
    TokenProblem.EXPIRED: "its time is over",
    TokenProblem.NO_ROLE: "the person behind it has no role on the Page any more",
    TokenProblem.REFUSED: "it was withdrawn, or is none of this platform's",
}


@dataclass(frozen=True, slots=True)
class TokenState:
    """What is known of a token. Never the token itself, nor anything to guess it by.

    ``examined`` says whether the platform told all of it; otherwise only
    ``valid`` is known. A date that is None is unknown, or never comes
    (``expires_at`` of an examined token). ``tasks`` is None where nobody told
    them. ``missing`` holds the permissions and tasks that a whole record needs.
    ``kind`` and ``profile`` say what the token is and whose.
    """

    valid: bool
    examined: bool = False
    problem: TokenProblem | None = None
    expires_at: datetime | None = None
    data_access_expires_at: datetime | None = None
    scopes: tuple[str, ...] = ()
    tasks: tuple[str, ...] | None = None
    missing: tuple[str, ...] = ()
    kind: str | None = None
    profile: str | None = None


def problem_of(subcode: int) -> TokenProblem:
    """Say what a refusal of a token means."""
    return _BY_SUBCODE.get(subcode, TokenProblem.REFUSED)


def read_token_state(
    body: bytes, needs: Needs, targets: tuple[str, ...], now: datetime
) -> TokenState:
    """Read an answer to ``debug_token``.

    ``targets`` are the ids the token must be good for: a permission granted
    for other Pages only is missing. An answer that says nothing of a token
    leaves a state that is neither valid nor examined.
    """
    data = _data(body)
    if data is None:
        return TokenState(valid=False)
    expires = _instant(data.get("expires_at"))
    problem = _problem(data, expires, now)
    scopes = _names(data.get("scopes"), _SCOPE)
    return TokenState(
        valid=problem is None,
        examined=True,
        problem=problem,
        expires_at=expires,
        data_access_expires_at=_instant(data.get("data_access_expires_at")),
        scopes=scopes,
        missing=_missing(needs, scopes, _elsewhere(data.get("granular_scopes"), targets)),
        kind=next(iter(_names([data.get("type")], _TASK)), None),
        profile=_id(data.get("profile_id")),
    )


def with_tasks(state: TokenState, tasks: tuple[str, ...] | None) -> TokenState:
    """Add what the person behind a token can do on the Page; ``MODERATE`` is needed."""
    if tasks is None:
        return state
    missing = state.missing if MODERATE in tasks else (*state.missing, MODERATE)
    return replace(state, tasks=tasks, missing=missing)


def read_tasks(value: object) -> tuple[str, ...] | None:
    """Read the tasks of a Page as the platform lists them; None where it does not."""
    return _names(value, _TASK) if isinstance(value, list) else None


def _problem(
    data: Mapping[str, Any], expires: datetime | None, now: datetime
) -> TokenProblem | None:
    error = data.get("error")
    if isinstance(error, dict):
        subcode = error.get("subcode", error.get("error_subcode"))
        return problem_of(subcode if isinstance(subcode, int) else 0)
    if expires is not None and expires <= now:
        return TokenProblem.EXPIRED
    return None if data.get("is_valid") is True else TokenProblem.REFUSED


def _missing(needs: Needs, scopes: tuple[str, ...], elsewhere: frozenset[str]) -> tuple[str, ...]:
    return tuple(each for each in needs.all if each not in scopes or each in elsewhere)


def _elsewhere(granular: object, targets: tuple[str, ...]) -> frozenset[str]:
    """Give the permissions that are granted, but for other accounts only."""
    found = set[str]()
    for each in granular if isinstance(granular, list) else ():
        named = each.get("target_ids") if isinstance(each, dict) else None
        ids = {_id(ident) for ident in named} if isinstance(named, list) else set()
        if ids and not ids & set(targets):
            found.update(_names([each.get("scope")], _SCOPE))
    return frozenset(found)


def _data(body: bytes) -> dict[str, Any] | None:
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    data = value.get("data", value) if isinstance(value, dict) else None
    return data if isinstance(data, dict) and "is_valid" in data else None


def _names(value: object, shape: re.Pattern[str]) -> tuple[str, ...]:
    """Give the names in a list, and nothing else that the platform may send there."""
    listed = value if isinstance(value, list) else []
    return tuple(each for each in listed if isinstance(each, str) and shape.fullmatch(each))[:_MOST]


def _instant(value: object) -> datetime | None:
    """Read unix seconds; 0 means never."""
    try:
        seconds = int(value) if isinstance(value, int | str) else 0
        return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
    except (ValueError, OverflowError, OSError):
        return None


def _id(value: object) -> str | None:
    return str(value) if isinstance(value, int | str) and not isinstance(value, bool) else None
