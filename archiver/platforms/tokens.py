"""Tokens: whose a call carries, whether it still lives, and what can be done with it."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from archiver.platforms.behaviour import APP_ID, APP_NAME, Behaviour
from archiver.platforms.calls import Asker, Call
from archiver.platforms.graph_errors import (
    ErrorAnswer,
    GraphError,
    bad_parameter,
    permission_missing,
    proof_wrong,
    token_dead,
    token_expired,
    token_missing,
    token_wrong,
)
from archiver.platforms.people import USER_ID
from archiver.platforms.scene import Scene

DEBUG_TOKEN = "debug_token"  # noqa: S105 - the edge's name
EXCHANGE = ("oauth", "access_token")
_LONG_LIFE = 5_183_944
"""Seconds a long-lived user token lives, as in the vendor's example (facebook.md, section 2)."""


def asker_of(behaviour: Behaviour, token: str | None) -> Asker | None:
    """Say whose token this is; None where it is none of ours."""
    return {
        behaviour.token: Asker.PAGE,
        behaviour.user_token: Asker.USER,
        behaviour.long_user_token: Asker.USER,
        behaviour.app_token: Asker.APP,
        behaviour.instagram_token: Asker.INSTAGRAM,
    }.get(token or "")


def check_token(scene: Scene, call: Call) -> None:
    """Raise ``GraphError`` where the call's token is missing, wrong, over, or without its proof."""
    if call.token is None:
        raise GraphError(token_missing())
    asker = asker_of(scene.behaviour, call.token)
    if asker is None:
        raise GraphError(token_wrong())
    if asker is Asker.APP:
        if call.path != (DEBUG_TOKEN,):
            raise GraphError(permission_missing())
        return
    _check_proof(scene.behaviour, call)
    if call.path != (DEBUG_TOKEN,) and (refusal := _over(scene)):
        raise GraphError(refusal)


def token_facts(scene: Scene, parameters: Mapping[str, str]) -> dict[str, object]:
    """Describe the token of ``debug_token``; 0 as time of expiry means never."""
    told = parameters.get("input_token")
    asker = asker_of(scene.behaviour, told)
    if asker in {None, Asker.APP}:
        return {"data": {"is_valid": False, "scopes": []}}
    access, pages = scene.access, list(scene.world.pages)
    refusal = _over(scene)
    facts: dict[str, object] = {
        "app_id": APP_ID,
        "type": asker,
        "application": APP_NAME,
        "data_access_expires_at": _seconds(access.data_access_expires or scene.expires),
        "expires_at": _expires_at(scene, told),
        "is_valid": refusal is None,
        "issued_at": 0,
        "scopes": list(access.scopes),
        "granular_scopes": [{"scope": scope, "target_ids": pages} for scope in access.scopes],
        "user_id": USER_ID,
    }
    if asker is Asker.PAGE:
        facts["profile_id"] = pages[0] if pages else ""
    if refusal is not None:
        facts["error"] = {
            "code": refusal.code,
            "message": refusal.message,
            "subcode": refusal.subcode,
        }
    return {"data": facts}


def exchanged(scene: Scene, parameters: Mapping[str, str]) -> dict[str, object]:
    """Exchange a short-lived user token for a long-lived one, or the app's id for its token.

    Raises ``GraphError`` where the app's secret or the token is wrong.
    """
    behaviour = scene.behaviour
    known = parameters.get("client_id") == APP_ID
    if not known or parameters.get("client_secret") != behaviour.app_secret:
        raise GraphError(ErrorAnswer(400, "Error validating client secret.", 1))
    match parameters.get("grant_type"):
        case "client_credentials":
            return {"access_token": behaviour.app_token, "token_type": "bearer"}
        case "fb_exchange_token":
            return _long_lived(scene, parameters.get("fb_exchange_token"))
        case _:
            raise bad_parameter("Invalid grant_type")


def _long_lived(scene: Scene, token: str | None) -> dict[str, object]:
    if asker_of(scene.behaviour, token) is not Asker.USER:
        raise GraphError(token_wrong())
    if refusal := _over(scene):
        raise GraphError(refusal)
    return {
        "access_token": scene.behaviour.long_user_token,
        "token_type": "bearer",
        "expires_in": _LONG_LIFE,
    }


def _over(scene: Scene) -> ErrorAnswer | None:
    """Say why the person's tokens are refused now; None where they live."""
    if scene.access.dead is not None:
        return token_dead(scene.access.dead)
    expires = scene.expires
    if expires is not None and scene.now >= expires:
        return token_expired(expires, scene.now)
    return None


def _expires_at(scene: Scene, token: str | None) -> int:
    """Say when a token ends: a Page token never, unless it was told so."""
    if scene.expires is not None:
        return _seconds(scene.expires)
    lives = {
        scene.behaviour.user_token: 3600,
        scene.behaviour.long_user_token: _LONG_LIFE,
        scene.behaviour.instagram_token: _LONG_LIFE,
    }
    life = lives.get(token or "")
    return 0 if life is None else _seconds(scene.now) + life


def _seconds(instant: datetime | None) -> int:
    return 0 if instant is None else int(instant.timestamp())


def _check_proof(behaviour: Behaviour, call: Call) -> None:
    """Check ``appsecret_proof``, which is read wherever it is sent (facebook.md, section 1)."""
    given = call.parameters.get("appsecret_proof")
    if given is None:
        if behaviour.proof_required:
            raise proof_wrong("API calls from the server require an appsecret_proof argument")
        return
    secret, token = behaviour.app_secret.encode(), (call.token or "").encode()
    right = hmac.new(secret, token, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(given.encode(), right.encode()):
        raise proof_wrong("Invalid appsecret_proof provided in the API argument")
