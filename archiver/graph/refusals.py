"""What a refusal of the Graph API becomes: one of our errors, with the next step."""

from collections.abc import Mapping

from archiver.errors import (
    AccountBlocked,
    CivickeepError,
    MediumTooOld,
    ObjectUnreadable,
    PermissionMissing,
    RequestRefused,
    TokenRefused,
    TooMuchData,
)
from archiver.graph.meaning import Fault, Meaning

_SAYINGS: Mapping[Meaning, tuple[type[CivickeepError], str, str]] = {
    Meaning.TOKEN: (
        TokenRefused,
        "The platform does not accept the token ({fault}).",
        "Set a new Page token and harvest again; nothing was marked as gone.",
    ),
    Meaning.BLOCKED: (
        AccountBlocked,
        "The platform has blocked this app or account for its policies ({fault}).",
        "Look at the notices in the Page's settings before you harvest again.",
    ),
    Meaning.PERMISSION: (
        PermissionMissing,
        "The token may not read {path} ({fault}).",
        "Let somebody with the MODERATE task on the Page renew the token.",
    ),
    Meaning.UNREADABLE: (
        ObjectUnreadable,
        "The platform says that {path} does not exist or may not be seen ({fault}).",
        "Check the id, and that the token belongs to this Page.",
    ),
    Meaning.REFUSED: (
        RequestRefused,
        "The platform does not understand how we ask for {path} ({fault}).",
        "Update this program, or check api_version in [facebook].",
    ),
    Meaning.TOO_OLD: (
        MediumTooOld,
        "The platform tells nothing of {path}, from before the account was professional ({fault}).",
        "Download it from the platform and import it, if it is still needed.",
    ),
    Meaning.REDUCE: (
        TooMuchData,
        "The platform wants smaller pages of {path} ({fault}).",
        "Set page_size in [facebook] lower and harvest again.",
    ),
}


def refusal(fault: Fault, path: str) -> CivickeepError:
    """Give the error for a fault that no waiting or asking again can help against. Pure."""
    kind, what, next_step = _SAYINGS[fault.meaning]
    return kind(what.format(fault=fault, path=path), next_step=next_step)
