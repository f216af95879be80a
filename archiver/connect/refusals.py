"""What a refusal becomes while an account is being connected: an error with the next step."""

from archiver.connect.app import App
from archiver.connect.errors import AppRefused
from archiver.connect.token_state import PROBLEM_SAYINGS, problem_of
from archiver.errors import CivickeepError, PlatformThrottled, TokenRefused
from archiver.graph.meaning import Fault, Meaning
from archiver.graph.refusals import refusal

APP_CODES = frozenset({1, 101})
"""Codes with which the app or its secret is refused; elsewhere code 1 passes by itself."""


def refused(fault: Fault, path: str = "me") -> CivickeepError:
    """Give the error for a refusal; one of a token says why it does not work. Pure."""
    if fault.meaning is Meaning.THROTTLED:
        return PlatformThrottled(
            f"The platform asks us to slow down ({fault}).",
            next_step="Run the same command again in an hour; calling sooner lengthens the block.",
        )
    if fault.meaning is not Meaning.TOKEN:
        return refusal(fault, path)
    subcode = 0 if fault.graph is None else fault.graph.subcode
    return TokenRefused(
        f"The platform does not accept the token: {PROBLEM_SAYINGS[problem_of(subcode)]} "
        f"({fault}).",
        next_step="Get a new one from the person who manages the account, and connect again.",
    )


def app_refused(app: App, fault: Fault) -> CivickeepError:
    """Give the error for a refusal of a call made in the app's name. Pure."""
    if fault.meaning is Meaning.THROTTLED:
        return refused(fault)
    return AppRefused(
        f"The platform does not take the app {app.id} with this secret ({fault}).",
        next_step="Compare both with the app's basic settings on the platform's developer pages.",
    )
