"""The platform's error answers: HTTP status, code and wording (facebook.md, section 6)."""

from dataclasses import dataclass
from datetime import datetime

_OAUTH = "OAuthException"
INSTAGRAM_TYPE = "IGApiException"
"""The type of every error behind the Instagram Login door (instagram.md, section 4)."""

_METHOD = "GraphMethodException"
_TRACE = "AplaybackTrace"
_TIME_FORMAT = "%A, %d-%b-%y %H:%M:%S UTC"
_DOCUMENTATION = (
    "Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api"
)


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """One error as it goes over the wire."""

    status: int
    message: str
    code: int
    kind: str = _OAUTH
    subcode: int | None = None
    transient: bool = False

    def body(self) -> dict[str, object]:
        """Give the JSON envelope; keys without a value are left out."""
        error: dict[str, object] = {"message": self.message, "type": self.kind, "code": self.code}
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.transient:
            error["is_transient"] = True
        return {"error": {**error, "fbtrace_id": _TRACE}}


class GraphError(Exception):
    """The played platform refuses a call; ``answer`` is what the caller gets to see."""

    def __init__(self, answer: ErrorAnswer) -> None:
        super().__init__(answer.message)
        self.answer = answer


def bad_parameter(message: str) -> GraphError:
    """Refuse a parameter (code 100)."""
    return GraphError(ErrorAnswer(400, f"(#100) {message}", 100))


def unknown_field(name: str, node: str) -> GraphError:
    """Refuse a field that this kind of object does not have (code 100)."""
    return bad_parameter(f"Tried accessing nonexisting field ({name}) on node type ({node})")


def syntax_error(expected: str, found: str, place: int) -> GraphError:
    """Refuse a ``fields`` text that cannot be read (code 2500)."""
    instead = f'"{found}"' if found else "end of string"
    message = f'Syntax error "Expected {expected} instead of {instead}." at character {place}'
    return GraphError(ErrorAnswer(400, message, 2500))


def before_business() -> GraphError:
    """Refuse what is older than the account's being a professional one (100/2108006)."""
    message = "Media posted before business account conversion"
    return GraphError(ErrorAnswer(400, message, 100, subcode=2108006))


def proof_wrong(message: str) -> GraphError:
    """Refuse a call without a good ``appsecret_proof`` (code 100)."""
    return GraphError(ErrorAnswer(400, message, 100, kind=_METHOD))


def edge_refused(code: int, name: str) -> GraphError:
    """Refuse an edge: not offered (100, 2500, 3), or a permission is missing (10, 200)."""
    match code:
        case 3:
            refusal = ErrorAnswer(
                400, "(#3) Application does not have the capability to make this API call.", 3
            )
        case 10:
            refusal = scope_missing(name).answer
        case 200:
            refusal = permission_missing()
        case 100:
            message = f"(#100) Tried accessing nonexisting field ({name}) on node type (Page)"
            refusal = ErrorAnswer(400, message, 100)
        case _:
            refusal = unknown_path(name).answer
    return GraphError(refusal)


def scope_missing(scope: str) -> GraphError:
    """Say which permission a call would need (code 10)."""
    message = (
        f"(#10) This endpoint requires the '{scope}' permission or the 'Page Public Content "
        "Access' feature. Refer to https://developers.facebook.com/docs/apps/review for details."
    )
    return GraphError(ErrorAnswer(403, message, 10))


def unknown_path(path: str) -> GraphError:
    """Refuse a path that means nothing (code 2500)."""
    return GraphError(ErrorAnswer(400, f"Unknown path components: /{path}", 2500))


def object_unreadable(name: str) -> ErrorAnswer:
    """Say that an object is not there, or not for this caller: one answer for both."""
    return ErrorAnswer(
        400,
        f"Unsupported get request. Object with ID '{name}' does not exist, cannot be loaded due "
        f"to missing permissions, or does not support this operation. {_DOCUMENTATION}",
        100,
        kind=_METHOD,
        subcode=33,
    )


def token_missing() -> ErrorAnswer:
    """Say that the call carries no token (code 2500)."""
    message = "An active access token must be used to query information about the current user."
    return ErrorAnswer(400, message, 2500)


def token_wrong() -> ErrorAnswer:
    """Say that the token is none of ours (code 190)."""
    return ErrorAnswer(400, "Invalid OAuth access token - Cannot parse access token", 190)


def token_dead(subcode: int) -> ErrorAnswer:
    """Say that the token lives no more, and why (code 190)."""
    reasons = {
        458: "The user has not authorized application 100200300400500.",
        460: "The session has been invalidated because the user changed their password.",
        463: "Session has expired.",
        492: "The user must be an administrator, editor, or moderator of the page.",
    }
    reason = reasons.get(subcode, "The session is invalid.")
    return ErrorAnswer(400, f"Error validating access token: {reason}", 190, subcode=subcode)


def token_expired(expired: datetime, now: datetime) -> ErrorAnswer:
    """Say that the token's time is over (code 190, subcode 463)."""
    message = (
        "Error validating access token: Session has expired on "
        f"{expired.strftime(_TIME_FORMAT)}. The current time is {now.strftime(_TIME_FORMAT)}."
    )
    return ErrorAnswer(400, message, 190, subcode=463)


def throttled(*, on_instagram: bool = False) -> ErrorAnswer:
    """Say that this account was asked too often (code 80001, on Instagram 80002)."""
    code, what = (80002, "Instagram") if on_instagram else (80001, "Page")
    message = (
        f"(#{code}) There have been too many calls to this {what} account. Wait a bit and try "
        "again. For more info, please refer to "
        "https://developers.facebook.com/docs/graph-api/overview/rate-limiting."
    )
    subcode = None if on_instagram else 2446079
    return ErrorAnswer(400, message, code, subcode=subcode, transient=True)


def limited(code: int) -> ErrorAnswer:
    """Say that an app (4), a user (17), a page (32) or an edge (613) was asked too often."""
    said = {
        4: "Application request limit reached",
        17: "User request limit reached",
        32: "Page request limit reached",
        613: "Calls to this api have exceeded the rate limit.",
    }
    return ErrorAnswer(400, f"(#{code}) {said[code]}", code, transient=True)


def blocked() -> ErrorAnswer:
    """Say that the platform blocks the account for its policy (code 368)."""
    message = "The action attempted has been deemed abusive or is otherwise disallowed"
    return ErrorAnswer(403, message, 368)


def unknown_error() -> ErrorAnswer:
    """Say nothing of use (HTTP 500, code 1)."""
    return ErrorAnswer(500, "An unknown error occurred", 1)


def too_much() -> ErrorAnswer:
    """Ask for a smaller call (HTTP 500, code 1)."""
    message = "Please reduce the amount of data you're asking for, then retry your request"
    return ErrorAnswer(500, message, 1)


def service_down() -> ErrorAnswer:
    """Say that the service is down for the moment (code 2)."""
    message = "An unexpected error has occurred. Please retry your request later."
    return ErrorAnswer(500, message, 2, transient=True)


def permission_missing() -> ErrorAnswer:
    """Say that the token may not read this (code 200)."""
    return ErrorAnswer(403, "(#200) Permissions error", 200)
